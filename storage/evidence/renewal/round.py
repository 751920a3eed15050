"""One round of renewal (续期): a single token a hash over all that needs one, spread as records.

new package ──────────────► leaf: its hash
token about to end ───────► leaf: the hash of that token           (simple renewal, RFC 4998 §5.2)
hash about to be given up ► leaf: the new hash over object and chains  (hash-tree renewal)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from storage.evidence.renewal.algorithms import AlgorithmAges, digest
from storage.evidence.renewal.hash_tree import HashLists, build
from storage.evidence.renewal.record import (
    Chain,
    EvidenceRecord,
    make_timestamp,
    write_record,
)
from storage.evidence.renewal.token import TokenFacts, read_token

Stamp = Callable[[str, bytes], TokenFacts]
"""From a hash's name and a root to a verified token over it."""


@dataclass(frozen=True, kw_only=True)
class Renewal:
    """What one record needs: a leaf in the tree of a hash."""

    key: int
    """Whose record it is, as the caller counts."""
    kind: str
    """`initial`, `token` (simple renewal) or `hash` (hash-tree renewal)."""
    algorithm: str
    leaf: bytes
    record: EvidenceRecord | None


@dataclass(frozen=True, kw_only=True)
class RenewedGroup:
    """What one token renewed."""

    token: TokenFacts
    records: Sequence[tuple[Renewal, bytes]]
    """Each renewal with its new record, DER."""


def plan(
    key: int,
    package: Callable[[], bytes],
    record: EvidenceRecord | None,
    *,
    token_end: datetime | None,
    ages: AlgorithmAges,
    horizon: datetime,
) -> Renewal | None:
    """What a package needs so that it stays proved beyond `horizon`; None: nothing.

    `token_end` is the end of the newest token of its record.
    """
    successor = ages.successor(horizon)
    if record is None:
        leaf = digest(successor, package())
        return Renewal(key=key, kind="initial", algorithm=successor, leaf=leaf, record=None)
    newest = record.chains[-1][-1]
    algorithm = newest.algorithm or read_token(newest.token).algorithm
    if ages.end(algorithm) <= horizon and successor != algorithm:
        chains = digest(successor, record.chains_before(len(record.chains)))
        leaf = digest(successor, digest(successor, package()) + chains)
        return Renewal(key=key, kind="hash", algorithm=successor, leaf=leaf, record=record)
    if token_end is not None and token_end <= horizon:
        leaf = digest(algorithm, newest.token)
        return Renewal(key=key, kind="token", algorithm=algorithm, leaf=leaf, record=record)
    return None


def carry_out(
    renewals: Sequence[Renewal],
    stamp: Stamp,
    revocation: Callable[[TokenFacts], bytes | None],
) -> Iterator[RenewedGroup]:
    """The renewed records, a group a hash. Raises NotStamped where no authority stamps.

    `revocation` gives an attribute to keep in each record of the token.
    """
    for algorithm in dict.fromkeys(renewal.algorithm for renewal in renewals):
        group = [renewal for renewal in renewals if renewal.algorithm == algorithm]
        root, ways = build(algorithm, [renewal.leaf for renewal in group])
        token = stamp(algorithm, root)
        attribute = revocation(token)
        infos = () if attribute is None else (attribute,)
        records = [
            (renewal, _extended(renewal, ways[renewal.leaf], token, infos)) for renewal in group
        ]
        yield RenewedGroup(token=token, records=records)


def _extended(
    renewal: Renewal, way: HashLists, token: TokenFacts, infos: tuple[bytes, ...]
) -> bytes:
    timestamp = make_timestamp(renewal.algorithm, way, token.raw)
    record = renewal.record
    if record is None:
        return write_record(((timestamp,),), (renewal.algorithm,), infos)
    *earlier, newest = record.chains
    chains: list[Chain] = [*earlier, newest, (timestamp,)]
    if renewal.kind == "token":
        chains = [*earlier, (*newest, timestamp)]
    return write_record(
        chains, (*record.algorithms, renewal.algorithm), (*record.crypto_infos, *infos)
    )
