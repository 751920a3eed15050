"""Trust anchors of a verifier (信任锚): anchors from PEM files, and the chain from a signer to one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm

from storage.base.errors import BadInput
from storage.base.message import message_of
from storage.evidence.certificates.certificate_path import (
    extension_of,
    is_valid_at,
    path_is_valid,
)
from storage.evidence.certificates.foreign_certificates import certificates_in
from storage.evidence.certificates.sm2 import WITH_SM3, sm2_issued
from storage.evidence.signing import TRUST_FOLDER, fingerprint

_LONGEST_CHAIN = 4
"""Certificates from a signer to its anchor; public authorities use three."""


def read_anchors(paths: Iterable[Path]) -> tuple[x509.Certificate, ...]:
    """Every certificate in these PEM files. Raises BadInput."""
    anchors: list[x509.Certificate] = []
    for path in paths:
        try:
            anchors += certificates_in(path.read_bytes())
        except OSError as error:
            raise BadInput(
                "trust-anchor.unreadable", path=path, reason=message_of(error)
            ) from error
        except ValueError:
            raise BadInput("trust-anchor.no-certificate", path=path) from None
    return tuple(dict.fromkeys(anchors))


def home_anchors(home: Path) -> tuple[x509.Certificate, ...]:
    """The signers that this data folder trusts: its own office's, and those laid beside it."""
    return read_anchors(sorted((home / TRUST_FOLDER).glob("*.pem")))


def fingerprint_lines(anchors: Iterable[x509.Certificate]) -> list[str]:
    """The SHA-256 fingerprints, as `openssl x509 -fingerprint` shows them."""
    return [":".join(re.findall("..", fingerprint(anchor).upper())) for anchor in anchors]


def anchor_of(
    leaf: x509.Certificate,
    between: Sequence[x509.Certificate],
    anchors: Sequence[x509.Certificate],
    moment: datetime,
) -> x509.Certificate | None:
    """The anchor that `leaf` chains to at `moment`, through authorities that came with it."""
    path = [leaf]
    for _ in range(_LONGEST_CHAIN):
        current = path[-1]
        if not is_valid_at(current, moment):
            return None
        for anchor in anchors:
            if fingerprint(anchor) == fingerprint(current):
                return anchor if path_is_valid(path) else None
            if _is_authority(anchor) and is_issued_by(current, anchor):
                return anchor if path_is_valid([*path, anchor]) else None
        # The first alone: one of SM2 costs a process, and a file from outside may hold many of one name.
        above = next(
            (each for each in between if _is_authority(each) and is_issued_by(current, each)), None
        )
        if above is None or above == current:
            return None
        path.append(above)
    return None


def chain_of(signer: x509.Certificate, above: Sequence[x509.Certificate]) -> list[x509.Certificate]:
    """From the signer up to what issued itself, as far as the certificates `above` reach."""
    chain = [signer]
    while len(chain) <= len(above) and not is_issued_by(chain[-1], chain[-1]):
        issuer = next((each for each in above if is_issued_by(chain[-1], each)), None)
        if issuer is None:
            break
        chain.append(issuer)
    return chain


def is_issued_by(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    """Whether the issuer's name and key made the certificate.

    Raises Sm2NotChecked for one of SM2 on a machine that cannot check it.
    """
    if certificate.signature_algorithm_oid.dotted_string == WITH_SM3:
        return sm2_issued(certificate, issuer)
    try:
        certificate.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
        return False
    return True


def _is_authority(certificate: x509.Certificate) -> bool:
    try:
        constraints = extension_of(certificate, x509.BasicConstraints)
    except ValueError:
        return False
    return constraints is not None and constraints.ca
