"""期限: running clocks on leads and letters, and the reminders before and on the day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from alerts.followup.legal_terms import LEGAL_TERMS, LegalTermKind, Unit, term
from alerts.followup.term_subject import term_subject
from alerts.mail.envelope import Mail, enclose, read_addresses
from alerts.text.chinese import chinese_date, chinese_minute
from storage.audit import trail
from storage.base.contested_rows import lock_row
from storage.base.errors import BadInput, NotFound, Refused
from storage.base.office_time import OFFICE_TIME, day_of
from storage.base.settings import Settings
from storage.base.tier_care import AT_ONCE, EARLIER_REMINDERS, LOWEST
from storage.base.vocabulary import CONTESTABLE, DeadlineState, LeadState
from storage.base.working_days import add_working_days, working_days_before
from storage.leads.lead_state import load_lead
from storage.leads.lifecycle import advance
from storage.outgoing.notices import notice_leads
from storage.outgoing.outbox import put_mail
from storage.tables import DeadlineRow, LeadRow, NoticeLeadRow, NoticeRow
from storage.tables.base import now

STATEMENT = "statement"


def start_clock(
    session: Session,
    kind: str,
    *,
    started: datetime,
    officer: str,
    lead_id: int | None = None,
    notice_id: int | None = None,
    note: str | None = None,
    event: str | None = None,
) -> DeadlineRow:
    """Record the event that starts a term; the same event starts one clock. `event`: what tells it from
    others of the same minute, where the minute does not.

    A statement (不侵权声明) makes the leads it answers 已声明不侵权: the one named, else all of the
    letter. Raises BadInput for an unknown kind, a start in the future, neither lead nor letter, or
    a lead that is not in the letter.
    """
    clock = _clock(kind)
    if started.tzinfo is None or started > now() + timedelta(minutes=5):
        raise BadInput("term.start")
    subject = _subject(session, lead_id, notice_id)
    event = event or started.astimezone(OFFICE_TIME).isoformat(timespec="minutes")
    key = f"{kind}:{subject}:{event}"
    there = session.scalar(sa.select(DeadlineRow).where(DeadlineRow.key == key))
    if there is not None:
        return there
    runs = term(clock, started)
    if kind == STATEMENT:
        _contest(session, lead_id, notice_id, officer=officer)
    row = DeadlineRow(
        key=key,
        kind=kind,
        lead_id=lead_id,
        notice_id=notice_id,
        started_at=started,
        due_at=runs.due_at,
        remind_on=runs.remind_on,
        provisional=runs.provisional,
        note=note,
        started_by=officer,
    )
    session.add(row)
    session.flush()
    trail.record(
        session, actor=officer, act="deadline.start", subject=subject, kind=kind,
        started=started.isoformat(), due=runs.due_at.isoformat(),
    )  # fmt: skip
    return row


def _contest(session: Session, lead_id: int | None, notice_id: int | None, *, officer: str) -> None:
    """Move what the statement answers on; a lead that went another way keeps its state."""
    leads = (lead_id,) if lead_id is not None else notice_leads(session, notice_id or 0)
    for number in leads:
        if load_lead(session, number).state in CONTESTABLE:
            why = f"文书 {notice_id} 的不侵权声明" if notice_id else "不侵权声明到达"
            advance(session, number, LeadState.CONTESTED, actor=officer, why=why)


def _clock(kind: str) -> LegalTermKind:
    if kind not in LEGAL_TERMS:
        raise BadInput("term.unknown-kind", term=kind, terms=list(LEGAL_TERMS))
    return LEGAL_TERMS[kind]


def _subject(session: Session, lead_id: int | None, notice_id: int | None) -> str:
    if lead_id is not None:
        if notice_id is not None and lead_id not in notice_leads(session, notice_id):
            raise BadInput("term.lead-not-in-letter", lead=lead_id, notice=notice_id)
        return f"lead:{load_lead(session, lead_id).id}"
    if notice_id is None:
        raise BadInput("term.no-subject")
    if session.get(NoticeRow, notice_id) is None:
        raise NotFound("letter.unknown", notice=notice_id)
    return f"notice:{notice_id}"


def close_clock(
    session: Session, deadline_id: int, *, officer: str, met: bool = True, note: str | None = None
) -> None:
    """End a running term: kept (`met`) or no longer needed. Raises NotFound, Refused."""
    row = lock_row(session, DeadlineRow, deadline_id)
    if row is None:
        raise NotFound("term.unknown", term=deadline_id)
    if row.state is not DeadlineState.RUNNING:
        raise Refused("term.over", term=deadline_id)
    row.state = DeadlineState.MET if met else DeadlineState.VOID
    row.closed_by, row.closed_at = officer, now()
    row.note = note or row.note
    subject = f"lead:{row.lead_id}" if row.lead_id else f"notice:{row.notice_id}"
    late = row.closed_at > row.due_at
    trail.record(
        session, actor=officer, act=f"deadline.{row.state}", subject=subject,
        deadline=row.id, late=late, note=note,
    )  # fmt: skip


def running_deadlines(
    session: Session, *, remind_by: date | None = None, lead_id: int | None = None
) -> list[DeadlineRow]:
    """Running terms, the soonest first; with `remind_by` those whose reminders have begun, which
    for the higher protection tiers (保护等级) is earlier (`tier_care.EARLIER_REMINDERS`)."""
    query = sa.select(DeadlineRow).where(DeadlineRow.state == DeadlineState.RUNNING)
    if remind_by is not None:
        latest = add_working_days(remind_by, max(EARLIER_REMINDERS.values())).day
        query = query.where(DeadlineRow.remind_on <= latest)
    if lead_id is not None:
        query = query.where(DeadlineRow.lead_id == lead_id)
    rows = session.scalars(query.order_by(DeadlineRow.due_at, DeadlineRow.id)).all()
    if remind_by is None:
        return list(rows)
    tiers = _tiers(session, rows)
    return [row for row in rows if _reminds_from(row, tiers.get(row.id, LOWEST)) <= remind_by]


def _reminds_from(row: DeadlineRow, tier: int) -> date:
    """The first day of a term's reminders, never before the term began."""
    days = EARLIER_REMINDERS.get(tier, 0)
    earlier = working_days_before(row.remind_on, days) if days else row.remind_on
    return min(row.remind_on, max(earlier, day_of(row.started_at)))


