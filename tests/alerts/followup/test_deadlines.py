from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from alerts.followup.closing import close_lead
from alerts.followup.deadlines import close_clock, deadline_line, queue_reminders, start_clock
from alerts.followup.legal_terms import LEGAL_TERMS, term
from alerts.followup.officer_digest import make_digest
from storage.base.database import Database
from storage.base.errors import BadInput, NotFound, Refused
from storage.base.office_time import OFFICE_TIME
from storage.base.settings import Settings
from storage.base.vocabulary import LeadState, Verdict
from storage.leads.lead_state import load_lead
from storage.leads.lifecycle import advance, decide
from storage.outgoing.notices import add_notice
from storage.tables import AuditRow, DeadlineRow, LeadRow, NoticeRow, OutboxRow
from storage.tables.base import now
from tests.alerts.conftest import OpenLead


def office(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=OFFICE_TIME)


@pytest.mark.parametrize(
    ("kind", "started", "due", "remind"),
    [
        ("statement", "2026-06-01T09:00", "2026-06-16T23:59:59", "2026-06-11"),
        ("statement", "2026-06-05T09:00", "2026-06-22T23:59:59", "2026-06-15"),  # 20 June: Saturday
        ("statement", "2026-09-18T09:00", "2026-10-08T23:59:59", "2026-09-28"),  # national holiday
        ("notarisation", "2026-06-01T09:00", "2026-06-30T23:59:59", "2026-06-23"),  # 19 June: 端午
        ("transfer-decision", "2026-06-04T18:00", "2026-06-07T23:59:59", "2026-06-06"),
        ("transfer-handover", "2026-06-05T18:30", "2026-06-06T18:30", "2026-06-05"),
        # Sunday 20 September is a moved working day (调休).
        ("platform-assistance", "2026-09-18T09:00", "2026-09-24T23:59:59", "2026-09-22"),
        ("platform-assistance", "2026-11-26T09:00", "2026-12-03T23:59:59", "2026-12-01"),
        ("resubmission", "2026-06-01T09:00", "2026-06-08T23:59:59", "2026-06-06"),
    ],
)
def test_each_term_ends_on_its_day_and_reminds_before(
    kind: str, started: str, due: str, remind: str
) -> None:
    runs = term(LEGAL_TERMS[kind], office(started))
    assert (runs.due_at, runs.remind_on.isoformat()) == (office(due), remind)
    assert not runs.provisional


def test_a_term_that_runs_into_an_unpublished_year_is_provisional() -> None:
    assert term(LEGAL_TERMS["notarisation"], office("2039-12-20T09:00")).provisional


@pytest.mark.both_databases
def test_the_same_event_starts_one_clock(database: Database, new_lead: OpenLead) -> None:
    started = now() - timedelta(days=1)
    with database.begin() as session:
        lead_id = new_lead(session)
        first = start_clock(session, "statement", started=started, officer="li", lead_id=lead_id)
        again = start_clock(session, "statement", started=started, officer="wang", lead_id=lead_id)
        assert first.id == again.id
        acts = session.scalars(sa.select(AuditRow.act).where(AuditRow.act == "deadline.start"))
        assert len(acts.all()) == 1


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("tier", "mails"),
    [
        (1, {"05": 0, "08": 1, "10": 1, "11": 1, "12": 1, "16": 1, "17": 1, "18": 0}),
        (2, {"05": 0, "08": 0, "10": 1, "11": 0, "12": 0, "16": 1, "17": 1, "18": 0}),
        (4, {"05": 0, "08": 0, "10": 0, "11": 1, "12": 0, "16": 1, "17": 1, "18": 0}),
    ],
)
def test_officers_are_reminded_before_on_the_day_and_once_after(
    database: Database, settings: Settings, new_lead: OpenLead, tier: int, mails: dict[str, int]
) -> None:
    settings = settings.model_copy(update={"officer_mails": ("li@office.example",)})
    with database.begin() as session:
        row = DeadlineRow(
            key="k", kind="statement", lead_id=new_lead(session), started_by="li",
            started_at=office("2026-06-01T09:00"), due_at=office("2026-06-16T23:59:59"),
            remind_on=office("2026-06-11T00:00").date(),
        )  # fmt: skip
        session.add(row)
        session.execute(sa.update(LeadRow).values(tier=tier))
        session.flush()
        lines = {
            day: queue_reminders(session, settings, at=office(f"2026-06-{day}T08:00"))
            for day in mails
        }
        assert lines == mails
        close_clock(session, row.id, officer="li", note="权利人已起诉")
        assert queue_reminders(session, settings, at=office("2026-06-19T08:00")) == 0
        subjects = session.scalars(sa.select(OutboxRow.subject).order_by(OutboxRow.id)).all()
    assert all("线索 1（“天赋河套”，示例绿业公司）" in subject for subject in subjects)
    before, today, over = subjects[-3:]
    assert "剩余" in before
    assert "今日届满" in today
    assert "已逾期" in over


