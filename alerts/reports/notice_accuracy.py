"""错误通知率: what became of each listing that a letter to a platform or a site named.

A listing counts once in a period for each right on it (a lead), by the first of its letters. It was *wrong* where
an appeal on it was upheld or the letter was taken back for it by a letter of withdrawal (撤回), whoever found the
error.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from alerts.letters.model.letter_kind import kinds
from storage.base.database import query_parts
from storage.base.vocabulary import SENT_NOTICES
from storage.records import RightKind
from storage.tables import (
    AppealLeadRow,
    AppealRow,
    AppealState,
    AuditRow,
    LeadRow,
    ListingRow,
    NoticeLeadRow,
    NoticeRow,
    RightRow,
)

WITHDRAWALS = ("withdrawal-correction", "disposal-withdrawal", "closure-withdrawal")
"""Kinds of letters that take an earlier one back."""
_TAKEN_BACK = "撤回"
_SHUT_OUT = (AppealState.DECLINED, AppealState.WITHDRAWN)
"""Appeals that were not examined."""


@dataclass(frozen=True, kw_only=True)
class NoticedListing:
    """One listing named in a letter of the period, and what followed."""

    lead_id: int
    shop_id: int | None
    platform: str
    right_kind: RightKind
    letter_kind: str
    acted: bool
    """The listing was found removed after the letter."""
    appealed: bool
    upheld: bool
    withdrawn: bool
    """A letter of withdrawal was sent on it."""

    @property
    def wrong(self) -> bool:
        return self.upheld or self.withdrawn


@dataclass(frozen=True, kw_only=True)
class Accuracy:
    """Counts over some listings."""

    noticed: int
    acted: int
    appealed: int
    upheld: int
    withdrawn: int
    wrong: int

    @property
    def wrongful_rate(self) -> float | None:
        """错误通知率: wrong ones of those noticed; None where none was."""
        return self.wrong / self.noticed if self.noticed else None


def count_accuracy(listings: Iterable[NoticedListing]) -> Accuracy:
    """The counts over these listings."""
    rows = list(listings)
    return Accuracy(
        noticed=len(rows),
        acted=sum(row.acted for row in rows),
        appealed=sum(row.appealed for row in rows),
        upheld=sum(row.upheld for row in rows),
        withdrawn=sum(row.withdrawn for row in rows),
        wrong=sum(row.wrong for row in rows),
    )


def noticed_listings(session: Session, start: datetime, end: datetime) -> list[NoticedListing]:
    """The listings named in letters sent from `start` up to before `end`, with what followed up to now."""
    letters = [slug for slug, kind in kinds().items() if kind.moves_leads]
    rows = session.execute(
        sa.select(
            LeadRow.id, LeadRow.shop_id, ListingRow.platform, RightRow.record, NoticeRow.kind,
            NoticeRow.sent_at,
        )
        .join(NoticeLeadRow, NoticeLeadRow.lead_id == LeadRow.id)
        .join(NoticeRow, NoticeRow.id == NoticeLeadRow.notice_id)
        .join(ListingRow, ListingRow.id == LeadRow.listing_id)
        .join(RightRow, RightRow.id == LeadRow.right_id)
        .where(
            NoticeRow.kind.in_(letters),
            NoticeRow.state.in_(SENT_NOTICES),
            NoticeRow.sent_at >= start,
            NoticeRow.sent_at < end,
        )
        .order_by(NoticeRow.sent_at, NoticeRow.id)
    ).all()  # fmt: skip
    first = {row[0]: row for row in reversed(rows)}
    numbers = sorted(first)
    removed = _removals(session, numbers)
    appealed, upheld = _appeals(session, numbers)
    withdrawn = _withdrawals(session, numbers)
    return [
        NoticedListing(
            lead_id=number,
            shop_id=shop_id,
            platform=platform,
            right_kind=right.kind,
            letter_kind=kind,
            acted=sent_at is not None and number in removed and removed[number] >= sent_at,
            appealed=number in appealed,
            upheld=number in upheld,
            withdrawn=number in withdrawn,
        )
        for number, shop_id, platform, right, kind, sent_at in (first[n] for n in numbers)
    ]


def _removals(session: Session, numbers: Sequence[int]) -> dict[int, datetime]:
    """When each lead's listing was found removed last."""
    removed: dict[int, datetime] = {}
    for part in query_parts(numbers):
        rows = session.execute(
            sa.select(AuditRow.subject, AuditRow.at).where(
                AuditRow.act == "lead.removed",
                AuditRow.subject.in_([f"lead:{number}" for number in part]),
            )
        )
        for subject, at in rows:
            number = int(subject.removeprefix("lead:"))
            removed[number] = max(at, removed.get(number, at))
    return removed


def _appeals(session: Session, numbers: Sequence[int]) -> tuple[set[int], set[int]]:
    """(leads with an appeal that was examined or waits, leads whose appeal was upheld)."""
    appealed: set[int] = set()
    upheld: set[int] = set()
    for part in query_parts(numbers):
        rows = session.execute(
            sa.select(AppealLeadRow.lead_id, AppealRow.state)
            .join(AppealRow, AppealRow.id == AppealLeadRow.appeal_id)
            .where(AppealLeadRow.lead_id.in_(part), AppealRow.state.not_in(_SHUT_OUT))
        )
        for lead_id, state in rows:
            appealed.add(lead_id)
            if state is AppealState.UPHELD:
                upheld.add(lead_id)
    return appealed, upheld


def _withdrawals(session: Session, numbers: Sequence[int]) -> set[int]:
    """Leads on which a letter of withdrawal was sent; one that only corrects leaves the notice standing."""
    withdrawn: set[int] = set()
    for part in query_parts(numbers):
        rows = session.execute(
            sa.select(NoticeLeadRow.lead_id, NoticeRow)
            .join(NoticeRow, NoticeRow.id == NoticeLeadRow.notice_id)
            .where(
                NoticeLeadRow.lead_id.in_(part),
                NoticeRow.kind.in_(WITHDRAWALS),
                NoticeRow.state.in_(SENT_NOTICES),
            )
        )
        for lead_id, notice in rows:
            facts = notice.record.approved
            act = facts.fields.get("act", _TAKEN_BACK) if facts else _TAKEN_BACK
            if act == _TAKEN_BACK:
                withdrawn.add(lead_id)
    return withdrawn
