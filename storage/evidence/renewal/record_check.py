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
class Link:
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
    token: TokenFacts


def check_record(
    record: EvidenceRecord,
    objects: Sequence[bytes],
    *,
    anchors: Sequence[x509.Certificate] | None,
    ages: AlgorithmAges,
) -> tuple[Link, ...]:
    """Every archive time-stamp of the record over the objects, oldest first.

    `anchors` None: chains to anchors are not asked, only the tokens' own signatures.
    Raises ValueError for a token that cannot be read.
    """
    links: list[Link] = []
    for number, chain in enumerate(record.chains):
        algorithm = _algorithm(chain[0])
        before = record.chains_before(number) if number else b""
        covered = [_leaf(algorithm, data, before) for data in objects]
        for place, timestamp in enumerate(chain):
            token = read_token(timestamp.token)
            if place:
                algorithm = _algorithm(timestamp)
                covered = [{digest(algorithm, chain[place - 1].token)}]
            fault = _fault(timestamp, algorithm, token, covered, anchors)
            fault = fault or _revocation(record, token, anchors or ())
            if fault is None and links:
                fault = _lateness(links[-1], token)
            ends, ends_by = token_end(token, anchors or (), ages)
            if ages.end(algorithm) < ends:
                ends, ends_by = ages.end(algorithm), algorithm.upper()
            links.append(
                Link(
                    chain=number + 1,
                    place=place + 1,
                    algorithm=algorithm,
                    moment=token.moment,
                    authority=token.authority,
                    ends=ends,
                    ends_by=ends_by,
                    fault=fault,
                    token=token,
                )
            )
    return tuple(links)


def _algorithm(timestamp: ArchiveTimestamp) -> str:
    return timestamp.algorithm or read_token(timestamp.token).algorithm


def _leaf(algorithm: str, data: bytes, chains_before: bytes) -> set[bytes]:
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
    covered: Sequence[set[bytes]],
    anchors: Sequence[x509.Certificate] | None,
) -> Message | None:
    if timestamp.hash_lists:
        if any(not leaf.intersection(timestamp.hash_lists[0]) for leaf in covered):
            return Message("renewal.not-covered")
        if token.imprint not in roots(algorithm, timestamp.hash_lists):
            return Message("renewal.other-root")
    elif any(token.imprint not in leaf for leaf in covered):
        return Message("renewal.not-covered")
    if token.algorithm != algorithm:
        return Message("renewal.other-algorithm")
    if not signature_holds(token):
        return Message("renewal.signature-broken")
    if anchors is not None:
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


def _lateness(previous: Link, token: TokenFacts) -> Message | None:
    if token.moment < previous.moment:
        return Message("renewal.before-previous")
    if token.moment > previous.ends:
        return Message(
            "renewal.too-late",
            {"ends": previous.ends.date().isoformat(), "by": previous.ends_by},
        )
    return None
