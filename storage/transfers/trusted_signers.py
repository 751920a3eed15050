"""Whom the receiver of a package trusts (信任的机关): offices, time-stamp authorities, and fingerprints that an
officer compared with the sender by telephone or on paper."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509

from storage.base.errors import BadInput
from storage.base.settings import Settings
from storage.evidence.signing import fingerprint, office_key, pem
from storage.evidence.trust import home_anchors, read_anchors

_FINGERPRINT = re.compile(r"[0-9a-f]{64}")
_SEPARATORS = re.compile(r"[\s:：-]")


@dataclass(frozen=True, kw_only=True)
class TrustedSigners:
    """Whom the receiver trusts."""

    offices: Sequence[x509.Certificate]
    authorities: Sequence[x509.Certificate]
    fingerprints: frozenset[str] = frozenset()
    """SHA-256 of anchors in the package itself that an officer confirmed."""
    own_anchor: str = ""
    """SHA-256 of the receiver's own anchor."""

    def to_plain(self) -> Mapping[str, str]:
        """Plain values, to enter a process."""
        return {
            "offices": "".join(map(pem, self.offices)),
            "authorities": "".join(map(pem, self.authorities)),
            "fingerprints": " ".join(self.fingerprints),
            "own_anchor": self.own_anchor,
        }

    @classmethod
    def from_plain(cls, stored: Mapping[str, str]) -> TrustedSigners:
        """What `to_plain` gave."""
        return cls(
            offices=_certificates(stored["offices"]),
            authorities=_certificates(stored["authorities"]),
            fingerprints=frozenset(stored["fingerprints"].split()),
            own_anchor=stored["own_anchor"],
        )


def trusted_signers(
    settings: Settings, *, anchors: Sequence[Path] = (), fingerprints: Iterable[str] = ()
) -> TrustedSigners:
    """The anchors of the data folder and of the settings, `anchors` besides, and these fingerprints.

    Raises BadInput, StoreUnavailable.
    """
    more = read_anchors(anchors)
    authorities = read_anchors(Path(path) for path in settings.timestamp_anchors)
    own_key = office_key(settings.home, office=settings.office_name)
    return TrustedSigners(
        offices=(*home_anchors(settings.home), *more),
        authorities=(*authorities, *more),
        fingerprints=frozenset(map(read_fingerprint, fingerprints)),
        own_anchor=fingerprint(own_key.anchor),
    )


def read_fingerprint(text: str) -> str:
    """A SHA-256 fingerprint as people write it: 64 hex digits, with or without colons. Raises BadInput."""
    plain = _SEPARATORS.sub("", text).lower()
    if not _FINGERPRINT.fullmatch(plain):
        raise BadInput("transfer.no-fingerprint", text=text[:100])
    return plain


def _certificates(text: str) -> tuple[x509.Certificate, ...]:
    return tuple(x509.load_pem_x509_certificates(text.encode())) if text else ()
