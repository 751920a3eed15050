"""Hash and signature algorithms, and until when each is relied on (算法有效期).

A date in the table is the end of reliance: what was stamped anew before it stays proved.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from cryptography.hazmat.primitives import hashes

from storage.base.errors import BadInput

HASHES = {
    "md5": "1.2.840.113549.2.5",
    "sha1": "1.3.14.3.2.26",
    "ripemd160": "1.3.36.3.2.1",
    "sha224": "2.16.840.1.101.3.4.2.4",
    "sha256": "2.16.840.1.101.3.4.2.1",
    "sha384": "2.16.840.1.101.3.4.2.2",
    "sha512": "2.16.840.1.101.3.4.2.3",
    "sha512_256": "2.16.840.1.101.3.4.2.6",
    "sha3_256": "2.16.840.1.101.3.4.2.8",
    "sha3_384": "2.16.840.1.101.3.4.2.9",
    "sha3_512": "2.16.840.1.101.3.4.2.10",
    "sm3": "1.2.156.10197.1.401",
}
"""Names as `hashlib` has them, and object identifiers (RFC 5754, NIST CSOR, GB/T 33560)."""
_NAMES = {identifier: name for name, identifier in HASHES.items()}
NEVER = datetime(9999, 12, 31, tzinfo=UTC)
_ENDS = {
    "md5": "2004-08-17",  # collisions published by X. Wang and others
    "sha1": "2013-12-31",  # NIST SP 800-131A: no new signatures after it
    "ripemd160": "2013-12-31",  # BSI TR-02102-1 lists it no more
    "sha224": "2030-12-31",  # NIST SP 800-131A rev. 3 (draft): 112 bits end
    "rsa-1024": "2013-12-31",  # NIST SP 800-131A: 80 bits end
    "rsa-2048": "2030-12-31",  # NIST SP 800-57 part 1 rev. 5: 112 bits end
}
"""Last day on which each is relied on, UTC; what is not here has no date yet."""
SUCCESSORS = ("sha256", "sha512", "sha3_256", "sha3_512")
"""Hashes for new archive time-stamps: the first that does not age is taken."""


@dataclass(frozen=True, kw_only=True)
class AlgorithmAges:
    """Until when algorithms are relied on: the table, and what an office or reader says instead."""

    overridden: Mapping[str, datetime] = field(default_factory=dict)

    def end(self, name: str) -> datetime:
        """The end of reliance on a hash (`sha256`) or a kind of key (`rsa-2048`, `ec`)."""
        if name in self.overridden:
            return self.overridden[name]
        return _midnight_after(_ENDS[name]) if name in _ENDS else NEVER

    def key_end(self, key: str) -> datetime:
        """The end of reliance on a key as `rsa-2048`: its own, its kind's, a longer one's."""
        kind, _, bits = key.partition("-")
        ends = [self.end(kind), self.end(key)]
        if kind == "rsa":
            ends += [self.end(f"rsa-{size}") for size in (1024, 2048) if int(bits) <= size]
        return min(ends)

    def successor(self, moment: datetime) -> str:
        """The first hash that is relied on beyond `moment`; the last of them where none is."""
        lasting = [name for name in SUCCESSORS if self.end(name) > moment]
        return lasting[0] if lasting else SUCCESSORS[-1]


AGES = AlgorithmAges()
"""The table alone."""


def read_ages(lines: Iterable[str]) -> AlgorithmAges:
    """Ages from lines as `sha256=2040-01-01`: no longer relied on from that day. Raises BadInput."""
    overridden = {}
    for line in lines:
        name, separator, day = line.partition("=")
        name = name.strip().lower().replace("-", "_")
        name = {"rsa_1024": "rsa-1024", "rsa_2048": "rsa-2048"}.get(name, name)
        if not separator or name not in {*HASHES, *_ENDS, "rsa", "ec", "sm2"}:
            raise BadInput("algorithm.unknown-age", line=line)
        try:
            overridden[name] = datetime.fromisoformat(day.strip()).replace(tzinfo=UTC)
        except ValueError:
            raise BadInput("algorithm.unknown-age", line=line) from None
    return AlgorithmAges(overridden=overridden)


def _midnight_after(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T23:59:59+00:00")


def hash_name(identifier: str) -> str:
    """The name of an object identifier. Raises ValueError for one that is not in the table."""
    try:
        return _NAMES[identifier]
    except KeyError:
        raise ValueError(f"unsupported hash algorithm {identifier}") from None


def digest(name: str, data: bytes) -> bytes:
    """The hash of `data`. Raises ValueError where this machine's library lacks it."""
    if name == "sm3":  # Python's own hashes have it only where its OpenSSL was built with it
        state = hashes.Hash(hashes.SM3())
        state.update(data)
        return state.finalize()
    return hashlib.new(name, data).digest()
