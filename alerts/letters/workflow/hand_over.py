"""送交登记: how and when a letter went by post, by hand or at a portal."""

from __future__ import annotations

from datetime import datetime

from storage.base.errors import BadInput
from storage.base.office_time import day_of
from storage.records.letter_record import HandOver
from storage.tables import NoticeRow
from storage.tables.base import now


def read_hand_over(
    row: NoticeRow, how: str | None, at: datetime | None, *, by: str
) -> HandOver | None:
    """What the letter's record keeps; None where it goes by mail. `at` is given where the hand-over is
    recorded afterwards. Raises BadInput for a moment of no handing over, one to come, or one before
    the approval or the seal.
    """
    if at is not None:
        sealed = row.record.seal_use.sealed_on if row.record.seal_use else None
        approved = row.approved_at.replace(second=0, microsecond=0) if row.approved_at else None
        early = (approved and at < approved) or (sealed and day_of(at) < sealed)
        if not how or early or at > now():
            raise BadInput("letter.handed-over-at")
    return None if how is None else HandOver(how=how, at=at, by=by)
