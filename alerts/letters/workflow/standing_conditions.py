"""仍然成立: what a letter rests on may fall away after the verdict or the approval.

Asked at the draft, the check, the approval, the rendering of a letter that is not sent, and the sending:
the verdict stands, the right is in force, the seller is not licensed, the holder did not answer otherwise,
the listing is up and unchanged, the terms run. What a kind of letter does not depend on is a warning.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from alerts.letters.gather.capture_words import refused_words
from alerts.letters.gather.letter_leads import LetterLead
from alerts.letters.gather.licence_standing import permission
from alerts.letters.model.completeness import MOST_NAMED, Missing
from alerts.letters.model.letter_kind import Condition, Kind, find_kind
from storage.base.message import Language, Message
from storage.base.office_time import day_of
from storage.base.vocabulary import LeadState, Presence
from storage.leads.citable_captures import CaptureFlaw
from storage.leads.goods_sources import open_sources
from storage.records.letter_record import Track
from storage.rights.holder_answers import permissions_after_verdict
from storage.tables import LeadRow, ListingRow, ListingVersionRow

_GONE_FLAWS = frozenset(
    {
        CaptureFlaw.STATUS,
        CaptureFlaw.OTHER_CONTENT,
        CaptureFlaw.OTHER_VERSION,
        CaptureFlaw.NO_MARK,
    }
)
"""What a newer capture shows of a listing that is gone or changed; a wall shows nothing of it."""
IDENTIFICATION = "identification-request"
"""The kind by which a holder is asked whose goods are sold (协助辨认)."""
_STATED_PARTS = ("title", "shop", "operator", "brand", "attributes")
"""What of a listing a letter states or rests on; another price or text is a warning."""


@dataclass(frozen=True, kw_only=True)
class StandingConditions:
    """What fell away of a letter's ground."""

    refusals: tuple[Missing, ...]
    """For these the letter may not go out."""
    remarks: tuple[str, ...]
    """What whoever approves must know, in Chinese."""


def standing_conditions(
    session: Session, kind: Kind, leads: Sequence[LetterLead], *, today: date
) -> StandingConditions:
    """The conditions of a letter on these leads as things stand on that day."""
    refusals: list[Missing] = list(_wrong_states(kind, leads))
    remarks: list[str] = []
    where = {
        Condition.LICENCE: ("店铺未获许可", "权利台账（许可）或者线索页面"),
        Condition.ANSWER: ("权利人答复的处理", "线索页面（撤销核查意见，或者核实答复后重新确认）"),
        Condition.LISTING: ("商品信息仍在且未改动", "线索页面（复查、重新评估并固证）"),
    }
    changes = _changes(session, leads)
    for condition, reason in _fallen(session, leads, changes, today):
        element, place = where[condition]
        if condition in kind.standing:
            refusals.append(Missing(element=element, where=place, why=reason))
        else:
            remarks.append(reason)
    remarks += _slight_changes(changes)
    remarks += _open_sources(session, kind, leads)
    return StandingConditions(refusals=tuple(refusals), remarks=tuple(remarks))


def _wrong_states(kind: Kind, leads: Sequence[LetterLead]) -> Iterator[Missing]:
    """Leads that no officer has brought to a state in which such a letter may go out."""
    wrong = [lead for lead in leads if lead.state not in kind.lead_states]
    for lead in wrong[:MOST_NAMED]:
        message = Message(
            "letter.lead-state",
            {
                "lead": lead.id,
                "state": lead_state_name(lead.state),
                "kind": kind.name,
                "allowed": allowed_states(kind),
            },
        )
        why = message.text(Language.CHINESE)
        yield Missing(element="线索核查意见", where="线索核查页面", why=why)


def lead_state_name(state: LeadState) -> Message:
    """The name of a lead's state, for the messages that name it."""
    return Message(f"lead-state.{state.value}")


def allowed_states(kind: Kind) -> list[Message]:
    """The names of the states of leads on which a letter of this kind may go out."""
    return [lead_state_name(state) for state in kind.lead_states]


