"""Trusted time-stamps (可信时间戳, RFC 3161): asking an authority, and checking what it says.

A token counts only after it was verified: our nonce, our digest, a chain to an anchor that the
office configured, and a time that fits our clock. Whatever else an authority answers leaves the
evidence `captured`, to be tried again. An authority whose address begins with `sm3+` is asked for a token over
the SM3 hash (国密); who signs, SM2 or another key, its certificate says. `Stamper` is the seam for other protocols.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

from asn1crypto import algos, tsp
from cryptography import x509
from rfc3161_client import (
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)
from rfc3161_client.tsp import TimeStampResponse

from storage.base.errors import HubiaoError
from storage.base.message import message_of
from storage.evidence.certificates.anchor_twins import verify_with_anchors
from storage.evidence.certificates.certificate_order import with_ordered_certificates
from storage.evidence.certificates.foreign_certificates import certificate_of
from storage.evidence.environment import ClockReference
from storage.evidence.renewal.algorithms import HASHES, digest
from storage.evidence.renewal.token import (
    TokenFacts,
    is_beyond_openssl,
    read_token,
    token_chain,
    token_of,
    verify_by_parts,
)
from storage.evidence.signing import pem
from storage.evidence.trust import chain_of
from storage.net.address_policy import AddressPolicy
from storage.net.guarded_fetch import fetch

CLOCK_TOLERANCE = timedelta(minutes=5)
"""Between our clock and an authority's; more means that one of them is wrong."""

_SM3 = "sm3+"
_QUERY = "application/timestamp-query"
_REPLY = "application/timestamp-reply"
_PROBE = b"hubiao clock reference"


def timestamp_request(algorithm: str, imprint: bytes) -> tuple[bytes, int]:
    """A request (RFC 3161 §2.4.1, DER) over a hash, and its nonce."""
    nonce = secrets.randbits(64)
    request = tsp.TimeStampReq(
        {
            "version": 1,
            "message_imprint": {
                "hash_algorithm": algos.DigestAlgorithm({"algorithm": HASHES[algorithm]}),
                "hashed_message": imprint,
            },
            "nonce": nonce,
            "cert_req": True,
        }
    )
    return bytes(request.dump()), nonce


class NotStamped(HubiaoError):
    """The authority gave no token that can be relied on; the message says who and why."""


@dataclass(frozen=True, kw_only=True)
class Token:
    """A verified time-stamp token."""

    raw: bytes
    """The whole answer (TimeStampResp, DER), as `openssl ts -verify -in` reads it."""
    moment: datetime
    """genTime, in UTC."""
    serial: int
    policy: str
    authority: str
    """Subject of the signing certificate."""
    certificates: str
    """The authority's certificate and those above it up to the anchor, as PEM."""


class Stamper(Protocol):
    """Anything that turns bytes into a verified token."""

    @property
    def url(self) -> str:
        """Name of the authority, as the manifest lists it."""

    def stamp(self, data: bytes) -> Token:
        """A token over `data`. Raises NotStamped."""


@dataclass(frozen=True, kw_only=True)
class Authority:
    """An RFC 3161 authority behind HTTP, and the anchors that its tokens must chain to."""

    url: str
    anchors: tuple[x509.Certificate, ...]
    policy: AddressPolicy
    timeout: float = 10.0

    def stamp(self, data: bytes) -> Token:
        """Ask once. Raises NotStamped, also where the address policy refuses the authority."""
        asked = datetime.now(UTC)
        algorithm = "sm3" if self.url.startswith(_SM3) else "sha256"
        request, nonce = timestamp_request(algorithm, digest(algorithm, data))
        token = self._checked(self.answer(request), data, nonce)
        self.check_moment(token.moment, asked)
        return token

    def answer(self, request: bytes) -> bytes:
        """The authority's answer to a request (both DER), nothing of it checked. Raises NotStamped."""
        try:
            answer = fetch(
                self.url.removeprefix(_SM3),
                self.policy,
                body=request,
                headers={"Content-Type": _QUERY, "Accept": _REPLY},
                timeout=self.timeout,
            )
        except HubiaoError as error:
            raise NotStamped("timestamp.not-answered", reason=message_of(error)) from error
        if answer.status != 200 or answer.headers.get("content-type", "") != _REPLY:
            raise NotStamped("timestamp.no-token", url=self.url, status=answer.status)
        return answer.body

    def check_moment(self, moment: datetime, asked: datetime) -> None:
        """Refuse a token whose time lies apart from that of the asking. Raises NotStamped."""
        if not asked - CLOCK_TOLERANCE <= moment <= datetime.now(UTC) + CLOCK_TOLERANCE:
            raise NotStamped("timestamp.wrong-time", url=self.url, moment=moment.isoformat())

    def _checked(self, raw: bytes, data: bytes, nonce: int | None) -> Token:
        try:
            return check_token(raw, data, self.anchors, nonce=nonce)
        except NotStamped as error:
            raise NotStamped("timestamp.refused", url=self.url, reason=error.message) from error


