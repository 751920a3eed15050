"""成组核查: the verdicts that an officer gave on a group of leads in one act, undone as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.errors import NotFound
from storage.base.vocabulary import Verdict
from storage.leads.standing_verdicts import check_reason, is_standing
from storage.tables import DecisionRow, VerdictBatchRow


@dataclass(frozen=True, kw_only=True)
class BatchCount:
    """A batch, how many verdicts it gave and how many of them stand."""

    batch: VerdictBatchRow
    verdicts: int
    standing: int


def open_batch(
    session: Session, verdict: Verdict, *, reason: str, note: str | None, officer: str
) -> VerdictBatchRow:
    """Enter a batch; its decisions name it afterwards. Raises BadInput as `check_reason` does."""
    check_reason(verdict, reason, note)
    row = VerdictBatchRow(verdict=verdict, reason=reason, note=note, officer=officer)
    session.add(row)
    session.flush()
    return row


def load_batch(session: Session, number: int) -> VerdictBatchRow:
    """One batch. Raises NotFound."""
    row = session.get(VerdictBatchRow, number)
    if row is None:
        raise NotFound("batch.unknown", number=number)
    return row


def standing_leads(session: Session, number: int) -> Sequence[int]:
    """Leads whose verdict of this batch nobody took back."""
    query = sa.select(DecisionRow.lead_id).where(DecisionRow.batch_id == number, is_standing())
    return session.scalars(query.order_by(DecisionRow.lead_id)).all()


def count_batch(session: Session, number: int) -> BatchCount:
    """A batch with its counts. Raises NotFound."""
    batch = load_batch(session, number)
    verdicts = session.scalar(
        sa.select(sa.func.count()).select_from(DecisionRow).where(DecisionRow.batch_id == number)
    )
    return BatchCount(
        batch=batch, verdicts=verdicts or 0, standing=len(standing_leads(session, number))
    )
