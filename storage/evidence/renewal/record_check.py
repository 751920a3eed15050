"""What an evidence record proves of an object (RFC 4998 §5.3), link by link, as on a given day.

Every archive time-stamp must cover the one before it and be made while that one still held: before
its authority's certificate ended and its algorithms were given up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509

from storage.base.message import Message
from storage.evidence.renewal.algorithms import AlgorithmAges, digest
from storage.evidence.renewal.hash_tree import roots
from storage.evidence.renewal.record import ArchiveTimestamp, EvidenceRecord
from storage.evidence.renewal.revocation import revoked_since
from storage.evidence.renewal.token import (
    TokenFacts,
    read_token,
    signature_holds,
    token_chain,
    token_end,
    verify_token,
)


@dataclass(frozen=True, kw_only=True)
class StampLink:
    """One archive time-stamp of a record, checked."""

    chain: int
    """From 1."""
    place: int
    """Within its chain, from 1."""
    algorithm: str
    moment: datetime
    authority: str
    ends: datetime
    """Until when it proves, where nothing renews it."""
    ends_by: str
    """The certificate or algorithm that ends then."""
    fault: Message | None


def check_record(
    record: EvidenceRecord,
    data: bytes,
    *,
    anchors: Sequence[x509.Certificate],
    ages: AlgorithmAges,
) -> tuple[StampLink, ...]:
    """Every archive time-stamp of the record over one object, oldest first.

    Raises ValueError for a token that cannot be read.
    """
    links: list[StampLink] = []
    for number, chain in enumerate(record.chains):
        before = record.chains_before(number) if number else b""
        for place, timestamp in enumerate(chain):
            token = read_token(timestamp.token)
            algorithm = timestamp.algorithm or token.algorithm
            earlier = chain[place - 1].token if place else None
            leaves = (
                _leaves(algorithm, data, before) if not earlier else {digest(algorithm, earlier)}
            )
            fault = _fault(timestamp, algorithm, token, leaves, anchors)
            fault = fault or _revocation(record, token, anchors)
            if fault is None and links:
                fault = _lateness(links[-1], token)
            ends, ends_by = token_end(token, anchors, ages)
            if ages.end(algorithm) < ends:
                ends, ends_by = ages.end(algorithm), algorithm.upper()
            links.append(
                StampLink(
                    chain=number + 1,
                    place=place + 1,
                    algorithm=algorithm,
                    moment=token.moment,
                    authority=token.authority,
                    ends=ends,
                    ends_by=ends_by,
                    fault=fault,
                )
            )
    return tuple(links)


def _leaves(algorithm: str, data: bytes, chains_before: bytes) -> set[bytes]:
    """The hashes that stand for an object in a tree: after the first chain with the chains before.

    RFC 4998 §5.2 concatenates the object's hash and theirs; BSI TR-ESOR also writes the two in
    ascending order.
    """
    hashed = digest(algorithm, data)
    if not chains_before:
        return {hashed}
    chains = digest(algorithm, chains_before)
    return {
        digest(algorithm, hashed + chains),
        digest(algorithm, b"".join(sorted((hashed, chains)))),
    }


def _fault(
    timestamp: ArchiveTimestamp,
    algorithm: str,
    token: TokenFacts,
    leaves: set[bytes],
    anchors: Sequence[x509.Certificate],
) -> Message | None:
    if timestamp.hash_lists:
        if not leaves.intersection(timestamp.hash_lists[0]):
            return Message("renewal.not-covered")
        if token.imprint not in roots(algorithm, timestamp.hash_lists):
            return Message("renewal.other-root")
    elif token.imprint not in leaves:
        return Message("renewal.not-covered")
    if token.algorithm != algorithm:
        return Message("renewal.other-algorithm")
    if not signature_holds(token):
        return Message("renewal.signature-broken")
    try:
        verify_token(token, anchors)
    except ValueError as error:
        return Message("renewal.untrusted", {"reason": str(error)})
    return None


def _revocation(
    record: EvidenceRecord, token: TokenFacts, anchors: Sequence[x509.Certificate]
) -> Message | None:
    if not record.crypto_infos:
        return None
    revoked = revoked_since(token_chain(token, anchors), record.crypto_infos, token.moment)
    if revoked is None:
        return None
    return Message("renewal.revoked", {"moment": revoked.isoformat()})


def _lateness(previous: StampLink, token: TokenFacts) -> Message | None:
    if token.moment < previous.moment:
        return Message("renewal.before-previous")
    if token.moment > previous.ends:
        return Message(
            "renewal.too-late",
            {"ends": previous.ends.date().isoformat(), "by": previous.ends_by},
        )
    return None
