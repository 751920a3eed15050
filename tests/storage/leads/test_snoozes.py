"""暂缓: a lead leaves the queue until a day or a change, and comes back by itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from storage.base.database import Database
from storage.base.errors import BadInput, StaleState
from storage.base.office_time import today
from storage.base.vocabulary import LeadState, Verdict
from storage.leads import lifecycle
from storage.leads.opening import open_lead
from storage.leads.snoozes import last_snoozes, snooze, wake, wake_due
from storage.tables import AssessmentRow, LeadRow, ListingVersionRow, SnoozeEnd
from storage.tables.base import now
from tests.console.sample_office import add_leads, an_office

TOMORROW = today() + timedelta(days=1)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    folder: Path = tmp_path_factory.mktemp("office")
    _, database = an_office(folder, leads=0)
    yield database
    database.close()


def state_of(database: Database, lead: int) -> str:
    with database.read() as session:
        return session.get_one(LeadRow, lead).state


def test_it_leaves_the_queue_and_comes_back_on_the_morning_of_its_day(database: Database) -> None:
    (lead,) = add_leads(database, ["天赋河套 暂缓 一"])
    with database.begin() as session:
        snooze(session, lead, officer="甲", until=TOMORROW, until_change=False, note="等样品")
    assert state_of(database, lead) == LeadState.SNOOZED
    with database.begin() as session:
        assert wake_due(session, today()) == 0
        assert wake_due(session, TOMORROW) == 1
        row = last_snoozes(session, [lead])[lead]
        assert (row.ended_why, row.note) == (SnoozeEnd.DAY, "等样品")
    assert state_of(database, lead) == LeadState.PENDING


def test_a_lead_that_waits_for_evidence_comes_back_to_that_state(database: Database) -> None:
    (lead,) = add_leads(database, ["天赋河套 暂缓 二"])
    with database.begin() as session:
        lifecycle.decide(session, lead, Verdict.NEEDS_EVIDENCE, officer="甲", reason="ask_holder")
        snooze(session, lead, officer="甲", until=None, until_change=True)
        snooze(session, lead, officer="甲", until=TOMORROW, until_change=False)
        wake(session, lead, officer="乙")
    assert state_of(database, lead) == LeadState.NEEDS_EVIDENCE
    with database.begin() as session, pytest.raises(StaleState):
        wake(session, lead, officer="乙")


def test_a_new_version_of_the_listing_brings_it_back_and_a_new_model_does_not(
    database: Database,
) -> None:
    (lead,) = add_leads(database, ["天赋河套 暂缓 三"])
    with database.begin() as session:
        snooze(session, lead, officer="甲", until=None, until_change=True)
        row = session.get_one(LeadRow, lead)
        _assess_again(session, row, row.version_id, basis="another model")
        assert row.state is LeadState.SNOOZED
        version = ListingVersionRow(
            listing_id=row.listing_id,
            content_hash=b"2" * 32,
            seen_at=now(),
            record=session.get_one(ListingVersionRow, row.version_id).record,
        )
        session.add(version)
        session.flush()
        _assess_again(session, row, version.id, basis="another model")
        assert row.state is LeadState.PENDING
        assert last_snoozes(session, [lead])[lead].ended_why == SnoozeEnd.CHANGE


def _assess_again(session: sa.orm.Session, lead: LeadRow, version: int, *, basis: str) -> None:
    before = session.get_one(AssessmentRow, lead.assessment_id)
    assessment = AssessmentRow(
        version_id=version, right_id=lead.right_id, basis=basis, model="test@2", score=0.7,
        level="orange", lead=True, signals=before.signals, fair_use=None, elements=before.elements,
        next_step=before.next_step,
    )  # fmt: skip
    session.add(assessment)
    session.flush()
    open_lead(session, assessment, lead.listing_id, tier=1)


def test_a_verdict_ends_it_and_its_undo_brings_it_back_with_its_day(database: Database) -> None:
    (lead,) = add_leads(database, ["天赋河套 暂缓 四"])
    with database.begin() as session:
        snooze(session, lead, officer="甲", until=TOMORROW, until_change=False)
        lifecycle.decide(session, lead, Verdict.DISMISSED, officer="甲", reason="wrong_match")
        assert wake_due(session, TOMORROW) == 0
        lifecycle.undo(session, lead, officer="甲")
        assert session.get_one(LeadRow, lead).state is LeadState.SNOOZED
        assert wake_due(session, TOMORROW) == 1


def test_it_needs_an_end_and_a_day_to_come_and_a_free_lead(database: Database) -> None:
    (lead,) = add_leads(database, ["天赋河套 暂缓 五"])
    with database.begin() as session:
        lifecycle.claim(session, lead, officer="乙")
        with pytest.raises(BadInput):
            snooze(session, lead, officer="甲", until=None, until_change=False)
        with pytest.raises(BadInput):
            snooze(session, lead, officer="甲", until=today(), until_change=False)
        with pytest.raises(StaleState):
            snooze(session, lead, officer="甲", until=TOMORROW, until_change=False)
