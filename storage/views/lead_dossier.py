"""线索档案: all that the store knows of one lead, read in a handful of queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.errors import NotFound
from storage.base.vocabulary import OPEN
from storage.records import Listing, Right
from storage.rights.certificates import FILE_KIND_NAMES, files_of_right
from storage.rights.store import load_right
from storage.tables import (
    AssessmentRow,
    AuditRow,
    DecisionRow,
    EvidenceRow,
    HolderRow,
    LeadRow,
    ListingRow,
    ListingVersionRow,
    NoticeLeadRow,
    NoticeRow,
    OutboxRow,
    RightFileRow,
    ShopRow,
)
from storage.tables.base import Base
from storage.views.lead_queue import count_leads
from storage.views.listing_list import ListingLine, others_of_shop
from storage.views.listing_pictures import ListingPicture, pictures_of
from storage.views.queue.lead_filter import LeadFilter

Numbered = TypeVar("Numbered", bound=Base)

MOST_SHOP_LISTINGS = 6
"""Other listings of the shop that the dossier holds: as many as stand beside each other on a page."""


@dataclass(frozen=True, kw_only=True)
class Dossier:
    """One lead with everything that an officer needs to decide on it."""

    lead: LeadRow
    listing: Listing
    """As the assessed version showed it."""
    row: ListingRow
    shop: ShopRow | None
    assessment: AssessmentRow
    right: Right
    right_files: Sequence[RightFileRow]
    """注册图样 and 证书."""
    file_kinds: ClassVar[Mapping[str, str]] = FILE_KIND_NAMES
    """What a kind of file is called."""
    pictures: Sequence[ListingPicture]
    """Kept pictures of the listing; those that bear the sign first."""
    holder: HolderRow | None
    versions: Sequence[ListingVersionRow]
    """Newest first."""
    evidence: Sequence[EvidenceRow]
    decisions: Sequence[DecisionRow]
    timeline: Sequence[AuditRow]
    notices: Sequence[NoticeRow]
    mails: Sequence[OutboxRow]
    shop_leads: int
    """Other open leads of the same shop."""
    shop_listings: Sequence[ListingLine]
    """A few of its other listings, the newest first."""


def load_dossier(session: Session, lead_id: int) -> Dossier:
    """Everything about one lead. Raises NotFound."""
    joined = session.execute(
        sa.select(LeadRow, ListingRow, ListingVersionRow, AssessmentRow, ShopRow)
        .join(ListingRow, ListingRow.id == LeadRow.listing_id)
        .join(ListingVersionRow, ListingVersionRow.id == LeadRow.version_id)
        .join(AssessmentRow, AssessmentRow.id == LeadRow.assessment_id)
        .outerjoin(ShopRow, ShopRow.id == ListingRow.shop_id)
        .where(LeadRow.id == lead_id)
    ).first()
    if joined is None:
        raise NotFound("lead.unknown", lead=lead_id)
    lead, row, version, assessment, shop = joined
    right = load_right(session, lead.right_id)
    open_leads = 0
    if shop is not None:
        of_shop = LeadFilter(states=OPEN, shop_id=shop.id)
        open_leads = count_leads(session, of_shop) - (lead.state in OPEN)
    return Dossier(
        lead=lead,
        listing=version.record,
        row=row,
        shop=shop,
        assessment=assessment,
        right=right,
        right_files=files_of_right(session, right.id),
        pictures=pictures_of(session, row.id, right, assessment.signals),
        holder=session.get(HolderRow, right.holder) if right.holder else None,
        versions=_newest(session, ListingVersionRow, ListingVersionRow.listing_id == row.id),
        evidence=_newest(session, EvidenceRow, EvidenceRow.lead_id == lead_id),
        decisions=_newest(session, DecisionRow, DecisionRow.lead_id == lead_id),
        timeline=_newest(session, AuditRow, AuditRow.subject == f"lead:{lead_id}"),
        notices=_notices(session, lead_id),
        mails=_mails(session, lead_id),
        shop_leads=open_leads,
        shop_listings=others_of_shop(session, shop.id, row.id, limit=MOST_SHOP_LISTINGS)
        if shop
        else (),
    )


def _newest(session: Session, table: type[Numbered], condition: Any) -> Sequence[Numbered]:
    order = sa.inspect(table).primary_key[0].desc()
    return session.scalars(sa.select(table).where(condition).order_by(order).limit(50)).all()


def _notices(session: Session, lead_id: int) -> Sequence[NoticeRow]:
    return session.scalars(
        sa.select(NoticeRow)
        .join(NoticeLeadRow, NoticeLeadRow.notice_id == NoticeRow.id)
        .where(NoticeLeadRow.lead_id == lead_id)
        .order_by(NoticeRow.id.desc())
    ).all()


def _mails(session: Session, lead_id: int) -> Sequence[OutboxRow]:
    """The lead's mails without their bytes."""
    return session.scalars(
        sa.select(OutboxRow)
        .options(sa.orm.defer(OutboxRow.body))
        .where(OutboxRow.lead_id == lead_id)
        .order_by(OutboxRow.id.desc())
        .limit(20)
    ).all()