def _tiers(session: Session, rows: Iterable[DeadlineRow]) -> dict[int, int]:
    """The strictest protection tier of the leads that each term concerns, by the term's number."""
    lead = sa.func.coalesce(DeadlineRow.lead_id, NoticeLeadRow.lead_id)
    query = (
        sa.select(DeadlineRow.id, sa.func.min(LeadRow.tier))
        .outerjoin(NoticeLeadRow, NoticeLeadRow.notice_id == DeadlineRow.notice_id)
        .join(LeadRow, LeadRow.id == lead)
        .where(DeadlineRow.id.in_([row.id for row in rows]))
        .group_by(DeadlineRow.id)
    )
    return dict(session.execute(query).all())


def deadline_line(session: Session, row: DeadlineRow, at: datetime) -> str:
    """One Chinese line: what is due, on which lead or letter of whose mark, when, and how urgent it is."""
    clock = LEGAL_TERMS[row.kind]
    subject = term_subject(session, row)
    exact = clock.unit is Unit.HOURS
    due = row.due_at.astimezone(OFFICE_TIME)
    day = chinese_minute(due) if exact else chinese_date(due.date())
    guessed = "（暂定）" if row.provisional else ""
    return f"{subject}：{clock.name}，{day}{guessed}届满，{_urgency(due, at)}（{clock.basis}）"


def _urgency(due: datetime, at: datetime) -> str:
    if due < at:
        return "已逾期"
    days = (due.date() - day_of(at)).days
    return "今日届满" if days == 0 else f"剩余 {days} 天"


def queue_reminders(session: Session, settings: Settings, *, at: datetime | None = None) -> int:
    """Queue today's reminder of each term to the officers: from its first reminder day on, on
    the day itself, and once when it has passed. Returns how many mails were queued.
    """
    at = at or now()
    today = day_of(at)
    recipients = read_addresses(settings.officer_mails)
    queued = 0
    rows = running_deadlines(session, remind_by=today)
    tiers = _tiers(session, rows)
    for row in rows:
        stage = _stage(row, at, today, daily=tiers.get(row.id, LOWEST) <= AT_ONCE)
        for to in recipients:
            key = f"reminder:{row.id}:{stage}:{to}"
            message = enclose(
                Mail(
                    key=key,
                    to=to,
                    at=at,
                    subject=f"【期限提醒】{LEGAL_TERMS[row.kind].name}：{_urgency(row.due_at, at)}，"
                    f"{term_subject(session, row)}",
                    template="reminder",
                    facts={"line": deadline_line(session, row, at), "clock": LEGAL_TERMS[row.kind],
                           "started": chinese_minute(row.started_at), "note": row.note},
                    headers={},
                ),
                settings,
            )  # fmt: skip
            number = put_mail(
                session, key=key, kind="reminder", message=message, lead_id=row.lead_id
            )
            queued += number is not None
    return queued


def _stage(row: DeadlineRow, at: datetime, today: date, *, daily: bool) -> str:
    """Which reminder it is; one of each is sent, before the day itself one or, `daily`, one a day."""
    if row.due_at < at:
        return "over"
    if day_of(row.due_at) == today:
        return "today"
    return f"before-{today.isoformat()}" if daily else "before"
