from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from alerts.chinese import OFFICE_TIME
from alerts.clocks import CLOCKS, term
from alerts.deadlines import close_clock, deadline_line, queue_reminders, start_clock
from alerts.digest import make_digest
from storage.database import Database
from storage.errors import BadInput, NotFound, Refused
from storage.settings import Settings
from storage.tables import AuditRow, DeadlineRow, OutboxRow
from storage.tables.base import now
from tests.alerts.conftest import OpenLead

both = pytest.mark.parametrize("database_url", ["sqlite", "postgresql"], indirect=True)


def office(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=OFFICE_TIME)


@pytest.mark.parametrize(
    ("kind", "started", "due", "remind"),
    [
        ("statement", "2026-06-01T09:00", "2026-06-16T23:59:59", "2026-06-11"),
        ("statement", "2026-06-05T09:00", "2026-06-22T23:59:59", "2026-06-15"),  # 20 June: Saturday
        ("statement", "2026-09-18T09:00", "2026-10-08T23:59:59", "2026-09-28"),  # national holiday
        ("notarisation", "2026-06-01T09:00", "2026-06-30T23:59:59", "2026-06-16"),  # 19 June: 端午
        ("transfer-decision", "2026-06-04T18:00", "2026-06-07T23:59:59", "2026-06-06"),
        ("transfer-handover", "2026-06-05T18:30", "2026-06-06T18:30", "2026-06-05"),
        ("resubmission", "2026-06-01T09:00", "2026-06-08T23:59:59", "2026-06-06"),
    ],
)
def test_each_term_ends_on_its_day_and_reminds_before(
    kind: str, started: str, due: str, remind: str
) -> None:
    runs = term(CLOCKS[kind], office(started))
    assert (runs.due_at, runs.remind_on.isoformat()) == (office(due), remind)
    assert not runs.provisional


def test_a_term_that_runs_into_an_unpublished_year_is_provisional() -> None:
    assert term(CLOCKS["notarisation"], office("2039-12-20T09:00")).provisional


@both
def test_the_same_event_starts_one_clock(database: Database, new_lead: OpenLead) -> None:
    started = now() - timedelta(days=1)
    with database.begin() as session:
        lead_id = new_lead(session)
        first = start_clock(session, "statement", started=started, officer="li", lead_id=lead_id)
        again = start_clock(session, "statement", started=started, officer="wang", lead_id=lead_id)
        assert first.id == again.id
        acts = session.scalars(sa.select(AuditRow.act).where(AuditRow.act == "deadline.start"))
        assert len(acts.all()) == 1


@both
def test_officers_are_reminded_before_on_the_day_and_once_after(
    database: Database, settings: Settings, new_lead: OpenLead
) -> None:
    settings = settings.model_copy(update={"officer_mails": ("li@office.example",)})
    with database.begin() as session:
        row = DeadlineRow(
            key="k", kind="statement", lead_id=new_lead(session), started_by="li",
            started_at=office("2026-06-01T09:00"), due_at=office("2026-06-16T23:59:59"),
            remind_on=office("2026-06-11T00:00").date(),
        )  # fmt: skip
        session.add(row)
        session.flush()
        said = {
            day: queue_reminders(session, settings, at=office(f"2026-06-{day}T08:00"))
            for day in ("10", "11", "12", "16", "17", "18")
        }
        assert said == {"10": 0, "11": 1, "12": 0, "16": 1, "17": 1, "18": 0}
        close_clock(session, row.id, officer="li", note="权利人已起诉")
        assert queue_reminders(session, settings, at=office("2026-06-19T08:00")) == 0
        subjects = session.scalars(sa.select(OutboxRow.subject).order_by(OutboxRow.id)).all()
    for words, subject in zip(("剩余 5 天", "今日届满", "已逾期"), subjects, strict=True):
        assert words in subject


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
        assert line == deadline_line(row, at)
        assert f"线索 {lead_id}" in line
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
