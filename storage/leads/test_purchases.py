"""购样: what was bought of a shop, and what the right holder says of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.audit import trail
from storage.base.contested_rows import lock_row
from storage.base.errors import BadInput, NotFound, Refused
from storage.base.office_time import today
from storage.leads.lead_state import load_lead
from storage.records.attachment import Attachment
from storage.tables import TestPurchaseRow
from storage.tables.base import now
from storage.tables.purchases import Identification

_CLOCK_LEEWAY = timedelta(minutes=5)
"""How far a moment typed on another machine may lie ahead, chosen by hand."""


def record_purchase(
    session: Session,
    lead_id: int,
    *,
    order_no: str,
    shop: str,
    amount: Decimal,
    bought_on: date,
    sample_no: str,
    by: str,
) -> TestPurchaseRow:
    """Record an order and the number of its sample.

    Raises BadInput where a part is empty, the amount is none, or the day is to come; Refused where the
    sample's number is taken; NotFound.
    """
    load_lead(session, lead_id)
    texts = {"order_no": order_no.strip(), "shop": shop.strip(), "sample_no": sample_no.strip()}
    if not all(texts.values()) or not amount.is_finite() or amount < 0 or bought_on > today():
        raise BadInput("purchase.incomplete")
    taken = sa.select(TestPurchaseRow.id).where(TestPurchaseRow.sample_no == texts["sample_no"])
    if session.scalar(taken) is not None:
        raise Refused("purchase.sample-taken", sample=texts["sample_no"])
    row = TestPurchaseRow(
        lead_id=lead_id,
        amount=str(amount.quantize(Decimal("0.01"))),
        bought_on=bought_on,
        recorded_by=by,
        **texts,
    )
    session.add(row)
    session.flush()
    _note(session, row, by, "purchase.record", number=row.order_no)
    return row


def record_parcel(
    session: Session,
    purchase_id: int,
    *,
    parcel_no: str,
    opened_at: datetime,
    pictures: Sequence[Attachment],
    by: str,
) -> TestPurchaseRow:
    """Record the opening of the parcel, once. Raises BadInput without a number or a picture, Refused a
    second time, NotFound."""
    row = _lock_purchase(session, purchase_id)
    if row.opened_at is not None:
        raise Refused("purchase.opened", sample=row.sample_no)
    if not parcel_no.strip() or not pictures or opened_at > now() + _CLOCK_LEEWAY:
        raise BadInput("purchase.parcel-incomplete")
    row.parcel_no, row.opened_at = parcel_no.strip(), opened_at
    row.pictures = tuple(pictures)
    _note(session, row, by, "purchase.opened", number=row.parcel_no,
          files=[picture.sha256 for picture in pictures])  # fmt: skip
    return row


def record_identification(
    session: Session,
    purchase_id: int,
    result: Identification,
    *,
    identified_on: date,
    identified_by: str,
    opinion: str = "",
    files: Sequence[Attachment] = (),
    by: str,
) -> TestPurchaseRow:
    """Record the holder's opinion of a sample. Raises BadInput without a name or with a day to come,
    Refused before the parcel was opened, NotFound."""
    row = _lock_purchase(session, purchase_id)
    if row.opened_at is None:
        raise Refused("purchase.not-opened", sample=row.sample_no)
    if not identified_by.strip() or not row.bought_on <= identified_on <= today():
        raise BadInput("purchase.identification-incomplete")
    row.identification, row.identified_on = result, identified_on
    row.identified_by, row.opinion = identified_by.strip(), opinion.strip() or None
    row.opinion_files = tuple(files)
    _note(session, row, by, "purchase.identified", identification=result,
          files=[file.sha256 for file in files])  # fmt: skip
    return row


def _lock_purchase(session: Session, purchase_id: int) -> TestPurchaseRow:
    """One sample, to change: of two who record its parcel the second one is refused. Raises NotFound."""
    row = lock_row(session, TestPurchaseRow, purchase_id)
    if row is None:
        raise NotFound("purchase.unknown", purchase=purchase_id)
    return row


def purchases_of(session: Session, lead_ids: Sequence[int]) -> Sequence[TestPurchaseRow]:
    """The samples bought on these leads, in the order of buying."""
    query = sa.select(TestPurchaseRow).where(TestPurchaseRow.lead_id.in_(lead_ids))
    return session.scalars(query.order_by(TestPurchaseRow.bought_on, TestPurchaseRow.id)).all()


def _note(session: Session, row: TestPurchaseRow, by: str, act: str, **detail: object) -> None:
    trail.record(
        session, actor=by, act=act, subject=f"lead:{row.lead_id}", sample=row.sample_no, **detail
    )
