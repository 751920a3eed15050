"""提交申诉: what a seller sends is kept, limited against abuse; nothing changes before an officer read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.appeals.appealable import UNDECIDED, AppealSubject, check_no_appeal
from storage.appeals.reasons import find_reason
from storage.audit import trail
from storage.base.contested_rows import lock_row
from storage.base.errors import BadInput, NotFound, Refused
from storage.base.office_time import OFFICE_TIME
from storage.leads.lead_state import lock_lead
from storage.outgoing.attachments import MOST_FILES
from storage.outgoing.notices import allot_number
from storage.records.attachment import Attachment
from storage.tables import AppealLeadRow, AppealRow, AppealState
from storage.tables.base import now

AN_HOUR_FROM_ONE = 5
"""Appeals of one sender within an hour; chosen by hand."""
AN_HOUR_FROM_ALL = 100
"""Appeals of all senders within an hour; chosen by hand."""
LONGEST_STATEMENT = 4000
"""Characters of a statement; chosen by hand: two pages."""
LONGEST_NAME, LONGEST_CONTACT = 100, 200
"""Characters: the widths of the columns."""
_SERIES = "申诉"


@dataclass(frozen=True, kw_only=True)
class Statement:
    """What a seller states and who he is (电子商务法: 不存在侵权行为的声明及初步证据)."""

    reason: str
    words: str
    name: str
    contact: str
    mail: str | None = None


def check_statement(statement: Statement, files: int) -> None:
    """Raises BadInput on what is missing or too long."""
    find_reason(statement.reason)
    if not 0 < len(statement.words) <= LONGEST_STATEMENT:
        raise BadInput("appeal.no-statement", characters=LONGEST_STATEMENT)
    if not 0 < len(statement.name) <= LONGEST_NAME:
        raise BadInput("appeal.no-name", characters=LONGEST_NAME)
    if not 0 < len(statement.contact) <= LONGEST_CONTACT:
        raise BadInput("appeal.no-contact", characters=LONGEST_CONTACT)
    if files > MOST_FILES:
        raise BadInput("appeal.files", files=MOST_FILES)


def file_appeal(
    session: Session,
    subject: AppealSubject,
    lead_ids: Sequence[int],
    statement: Statement,
    *,
    papers: Sequence[Attachment],
    source: str,
    due_at: datetime,
) -> AppealRow:
    """Receive an appeal on those of the subject's leads. Raises BadInput, Refused above the limit and where
    another appeal on one of them came first."""
    check_statement(statement, len(papers))
    chosen = [lead for lead in subject.leads if lead.lead_id in set(lead_ids)]
    if not chosen:
        raise BadInput("appeal.no-lead")
    for lead in chosen:
        lock_lead(session, lead.lead_id)
    check_no_appeal(session, [lead.lead_id for lead in chosen])  # again: two may be filed at once
    _check_limit(session, source)
    year = now().astimezone(OFFICE_TIME).year
    appeal = AppealRow(
        number=f"S{year}-{allot_number(session, _SERIES, year):05d}",
        notice_id=subject.notice_id,
        shop=subject.shop,
        reason=statement.reason,
        statement=statement.words,
        name=statement.name,
        contact=statement.contact,
        mail=statement.mail,
        papers=tuple(papers),
        source=source,
        due_at=due_at,
    )
    session.add(appeal)
    session.flush()
    session.add_all(AppealLeadRow(appeal_id=appeal.id, lead_id=lead.lead_id) for lead in chosen)
    trail.record(
        session, actor="public", act="appeal.file", subject=f"appeal:{appeal.id}",
        appeal=appeal.number, leads=[lead.lead_id for lead in chosen], reason=appeal.reason,
        attachments=[paper.sha256 for paper in papers],
    )  # fmt: skip
    return appeal


def withdraw_appeal(session: Session, appeal_id: int) -> AppealRow:
    """The seller takes an appeal back. Raises NotFound, Refused once it is decided."""
    appeal = lock_appeal(session, appeal_id)
    if appeal.state not in UNDECIDED:
        raise Refused("appeal.decided", appeal=appeal.number)
    appeal.state, appeal.decided_at = AppealState.WITHDRAWN, now()
    trail.record(session, actor="public", act="appeal.withdraw", subject=f"appeal:{appeal.id}")
    return appeal


def load_appeal(session: Session, appeal_id: int) -> AppealRow:
    """One appeal, to read. Raises NotFound."""
    appeal = session.get(AppealRow, appeal_id)
    if appeal is None:
        raise NotFound("appeal.unknown", appeal=appeal_id)
    return appeal


def lock_appeal(session: Session, appeal_id: int) -> AppealRow:
    """One appeal, to change: until the transaction ends no other one changes it. Raises NotFound."""
    appeal = lock_row(session, AppealRow, appeal_id)
    if appeal is None:
        raise NotFound("appeal.unknown", appeal=appeal_id)
    return appeal


def appeal_leads(session: Session, appeal_id: int) -> list[AppealLeadRow]:
    """The leads of an appeal."""
    query = sa.select(AppealLeadRow).where(AppealLeadRow.appeal_id == appeal_id)
    return list(session.scalars(query.order_by(AppealLeadRow.lead_id)))


def _check_limit(session: Session, source: str) -> None:
    recent = AppealRow.created_at > now() - timedelta(hours=1)
    count = sa.select(sa.func.count()).select_from(AppealRow).where(recent)
    from_one = session.scalar(count.where(AppealRow.source == source)) or 0
    if from_one >= AN_HOUR_FROM_ONE or (session.scalar(count) or 0) >= AN_HOUR_FROM_ALL:
        raise Refused("appeal.too-many")
