"""待答复线索: the leads on which a right holder is asked and has not answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.vocabulary import LETTER_READY, LeadState, NoticeState
from storage.records import Listing, Right, RightKind
from storage.rights.answer_links import LINK_DAYS
from storage.tables import (
    AnswerRow,
    LeadRow,
    LinkRow,
    ListingVersionRow,
    NoticeLeadRow,
    NoticeRow,
    RightRow,
)
from storage.tables.base import Moment

IDENTIFICATION_REQUEST = "identification-request"
"""The kind of letter that asks a holder whose goods these are (协助辨认／鉴别通知书)."""
_STILL_ASKED = (*LETTER_READY, LeadState.NEEDS_EVIDENCE)
"""States in which a letter's question still waits for its answer."""


@dataclass(frozen=True, kw_only=True)
class AskedLead:
    """One lead that waits for its holder's answer."""

    lead_id: int
    asked_at: datetime
    due_at: datetime | None
    """None where only a letter asks: the letter states its own term."""
    letter: str | None = None
    """文号 of the letter that asks, where no confirmation does."""


@dataclass(frozen=True, kw_only=True)
class GivenAnswer:
    """What a holder answered on one lead, with what it was about."""

    answer: AnswerRow
    listing: Listing
    right: Right


def asked_leads(session: Session, holder_id: str, *, until: datetime) -> list[AskedLead]:
    """The holder's leads without an answer, the earliest term first; those by letter come last.

    Asked is a lead that was confirmed up to `until` (a later one may still be undone) and whose
    listing stands, and one on which a letter of identification was sent.
    """
    asked = _by_letter(session, holder_id) | _confirmed(session, holder_id, until)
    answers = sa.select(AnswerRow.lead_id, sa.func.max(AnswerRow.answered_at, type_=Moment()))
    answered = dict(
        session.execute(
            answers.where(AnswerRow.holder_id == holder_id).group_by(AnswerRow.lead_id)
        ).all()
    )
    waiting = [
        lead
        for lead in asked.values()
        if lead.lead_id not in answered or answered[lead.lead_id] < lead.asked_at
    ]
    return sorted(
        waiting, key=lambda lead: (lead.due_at is None, lead.due_at or lead.asked_at, lead.lead_id)
    )


def given_answers(session: Session, holder_id: str, *, most: int) -> list[GivenAnswer]:
    """What the holder answered on its own rights' leads, the newest first."""
    rows = session.execute(
        sa.select(AnswerRow, ListingVersionRow, RightRow)
        .join(LeadRow, LeadRow.id == AnswerRow.lead_id)
        .join(ListingVersionRow, ListingVersionRow.id == LeadRow.version_id)
        .join(RightRow, RightRow.id == LeadRow.right_id)
        .where(AnswerRow.holder_id == holder_id, RightRow.holder_id == holder_id)
        .order_by(AnswerRow.id.desc())
        .limit(most)
    )
    return [
        GivenAnswer(answer=answer, listing=version.record, right=right.record)
        for answer, version, right in rows
    ]


def _confirmed(session: Session, holder_id: str, until: datetime) -> dict[int, AskedLead]:
    """Terms are those of the mail's link; a lead whose mail made none has as many days."""
    terms = (
        sa.select(LinkRow.lead_id, sa.func.max(LinkRow.expires_at, type_=Moment()).label("due_at"))
        .where(LinkRow.holder_id == holder_id, LinkRow.revoked_at.is_(None))
        .group_by(LinkRow.lead_id)
        .subquery()
    )
    rows = session.execute(
        sa.select(LeadRow.id, LeadRow.confirmed_at, terms.c.due_at)
        .join(RightRow, RightRow.id == LeadRow.right_id)
        .outerjoin(terms, terms.c.lead_id == LeadRow.id)
        .where(
            RightRow.holder_id == holder_id,
            RightRow.kind != RightKind.PRODUCT_RULE.value,
            LeadRow.state.in_(LETTER_READY),
            LeadRow.confirmed_at <= until,
        )
    )
    return {
        number: AskedLead(
            lead_id=number, asked_at=at, due_at=due_at or at + timedelta(days=LINK_DAYS)
        )
        for number, at, due_at in rows
        if at is not None
    }


def _by_letter(session: Session, holder_id: str) -> dict[int, AskedLead]:
    rows = session.execute(
        sa.select(LeadRow.id, NoticeRow.sent_at, NoticeRow.number)
        .join(NoticeLeadRow, NoticeLeadRow.lead_id == LeadRow.id)
        .join(NoticeRow, NoticeRow.id == NoticeLeadRow.notice_id)
        .join(RightRow, RightRow.id == LeadRow.right_id)
        .where(
            RightRow.holder_id == holder_id,
            NoticeRow.kind == IDENTIFICATION_REQUEST,
            NoticeRow.state == NoticeState.SENT,
            LeadRow.state.in_(_STILL_ASKED),
        )
        .order_by(NoticeRow.sent_at)
    )
    return {
        number: AskedLead(lead_id=number, asked_at=at, due_at=None, letter=letter)
        for number, at, letter in rows
        if at is not None
    }


def choose_asked(asked: Sequence[AskedLead], numbers: Sequence[int]) -> list[int]:
    """Those of these leads that wait for the holder's answer, each once, in the order of `asked`."""
    chosen = set(numbers)
    return [lead.lead_id for lead in asked if lead.lead_id in chosen]