def _fallen(
    session: Session, leads: Sequence[LetterLead], changes: Mapping[int, set[str]], today: date
) -> Iterator[tuple[Condition, str]]:
    """(condition, why) of each lead whose ground fell away."""
    for lead in leads:
        reason = permission(lead.listing, lead.right, lead.holder, today) or _licensed_at_act(lead)
        if reason:
            yield Condition.LICENCE, f"线索 {lead.id}：{reason}"
    for number in permissions_after_verdict(session, [lead.id for lead in leads]):
        yield (
            Condition.ANSWER,
            f"线索 {number} 的权利人在核查之后答复为其授权或者提供的商品",
        )
    for number, listing in _listings(session, leads).items():
        if listing.presence is not Presence.PRESENT:
            yield Condition.LISTING, f"线索 {number}：最近一次访问时该商品信息已不在"
    for lead in leads:
        newer = lead.refused_captures[0] if lead.refused_captures else None
        if lead.capture is not None and newer is not None and newer.flaw in _GONE_FLAWS:
            yield Condition.LISTING, f"线索 {lead.id}：{refused_words(newer)}，商品信息可能已变"
    for number, names in changes.items():
        if names & set(_STATED_PARTS):
            yield Condition.LISTING, f"线索 {number}：商品信息在核查所依据的版本之后已改动"


def _licensed_at_act(lead: LetterLead) -> str | None:
    """A licence that ended since held when the page was captured: what it shows was allowed."""
    if lead.capture is None:
        return None
    day = day_of(lead.capture.captured_at)
    reason = permission(lead.listing, lead.right, lead.holder, day)
    return f"固证当日（{day.isoformat()}）{reason}，请在许可终止之后重新固证" if reason else None


def _slight_changes(changes: Mapping[int, set[str]]) -> Iterator[str]:
    for number, names in changes.items():
        if not names & set(_STATED_PARTS):
            yield f"线索 {number}：商品信息的价格或者说明在核查所依据的版本之后有改动"


def _open_sources(session: Session, kind: Kind, leads: Sequence[LetterLead]) -> Iterator[str]:
    """An office that has goods taken down ought to know whose they are; a holder knows its own."""
    if kind.track is not Track.OFFICE or not kind.moves_leads:
        return
    numbers = open_sources(session, [lead.id for lead in leads])
    if numbers:
        yield (
            f"线索 {'、'.join(map(str, numbers[:MOST_NAMED]))}{'等' * (len(numbers) > MOST_NAMED)}"
            "：研判中仅商品来源未定，权利人尚未答复，也没有购样鉴别意见，可能属于正品转售；"
            f"宜先发“{find_kind(IDENTIFICATION).name}”"
        )


def _listings(session: Session, leads: Sequence[LetterLead]) -> dict[int, ListingRow]:
    """The listing of each lead as the latest visit left it, by lead."""
    query = (
        sa.select(LeadRow.id, ListingRow)
        .join(ListingRow, ListingRow.id == LeadRow.listing_id)
        .where(LeadRow.id.in_([lead.id for lead in leads]))
        .order_by(LeadRow.id)
    )
    return {row[0]: row[1] for row in session.execute(query)}


def _changes(session: Session, leads: Sequence[LetterLead]) -> dict[int, set[str]]:
    """The parts of each lead's listing that differ today from the assessed version, by lead."""
    query = (
        sa.select(LeadRow.id, ListingVersionRow.record)
        .join(ListingRow, ListingRow.id == LeadRow.listing_id)
        .join(ListingVersionRow, ListingVersionRow.id == ListingRow.version_id)
        .where(LeadRow.id.in_([lead.id for lead in leads]))
        .where(ListingRow.version_id != LeadRow.version_id)
        .order_by(LeadRow.id)
    )
    assessed = {lead.id: lead.listing for lead in leads}
    return {
        number: {
            item.name
            for item in dataclasses.fields(record)
            if getattr(record, item.name) != getattr(assessed[number], item.name)
        }
        for number, record in session.execute(query)
    }
