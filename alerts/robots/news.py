"""What a channel is told of (通知内容): numbers and a link alone, no goods, shops or names leave the office."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from alerts.mail.trouble_mail import Trouble
from storage.base.database import query_parts
from storage.base.office_time import OFFICE_TIME
from storage.base.settings import Settings
from storage.base.vocabulary import DeadlineState, LeadState, NoticeState
from storage.outgoing.notice_channels import Purpose
from storage.tables import AuditRow, DeadlineRow, LeadRow, NoticeRow

_RED = "red"
_ENTRY = "t"
"""Before the number of the audit's entry up to which red leads were told of; older marks were leads' numbers."""
_CAME = ("lead.open", "lead.returned", "lead.relisted")
"""Acts that bring a lead into the queue."""


@dataclass(frozen=True, kw_only=True)
class News:
    """What is new of one purpose since the mark, and the mark from now on."""

    mark: str
    line: str = ""
    """Empty where nothing is new."""
    page: str = ""
    """Path of the page in the console."""


def news_of(
    session: Session,
    purpose: Purpose,
    mark: str,
    settings: Settings,
    troubles: Sequence[Trouble],
    at: datetime,
) -> News:
    """The news of one purpose; of leads and letters nothing is news while there is no mark."""
    if purpose is Purpose.RED:
        return _red(session, mark)
    if purpose is Purpose.LETTERS:
        query = sa.select(sa.func.count(), sa.func.max(NoticeRow.id)).where(
            NoticeRow.state == NoticeState.DRAFT
        )
        words = "新的文书草稿 {} 份，待完善或审批"
        return _rows(session, query, NoticeRow.id, mark, words, "/notices?state=draft")
    if purpose is Purpose.TERMS:
        return _terms(session, mark, settings, at)
    names = {trouble.name: trouble.title for trouble in troubles}
    fresh = [title for name, title in names.items() if name not in mark.split(",")]
    line = f"运行异常：{'、'.join(fresh)}" if fresh else ""
    return News(mark=",".join(sorted(names)), line=line, page="/system#health")


def _red(session: Session, mark: str) -> News:
    """Leads that came into the queue red, or turned red in it, since an entry of the audit."""
    last = session.scalar(sa.select(sa.func.max(AuditRow.id))) or 0
    if not mark.startswith(_ENTRY):
        return News(mark=f"{_ENTRY}{last}")
    entries = session.execute(
        sa.select(AuditRow.act, AuditRow.subject, AuditRow.detail).where(
            AuditRow.id > int(mark.removeprefix(_ENTRY)),
            AuditRow.id <= last,
            AuditRow.act.in_((*_CAME, "lead.updated")),
        )
    )
    leads = sorted(
        {
            int(subject.removeprefix("lead:"))
            for act, subject, detail in entries
            if act in _CAME or detail.get("level") == _RED
        }
    )
    count = 0
    for part in query_parts(leads):
        query = sa.select(sa.func.count()).where(
            LeadRow.id.in_(part),
            LeadRow.level == _RED,
            LeadRow.state == LeadState.PENDING,
        )
        count += session.scalar(query) or 0
    line = f"新的红色线索 {count} 条" if count else ""
    return News(mark=f"{_ENTRY}{last}", line=line, page="/leads?level=red")


def _rows(
    session: Session,
    query: sa.Select[int, int],
    number: sa.orm.InstrumentedAttribute[int],
    mark: str,
    words: str,
    page: str,
) -> News:
    newest = session.execute(query).one()[1] or 0
    if not mark:
        return News(mark=str(newest))
    count, last = session.execute(query.where(number > int(mark))).one()
    return News(mark=str(last or mark), line=words.format(count) if count else "", page=page)


def _terms(session: Session, mark: str, settings: Settings, at: datetime) -> News:
    """Once a day, from the hour of the digest on."""
    local = at.astimezone(OFFICE_TIME)
    day = local.date().isoformat()
    if mark == day or local.hour < settings.digest_hour:
        return News(mark=mark)
    evening = local.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    running = sa.select(sa.func.count()).where(DeadlineRow.state == DeadlineState.RUNNING)
    late = session.scalar(running.where(DeadlineRow.due_at < at)) or 0
    today = (
        session.scalar(running.where(DeadlineRow.due_at >= at, DeadlineRow.due_at < evening)) or 0
    )
    line = f"期限：今日到期 {today} 项，已逾期 {late} 项" if today or late else ""
    return News(mark=day, line=line, page="/#terms")