def test_the_digest_names_what_is_due(
    database: Database, settings: Settings, new_lead: OpenLead
) -> None:
    with database.begin() as session:
        lead_id = new_lead(session)
        started = now() - timedelta(days=2)
        row = start_clock(
            session, "transfer-decision", started=started, officer="li", lead_id=lead_id
        )
        at = now()
        today = at.astimezone(OFFICE_TIME).date()
        (line,) = make_digest(session, day=today, at=at).due
        assert line == deadline_line(session, row, at)
        assert f"线索 {lead_id}（“天赋河套”，示例绿业公司）" in line
        assert "剩余 1 天" in line


def test_a_closed_term_stays_closed_and_lateness_is_on_record(
    database: Database, new_lead: OpenLead
) -> None:
    with database.begin() as session:
        started = now() - timedelta(days=40)
        row = start_clock(
            session, "statement", started=started, officer="li", lead_id=new_lead(session)
        )
        close_clock(session, row.id, officer="li")
        last = session.scalars(sa.select(AuditRow).order_by(AuditRow.id.desc())).first()
        assert last is not None
        assert last.detail["late"] is True
        with pytest.raises(Refused):
            close_clock(session, row.id, officer="li")


def test_a_term_needs_a_known_kind_a_past_event_and_a_subject(
    database: Database, new_lead: OpenLead
) -> None:
    with database.begin() as session:
        lead_id = new_lead(session)
        yesterday, tomorrow = now() - timedelta(days=1), now() + timedelta(days=1)
        with pytest.raises(BadInput, match="unknown term"):
            start_clock(session, "soon", started=yesterday, officer="li", lead_id=lead_id)
        with pytest.raises(BadInput, match="has happened"):
            start_clock(session, "statement", started=tomorrow, officer="li", lead_id=lead_id)
        with pytest.raises(BadInput, match="name one"):
            start_clock(session, "statement", started=yesterday, officer="li")
        with pytest.raises(NotFound):
            start_clock(session, "statement", started=yesterday, officer="li", notice_id=99)


def noticed(session: Session, new_lead: OpenLead, *, leads: int) -> tuple[int, list[int]]:
    """A sent letter of the office and its leads, 已发函."""
    numbers = [new_lead(session) for _ in range(leads)]
    for number in numbers:
        decide(session, number, Verdict.CONFIRMED, officer="li", reason="same_mark")
        advance(session, number, LeadState.NOTICED, actor="li")
    row = add_notice(
        session, kind="platform-disposal", track="B", lead_ids=numbers, right_id=None,
        platform="shop.example", drafted_by="li",
    )  # fmt: skip
    return row.id, numbers


def states(session: Session, leads: list[int]) -> list[str]:
    return [load_lead(session, number).state for number in leads]


