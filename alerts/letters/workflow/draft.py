"""Drafting (起草) a letter on leads, filling it, and checking whether it is complete."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from alerts.letters.gather.stored_facts import gather
from alerts.letters.model.additions import check_allowed, fill
from alerts.letters.model.compiler import warnings_of
from alerts.letters.model.completeness import MOST_NAMED, Missing, check
from alerts.letters.model.letter_facts import Facts, read_facts
from alerts.letters.model.letter_kind import Kind, Stage, Track, find_kind
from storage.base.errors import BadInput, Refused
from storage.base.settings import Settings
from storage.base.vocabulary import STATE_NAMES, LeadState
from storage.leads.lifecycle import load_lead
from storage.outgoing.notices import add_notice, keep_facts, load_notice, notice_leads
from storage.records import RightKind
from storage.rights.answer_links import unheard_permissions
from storage.rights.store import load_right
from storage.tables import LeadRow, ListingRow, NoticeRow

OPEN = (LeadState.PENDING, LeadState.CLAIMED, LeadState.NEEDS_EVIDENCE)
"""A letter may be drafted while its leads are looked at; it is not complete before the verdict."""


@dataclass(frozen=True, kw_only=True)
class NoticeCheck:
    """完整性检查 of a stored letter, with what its approver must know of the law it cites."""

    missing: tuple[Missing, ...]
    law: tuple[str, ...]
    """Warnings in Chinese: unverified articles and rights, superseded texts."""


def draft(
    session: Session,
    settings: Settings,
    *,
    kind: Kind,
    lead_ids: Sequence[int],
    by: str,
    platform: str | None = None,
    added: Mapping[str, Any] | None = None,
) -> NoticeRow:
    """Draft a letter of this kind on these leads. Raises BadInput, Refused, NotFound."""
    leads = [load_lead(session, number) for number in dict.fromkeys(lead_ids)]
    _check_leads(kind, leads)
    hosts = {session.get_one(ListingRow, lead.listing_id).platform for lead in leads}
    rights = {lead.right_id for lead in leads}
    if len(hosts | ({platform} if platform else set())) > 1 and kind.one_platform:
        raise BadInput(f"{kind.name}一份只发一个平台，所选线索涉及：{'、'.join(sorted(hosts))}")
    if len(rights) > 1 and kind.track is Track.HOLDER:
        raise BadInput(f"{kind.name}一份只主张一项权利，所选线索涉及：{'、'.join(sorted(rights))}")
    row = add_notice(
        session,
        kind=kind.slug,
        track=kind.track.value,
        lead_ids=[lead.id for lead in leads],
        right_id=rights.pop() if len(rights) == 1 else None,
        platform=platform or (hosts.pop() if len(hosts) == 1 else None),
        drafted_by=by,
        once=kind.moves_leads,
    )
    if kind.track is Track.HOLDER:
        _check_holder_right(session, row)
    if added:
        add_facts(session, settings, row, added, by=by)
    return row


def _check_leads(kind: Kind, leads: Sequence[LeadRow]) -> None:
    if kind.leads == "required" and not leads:
        raise BadInput(f"{kind.name} needs at least one --lead")
    if kind.leads == "none" and leads:
        raise BadInput(f"{kind.name} takes no --lead")
    for lead in leads:
        if LeadState(lead.state) not in (*kind.lead_states, *OPEN):
            raise Refused(_wrong_state(kind, lead))


def _wrong_state(kind: Kind, lead: LeadRow) -> str:
    wanted = "、".join(STATE_NAMES[state] for state in kind.lead_states)
    shown = STATE_NAMES[LeadState(lead.state)]
    return f"线索 {lead.id} 当前为“{shown}”，{kind.name}只能针对“{wanted}”的线索发出"


def undecided_leads(session: Session, row: NoticeRow) -> tuple[Missing, ...]:
    """Leads that no officer has brought to a state in which such a letter may go out."""
    kind = find_kind(row.kind)
    leads = [load_lead(session, number) for number in notice_leads(session, row.id)]
    wrong = [lead for lead in leads if LeadState(lead.state) not in kind.lead_states]
    return (
        *(
            Missing(element="线索核查意见", where="线索核查页面", why=_wrong_state(kind, lead))
            for lead in wrong[:MOST_NAMED]
        ),
        *(_permitted(session, [lead.id for lead in leads]) if kind.moves_leads else ()),
    )


def _permitted(session: Session, leads: Sequence[int]) -> Iterator[Missing]:
    """A letter against goods that their holder calls licensed would be a malicious one (电商法 §42)."""
    for number in unheard_permissions(session, leads)[:MOST_NAMED]:
        why = f"线索 {number} 的权利人在核查之后答复为其授权或者提供的商品"
        where = "线索页面（撤销核查意见，或者核实答复后重新确认）"
        yield Missing(element="权利人答复的处理", where=where, why=why)


def _check_holder_right(session: Session, row: NoticeRow) -> None:
    if row.right_id and load_right(session, row.right_id).kind is RightKind.PRODUCT_RULE:
        raise Refused(f"“{row.right_id}”是产品管理规定，没有权利人，不能作权利人通知")


def add_facts(
    session: Session, settings: Settings, row: NoticeRow, added: Mapping[str, Any], *, by: str
) -> Facts:
    """Add an officer's facts to a draft; the letter's facts with them. Raises Refused, BadInput."""
    known = gather(session, settings, row, find_kind(row.kind))
    check_allowed(known, added)
    together = {**row.facts.get("added", {}), **added}
    facts = fill(known, together, f"notice {row.id}")
    keep_facts(session, row, "added", together, actor=by)
    return facts


def facts_of(session: Session, settings: Settings, row: NoticeRow) -> Facts:
    """The letter's facts as they stand: of a draft what is known today, else what was approved."""
    if approved := row.facts.get("approved"):
        return read_facts(approved)
    known = gather(session, settings, row, find_kind(row.kind))
    return fill(known, row.facts.get("added", {}), f"notice {row.id}")


def check_notice(
    session: Session, settings: Settings, notice_id: int, *, today: date
) -> NoticeCheck:
    """What a stored letter lacks; what only the approval brings is not asked of a draft."""
    row = load_notice(session, notice_id)
    kind, facts = find_kind(row.kind), facts_of(session, settings, row)
    stage = Stage.DRAFT if row.approved_by is None else Stage.APPROVAL
    undecided = undecided_leads(session, row) if stage is Stage.DRAFT else ()
    return NoticeCheck(
        missing=(*undecided, *check(kind, facts, today=today, stage=stage)),
        law=warnings_of(kind, facts, today),
    )
