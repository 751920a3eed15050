"""What a package proves on a given day (证明力存续): from its own tokens through its evidence record.

    token of the capture ─ first archive time-stamp ─ … ─ newest one ─► the day asked for

Each must have been made while the one before it still held.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from cryptography import x509

from storage.base.message import Message, message_of
from storage.evidence.checks import run_check
from storage.evidence.package_entries import CheckFailed
from storage.evidence.renewal.algorithms import AlgorithmAges
from storage.evidence.renewal.record import read_record
from storage.evidence.renewal.record_check import StampLink, check_record
from storage.evidence.renewal.token import TokenFacts, read_token, token_end, token_of
from storage.records.outside.check import Check

RECORD_LINE = Message("check-name.renewal-record")
"""Name of the line on a record that cannot be read."""


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Who asks: the day as on which is judged, whom and what he trusts."""

    at: datetime
    anchors: Sequence[x509.Certificate]
    ages: AlgorithmAges


@dataclass(frozen=True, kw_only=True)
class Held:
    """Until when something proves, by what that ends, and when it was made."""

    moment: datetime
    ends: datetime
    ends_by: str


def own_proof(responses: Sequence[bytes], reader: Reader) -> Held | None:
    """What the package's own tokens prove by themselves: the one that lasts longest counts.

    None where there is none that can be read.
    """
    proofs = []
    for response in responses:
        try:
            proofs.append(proof_of(read_token(token_of(response)), reader))
        except ValueError:
            continue
    return max(proofs, key=lambda proof: proof.ends, default=None)


def proof_of(token: TokenFacts, reader: Reader) -> Held:
    """What one token proves by itself. Raises ValueError for a certificate that cannot be read."""
    ends, ends_by = token_end(token, reader.anchors, reader.ages)
    return Held(moment=token.moment, ends=ends, ends_by=ends_by)


def links_of(record: bytes, content: bytes, reader: Reader) -> tuple[StampLink, ...]:
    """The archive time-stamps of a record over `content` up to the day asked for.

    Raises CheckFailed for what is no record, or one that cannot be read.
    """
    try:
        links = check_record(read_record(record), content, anchors=reader.anchors, ages=reader.ages)
    except (ValueError, TypeError) as error:
        raise CheckFailed("renewal.unreadable", reason=message_of(error)) from error
    return tuple(link for link in links if link.moment <= reader.at)


def chain_checks(first: Held | None, links: Sequence[StampLink], reader: Reader) -> list[Check]:
    """A line a link, and one whether they reach from `first` to the day asked for."""
    day = Message("check-name.proof", {"day": reader.at.date().isoformat()})
    return [
        *(run_check(_link_name(link), partial(_check_link, link)) for link in links),
        run_check(day, partial(check_day, first, links, reader)),
    ]


def _link_name(link: StampLink) -> Message:
    return Message("check-name.renewal", {"chain": link.chain, "place": link.place})


def _check_link(link: StampLink) -> Message:
    """One archive time-stamp as a line. Raises CheckFailed."""
    if link.fault is not None:
        raise CheckFailed("text", text=link.fault)
    return Message(
        "renewal.link",
        {
            "algorithm": link.algorithm.upper(),
            "moment": _day(link.moment),
            "authority": link.authority,
            "ends": _day(link.ends),
            "by": link.ends_by,
        },
    )


def check_day(first: Held | None, links: Sequence[StampLink], reader: Reader) -> Message:
    """Whether the chain reaches the day asked for. Raises CheckFailed naming the broken link."""
    current = first
    for link in links:
        if link.fault is not None:
            raise CheckFailed("renewal.broken-link", chain=link.chain, place=link.place)
        if current is not None and link.moment > current.ends:
            raise _ended(current)
        current = Held(moment=link.moment, ends=link.ends, ends_by=link.ends_by)
    if current is None:
        raise CheckFailed("renewal.nothing-stamped")
    oldest = first.moment if first is not None else links[0].moment
    if oldest > reader.at:
        raise CheckFailed("renewal.not-yet-stamped", moment=_day(oldest))
    if reader.at > current.ends:
        raise _ended(current)
    return Message(
        "renewal.proved",
        {"moment": oldest.isoformat(), "count": len(links), "ends": _day(current.ends)},
    )


def _ended(held: Held) -> CheckFailed:
    return CheckFailed(
        "renewal.ended", moment=_day(held.moment), ends=_day(held.ends), by=held.ends_by
    )


def _day(moment: datetime) -> str:
    return moment.date().isoformat()