@pytest.mark.both_databases
def test_a_statement_on_a_letter_contests_its_leads_and_one_on_a_lead_only_that(
    database: Database, new_lead: OpenLead
) -> None:
    with database.begin() as session:
        letter, leads = noticed(session, new_lead, leads=2)
        start_clock(
            session, "statement", started=now(), officer="li", notice_id=letter, lead_id=leads[0]
        )
        assert states(session, leads) == ["contested", "noticed"]
        start_clock(session, "statement", started=now(), officer="li", notice_id=letter)
        assert states(session, leads) == ["contested", "contested"]
        acts = session.scalars(
            sa.select(AuditRow.subject).where(AuditRow.act == "lead.contested").order_by("id")
        )
        assert list(acts) == [f"lead:{number}" for number in leads]


def test_a_term_of_a_letter_names_its_number_its_mark_and_its_holder(
    database: Database, settings: Settings, new_lead: OpenLead
) -> None:
    reminded = settings.model_copy(update={"officer_mails": ("li@office.example",)})
    with database.begin() as session:
        letter, _ = noticed(session, new_lead, leads=2)
        session.get_one(NoticeRow, letter).number = "示市监函〔2026〕7号"
        row = start_clock(
            session, "transfer-handover", started=now(), officer="li", notice_id=letter
        )
        assert queue_reminders(session, reminded) == 1
        mail = session.scalars(sa.select(OutboxRow)).one()
        line = deadline_line(session, row, now())
    for words in (line, mail.subject):
        assert "示市监函〔2026〕7号（“天赋河套”，示例绿业公司）" in words
        assert f"文书 {letter}" not in words
    assert not re.search(r"\d分\d+秒", line)


def test_other_terms_and_leads_that_went_another_way_keep_their_state(
    database: Database, new_lead: OpenLead
) -> None:
    with database.begin() as session:
        letter, leads = noticed(session, new_lead, leads=2)
        start_clock(session, "notarisation", started=now(), officer="li", notice_id=letter)
        assert states(session, leads) == ["noticed", "noticed"]
        advance(session, leads[0], LeadState.REMOVED, actor="system")
        advance(session, leads[1], LeadState.REFUSED, actor="system")
        start_clock(session, "statement", started=now(), officer="li", notice_id=letter)
        assert states(session, leads) == ["removed", "contested"]


def test_a_term_on_a_lead_of_another_letter_is_refused(
    database: Database, new_lead: OpenLead
) -> None:
    with database.begin() as session:
        letter, _ = noticed(session, new_lead, leads=1)
        foreign_lead = new_lead(session)
        with pytest.raises(BadInput, match="is not in notice"):
            start_clock(
                session,
                "statement",
                started=now(),
                officer="li",
                notice_id=letter,
                lead_id=foreign_lead,
            )
        assert session.scalar(sa.select(sa.func.count(DeadlineRow.id))) == 0


def test_a_closed_lead_says_why_and_its_terms_end(database: Database, new_lead: OpenLead) -> None:
    with database.begin() as session:
        _, (lead,) = noticed(session, new_lead, leads=1)
        clock = start_clock(session, "statement", started=now(), officer="li", lead_id=lead)
        with pytest.raises(BadInput, match="reason"):
            close_lead(session, lead, officer="li", why=" ")
        close_lead(session, lead, officer="li", why="权利人未在期限内投诉或者起诉")
        assert states(session, [lead]) == ["closed"]
        assert clock.state == "void"
        with pytest.raises(Refused, match="closed"):
            close_lead(session, lead, officer="li", why="再次")
        entry = session.scalars(sa.select(AuditRow).where(AuditRow.act == "lead.closed")).one()
        assert entry.detail["why"] == "权利人未在期限内投诉或者起诉"


def test_a_lead_without_a_verdict_is_not_closed(database: Database, new_lead: OpenLead) -> None:
    with database.begin() as session:
        lead = new_lead(session)
        with pytest.raises(Refused, match="pending"):
            close_lead(session, lead, officer="li", why="无需处理")
