"""可申诉的商品: the leads of one shop on which a letter was sent or an alert went out.

Whoever appeals names a letter (文号) or a lead and the shop. Whatever does not fit is refused in the same
words, so that nobody learns from the form which letters and leads there are. Letters to other offices, a
transfer of a case above all, and leads that nobody outside heard of are not answered for: the form would warn.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.compact_text import caseless
from storage.base.errors import NotFound, Refused
from storage.base.vocabulary import CONFIRMED, PERHAPS_RECEIVED, SENT_NOTICES
from storage.records import Listing, Right
from storage.tables import (
    AppealLeadRow,
    AppealRow,
    AppealState,
    LeadRow,
    ListingRow,
    ListingVersionRow,
    NoticeLeadRow,
    NoticeRow,
    OutboxRow,
    RightRow,
    ShopRow,
)
from storage.tables.base import now

APPEAL_DAYS = 180
"""Days after a letter was sent, or a lead confirmed without one, in which an appeal is taken; chosen by
hand: half a year, after which platforms keep few records of a measure."""
UNDECIDED = (AppealState.RECEIVED, AppealState.ADMITTED, AppealState.PROPOSED)
MOST_OF_A_LEAD = 3
"""Appeals on one lead; chosen by hand: a second one with new papers is fair, a tenth is not."""
MEASURE_LETTERS = ("infringement-notice", "platform-disposal", "site-closure")
"""Kinds of letters that ask for a measure against a listing: those that move leads (`moves_leads` of their
file)."""
_BRACKETS = str.maketrans({"[": "〔", "]": "〕", "(": "〔", ")": "〕", "【": "〔", "】": "〕"})


@dataclass(frozen=True, kw_only=True)
class AppealableLead:
    """One listing against whose letter its shop may appeal, as the shop may see it."""

    lead_id: int
    listing: Listing
    right: Right
    shop: str


@dataclass(frozen=True, kw_only=True)
class AppealSubject:
    """What an appeal may be about: the leads of one shop, in one letter where there is one."""

    leads: tuple[AppealableLead, ...]
    notice_id: int | None
    letter: str | None
    """文号 of the letter."""
    acted_at: datetime
    """When the letter was sent, or the lead confirmed."""

    @property
    def shop(self) -> str:
        return self.leads[0].shop


def find_subject(session: Session, reference: str, shop: str) -> AppealSubject:
    """What a letter's or lead's number and a shop's name lead to. Raises NotFound, in the same words,
    where they do not fit, Refused where the term is over or an appeal runs."""
    number = _plain(reference).removeprefix("线索").removeprefix("编号").lstrip(":")
    if number.isascii() and number.isdigit() and len(number) < 16:
        return _subject(session, newest_letter(session, [int(number)]), [int(number)], shop)
    rows = session.execute(
        sa.select(NoticeRow.id, NoticeRow.number).where(
            NoticeRow.kind.in_(MEASURE_LETTERS),
            NoticeRow.state.in_(SENT_NOTICES),
            NoticeRow.number.is_not(None),
        )
    )
    letters = [row.id for row in rows if _plain(row.number) == number]
    if len(letters) != 1:
        raise NotFound("appeal.no-match")
    return letter_subject(session, letters[0], shop)


def letter_subject(session: Session, notice_id: int, shop: str) -> AppealSubject:
    """The leads of a shop in a letter. Raises NotFound, Refused."""
    leads = session.scalars(
        sa.select(NoticeLeadRow.lead_id)
        .where(NoticeLeadRow.notice_id == notice_id)
        .order_by(NoticeLeadRow.position)
    )
    return _subject(session, notice_id, list(leads), shop)


def open_letter(session: Session, notice_id: int) -> NoticeRow:
    """The letter of a signed address, while it takes appeals. Raises NotFound, Refused."""
    notice = session.get(NoticeRow, notice_id)
    if (
        notice is None
        or notice.kind not in MEASURE_LETTERS
        or notice.state not in SENT_NOTICES
        or notice.sent_at is None
    ):
        raise NotFound("appeal.no-match")
    _check_term(notice.sent_at)
    return notice


def load_subject(session: Session, lead_ids: Sequence[int], notice_id: int | None) -> AppealSubject:
    """The leads of a form that was opened before. Raises NotFound, Refused."""
    return _subject(session, notice_id, lead_ids, None)


def newest_letter(session: Session, lead_ids: Sequence[int]) -> int | None:
    """The letter that last asked for a measure against one of these leads; None where none was sent."""
    return session.scalar(
        sa.select(NoticeRow.id)
        .join(NoticeLeadRow, NoticeLeadRow.notice_id == NoticeRow.id)
        .where(
            NoticeLeadRow.lead_id.in_(lead_ids),
            NoticeRow.kind.in_(MEASURE_LETTERS),
            NoticeRow.state.in_(SENT_NOTICES),
        )
        .order_by(NoticeRow.sent_at.desc(), NoticeRow.id.desc())
        .limit(1)
    )


def check_no_appeal(session: Session, lead_ids: Sequence[int]) -> None:
    """Raises Refused where an appeal runs on one of these leads, or too many were filed."""
    running, spent = _appealed(session, lead_ids)
    if running or spent:
        raise Refused("appeal.runs" if running else "appeal.too-often")


def _subject(
    session: Session, notice_id: int | None, lead_ids: Sequence[int], shop: str | None
) -> AppealSubject:
    """`shop`: the name that a seller gave; None where it was checked before."""
    leads = [
        lead
        for lead, names in _leads(session, lead_ids)
        if shop is None or _plain(shop) in {_plain(name) for name in names if name}
    ]
    if not leads:
        raise NotFound("appeal.no-match")
    if notice_id is None and not _has_alert(session, [lead.lead_id for lead in leads]):
        raise NotFound("appeal.no-match")
    notice = open_letter(session, notice_id) if notice_id is not None else None
    acted_at = notice.sent_at if notice else session.get_one(LeadRow, leads[0].lead_id).confirmed_at
    if acted_at is None:
        raise NotFound("appeal.no-match")
    _check_term(acted_at)
    leads = _without_appeal(session, leads)
    return AppealSubject(
        leads=tuple(leads),
        notice_id=notice_id,
        letter=notice.number if notice else None,
        acted_at=acted_at,
    )


def _leads(
    session: Session, lead_ids: Sequence[int]
) -> list[tuple[AppealableLead, tuple[str | None, ...]]]:
    """Leads that stand confirmed, each with the names by which its seller may call the shop."""
    rows = session.execute(
        sa.select(LeadRow, ListingVersionRow, RightRow, ShopRow.name, ListingRow.platform)
        .join(ListingVersionRow, ListingVersionRow.id == LeadRow.version_id)
        .join(ListingRow, ListingRow.id == LeadRow.listing_id)
        .join(RightRow, RightRow.id == LeadRow.right_id)
        .outerjoin(ShopRow, ShopRow.id == ListingRow.shop_id)
        .where(LeadRow.id.in_(lead_ids), LeadRow.state.in_(CONFIRMED))
        .order_by(LeadRow.id)
    ).all()
    markets = set(
        session.scalars(
            sa.select(ShopRow.platform).where(ShopRow.platform.in_({row.platform for row in rows}))
        )
    )
    leads: list[tuple[AppealableLead, tuple[str | None, ...]]] = []
    for lead, version, right, shop, platform in rows:
        listing = version.record
        host = urlsplit(listing.url).hostname
        name = shop or listing.shop or host or ""
        names: tuple[str | None, ...] = (shop, listing.shop)
        if not (shop or listing.shop) and platform not in markets:
            # A site of its own has no shop's name: its seller knows its address. That of a market is
            # everybody's.
            names = (host,)
        entry = AppealableLead(lead_id=lead.id, listing=listing, right=right.record, shop=name)
        leads.append((entry, names))
    return leads


def _without_appeal(session: Session, leads: Sequence[AppealableLead]) -> list[AppealableLead]:
    """Those on which no appeal runs and not too many were filed. Raises Refused where none is left."""
    running, spent = _appealed(session, [lead.lead_id for lead in leads])
    free = [lead for lead in leads if lead.lead_id not in running | spent]
    if not free:
        raise Refused("appeal.runs" if running else "appeal.too-often")
    return free


def _appealed(session: Session, lead_ids: Sequence[int]) -> tuple[set[int], set[int]]:
    """(leads on which an appeal runs, leads on which no other one is taken)."""
    rows = session.execute(
        sa.select(AppealLeadRow.lead_id, AppealRow.state)
        .join(AppealRow, AppealRow.id == AppealLeadRow.appeal_id)
        .where(AppealLeadRow.lead_id.in_(lead_ids))
    ).all()
    counts = Counter(lead_id for lead_id, _ in rows)
    running = {lead_id for lead_id, state in rows if state in UNDECIDED}
    return running, {lead_id for lead_id, count in counts.items() if count >= MOST_OF_A_LEAD}


def _has_alert(session: Session, lead_ids: Sequence[int]) -> bool:
    """Whether a holder has, or may have, an alert on one of these leads."""
    alert = (
        sa.select(OutboxRow.id)
        .where(
            OutboxRow.lead_id.in_(lead_ids),
            OutboxRow.kind == "alert",
            OutboxRow.state.in_(PERHAPS_RECEIVED),
        )
        .limit(1)
    )
    return session.scalar(alert) is not None


def _check_term(acted_at: datetime) -> None:
    if acted_at + timedelta(days=APPEAL_DAYS) < now():
        raise Refused("appeal.too-late", days=APPEAL_DAYS)


def _plain(text: str) -> str:
    """A name or number without blanks, width, case and the shape of its brackets."""
    return caseless(text).translate(_BRACKETS)
