"""Evidence records (证据记录, RFC 4998) between DER and plain values.

    EvidenceRecord ─ chains (one a hash algorithm) ─ archive time-stamps (simple renewals) ─ token

Bytes that later time-stamps hash are kept as they came.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from asn1crypto import algos, cms, core

from storage.evidence.renewal.algorithms import HASHES, hash_name
from storage.evidence.renewal.hash_tree import HashLists


class _Attributes(core.SetOf):  # type: ignore[misc]
    _child_spec = core.Any


class _CryptoInfos(core.SequenceOf):  # type: ignore[misc]
    _child_spec = core.Any


class _HashList(core.SequenceOf):  # type: ignore[misc]
    _child_spec = core.OctetString


class _HashLists(core.SequenceOf):  # type: ignore[misc]
    _child_spec = _HashList


class _Timestamp(core.Sequence):  # type: ignore[misc]
    _fields: ClassVar[list[Any]] = [
        ("algorithm", algos.DigestAlgorithm, {"implicit": 0, "optional": True}),
        ("attributes", _Attributes, {"implicit": 1, "optional": True}),
        ("hash_lists", _HashLists, {"implicit": 2, "optional": True}),
        ("token", cms.ContentInfo),
    ]


class _Chain(core.SequenceOf):  # type: ignore[misc]
    _child_spec = _Timestamp


class _Chains(core.SequenceOf):  # type: ignore[misc]
    _child_spec = _Chain


class _Algorithms(core.SequenceOf):  # type: ignore[misc]
    _child_spec = algos.DigestAlgorithm


class _Record(core.Sequence):  # type: ignore[misc]
    _fields: ClassVar[list[Any]] = [
        ("version", core.Integer),
        ("algorithms", _Algorithms),
        ("crypto_infos", _CryptoInfos, {"implicit": 0, "optional": True}),
        ("encryption", _CryptoInfos, {"implicit": 1, "optional": True}),
        ("chains", _Chains),
    ]


@dataclass(frozen=True, kw_only=True)
class ArchiveTimestamp:
    """One archive time-stamp (归档时间戳): a token over the root of a hash tree."""

    algorithm: str | None
    """Of the hash tree; None: that of the token's imprint."""
    hash_lists: HashLists
    token: bytes
    """The token alone (ContentInfo, RFC 5652), as it came."""
    raw: bytes


Chain = tuple[ArchiveTimestamp, ...]


@dataclass(frozen=True, kw_only=True)
class EvidenceRecord:
    """A record over one object or group of objects: chains, oldest first."""

    algorithms: tuple[str, ...]
    chains: tuple[Chain, ...]
    raw_chains: tuple[bytes, ...]
    """DER of each chain."""
    crypto_infos: tuple[bytes, ...] = ()
    """Attributes that help to verify (RFC 4998 §3.1), DER; no time-stamp covers them."""

    def chains_before(self, number: int) -> bytes:
        """DER of the sequence of the chains before the `number`-th (from 0), which it hashes."""
        return _sequence(b"".join(self.raw_chains[:number]))


def read_record(data: bytes) -> EvidenceRecord:
    """Raises ValueError for what is no evidence record in DER, one over encrypted objects too."""
    record = _Record.load(data, strict=True)
    if record["version"].native != 1:
        raise ValueError(f"version {record['version'].native} of an evidence record")
    if not isinstance(record["encryption"], core.Void):
        raise ValueError("a record over encrypted objects is not supported")
    chains = tuple(
        tuple(_timestamp(timestamp) for timestamp in chain) for chain in record["chains"]
    )
    if not chains or not all(chains):
        raise ValueError("a record without a time-stamp")
    return EvidenceRecord(
        algorithms=tuple(_name(algorithm) for algorithm in record["algorithms"]),
        chains=chains,
        raw_chains=tuple(chain.dump() for chain in record["chains"]),
        crypto_infos=()
        if isinstance(record["crypto_infos"], core.Void)
        else tuple(attribute.dump() for attribute in record["crypto_infos"]),
    )


def write_record(
    chains: Sequence[Chain], algorithms: Sequence[str], crypto_infos: Sequence[bytes] = ()
) -> bytes:
    """DER of a record; `algorithms` are the hashes of its chains, each once."""
    listed = b"".join(_identifier(name) for name in dict.fromkeys(algorithms))
    body = b"".join(_sequence(b"".join(timestamp.raw for timestamp in chain)) for chain in chains)
    infos = _retagged(_sequence(b"".join(crypto_infos)), 0xA0) if crypto_infos else b""
    return _sequence(core.Integer(1).dump() + _sequence(listed) + infos + _sequence(body))


def make_timestamp(algorithm: str, hash_lists: HashLists, token: bytes) -> ArchiveTimestamp:
    """An archive time-stamp of its parts; without lists, the token is over the object's own hash."""
    lists = b"".join(
        _sequence(b"".join(core.OctetString(value).dump() for value in hashes))
        for hashes in hash_lists
    )
    raw = _sequence(
        _retagged(_identifier(algorithm), 0xA0)
        + (_retagged(_sequence(lists), 0xA2) if hash_lists else b"")
        + token
    )
    return ArchiveTimestamp(algorithm=algorithm, hash_lists=hash_lists, token=token, raw=raw)


def _timestamp(timestamp: Any) -> ArchiveTimestamp:
    algorithm = timestamp["algorithm"]
    lists = timestamp["hash_lists"]
    return ArchiveTimestamp(
        algorithm=None if isinstance(algorithm, core.Void) else _name(algorithm),
        hash_lists=()
        if isinstance(lists, core.Void)
        else tuple(tuple(value.native for value in hashes) for hashes in lists),
        token=timestamp["token"].dump(),
        raw=timestamp.dump(),
    )


def _name(algorithm: Any) -> str:
    return hash_name(algorithm["algorithm"].dotted)


def _identifier(name: str) -> bytes:
    return _sequence(core.ObjectIdentifier(HASHES[name]).dump())


def _sequence(content: bytes) -> bytes:
    length = len(content)
    if length < 0x80:
        return bytes((0x30, length)) + content
    size = length.to_bytes((length.bit_length() + 7) // 8, "big")
    return bytes((0x30, 0x80 | len(size))) + size + content


def _retagged(data: bytes, tag: int) -> bytes:
    return bytes((tag,)) + data[1:]