def check_token(
    raw: bytes, data: bytes, anchors: Sequence[x509.Certificate], *, nonce: int | None = None
) -> Token:
    """The token in `raw`, verified over `data` against `anchors`, offline. Raises NotStamped.

    Certificates must have been valid at the token's time (RFC 3161 §4.3).
    """
    if not anchors:
        raise NotStamped("timestamp.no-anchor")
    if (facts := _beyond_openssl(raw)) is not None:
        return _checked_by_parts(raw, facts, data, anchors, nonce)
    try:
        response = decode_timestamp_response(with_ordered_certificates(raw))
        verify_with_anchors(
            anchors,
            lambda roots: (
                VerifierBuilder(roots=roots, nonce=nonce).build().verify_message(response, data)
            ),
        )
        return _token(raw, response, anchors)
    except (VerificationError, ValueError, RuntimeError) as error:
        raise NotStamped("timestamp.invalid", reason=message_of(error)) from error


def _beyond_openssl(raw: bytes) -> TokenFacts | None:
    """The token of an answer where OpenSSL does not know its kind of signature."""
    try:
        facts = read_token(token_of(raw))
    except ValueError:
        return None
    return facts if is_beyond_openssl(facts) else None


def _checked_by_parts(
    raw: bytes,
    facts: TokenFacts,
    data: bytes,
    anchors: Sequence[x509.Certificate],
    nonce: int | None,
) -> Token:
    try:
        if digest(facts.algorithm, data) != facts.imprint or nonce not in (None, facts.nonce):
            raise ValueError("a token over something else than was asked")
        verify_by_parts(facts, anchors)
    except ValueError as error:
        raise NotStamped("timestamp.invalid", reason=message_of(error)) from error
    return Token(
        raw=raw,
        moment=facts.moment,
        serial=facts.serial,
        policy=facts.policy,
        authority=facts.authority,
        certificates="".join(map(pem, token_chain(facts, anchors))),
    )


def _token(raw: bytes, response: TimeStampResponse, anchors: Sequence[x509.Certificate]) -> Token:
    information = response.tst_info
    signer = next(iter(response.signed_data.signer_infos))
    policy = information.policy
    certificates = [certificate_of(der) for der in response.signed_data.certificates]
    signers = [
        certificate
        for certificate in certificates
        if certificate.serial_number == signer.serial_number
    ]
    return Token(
        raw=raw,
        moment=information.gen_time.astimezone(UTC),
        serial=information.serial_number,
        policy=policy.dotted_string if policy is not None else "",
        authority=signers[0].subject.rfc4514_string() if signers else "",
        certificates="".join(
            pem(certificate)
            for certificate in (chain_of(signers[0], (*certificates, *anchors)) if signers else ())
        ),
    )


def clock_reference(authorities: Sequence[Stamper]) -> ClockReference | None:
    """Offset of our clock from the first authority that answers; None where none answers."""
    for authority in authorities:
        asked = datetime.now(UTC)
        try:
            token = authority.stamp(_PROBE)
        except NotStamped:
            continue
        answered = datetime.now(UTC)
        half = (answered - asked) / 2
        return ClockReference(
            source=authority.url,
            offset_seconds=(asked + half - token.moment).total_seconds(),
            # genTime is commonly cut to the second.
            uncertainty_seconds=half.total_seconds() + 1.0,
            measured_at=asked + half,
        )
    return None
