"""What the program does with leads by itself makes way for the officer who decides at that moment."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from alerts.followup.recheck_results import settle_rechecks
from alerts.mail.holder_digest import queue_holder_digests
from storage.audit.trail import take_turn
from storage.base.contested_rows import lock_existing
from storage.base.database import Database
from storage.base.errors import StaleState
from storage.base.office_time import today
from storage.base.settings import Settings
from storage.base.vocabulary import LeadState, Verdict
from storage.leads import lifecycle
from storage.leads.lead_state import load_lead, lock_lead
from storage.leads.opening import open_lead
from storage.leads.reopening import AssessmentEffect
from storage.leads.snoozes import snooze, wake, wake_due
from storage.outgoing.mail_leases import recover_mails
from storage.records import Right
from storage.tables import AssessmentRow, LeadRow, RightRow
from storage.tables.base import now
from tests.storage.leads.assessed_lead import NOON

pytestmark = pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)


def state_of(database: Database, lead_id: int) -> LeadState:
    with database.read() as session:
        return session.get_one(LeadRow, lead_id).state


@contextmanager
def meanwhile(
    database: Database,
    act: Callable[[Session], object],
    *,
    then: Callable[[Session], object] = Session.flush,
) -> Iterator[None]:
    """An officer's act that has begun before what is done within, and ends a moment later with what is done then."""
    acted = threading.Event()
    last = threading.Event()

    def officer() -> None:
        with database.begin() as session:
            act(session)
            session.flush()
            acted.set()
            last.wait(0.2)
            then(session)

    thread = threading.Thread(target=officer)
    thread.start()
    acted.wait(10)
    try:
        yield
    finally:
        last.set()
        thread.join()


def assess_again(session: Session, lead_id: int, right: str = "r") -> AssessmentEffect:
    """What a new assessment of the lead's listing makes of it."""
    version, listing = session.execute(
        sa.select(LeadRow.version_id, LeadRow.listing_id).where(LeadRow.id == lead_id)
    ).one()
    assessment = AssessmentRow(
        version_id=version, right_id=right, basis="b2", model="rules@1", score=0.99, level="red",
        lead=True, signals=(),
    )  # fmt: skip
    session.add(assessment)
    session.flush()
    return open_lead(session, assessment, listing, tier=1).effect


def confirm_now(lead_id: int) -> Callable[[Session], object]:
    return lambda session: lifecycle.decide(
        session, lead_id, Verdict.CONFIRMED, officer="li", reason="similar_mark"
    )


def test_an_assessment_leaves_a_lead_that_is_being_decided_as_the_officer_decides_it(
    database: Database, lead_id: int
) -> None:
    with meanwhile(database, confirm_now(lead_id)), database.begin() as program:
        assert assess_again(program, lead_id) is AssessmentEffect.UNCHANGED
    with database.read() as session:
        lead = session.get_one(LeadRow, lead_id)
        assert (lead.state, lead.score) == (LeadState.CONFIRMED, 0.95)


def test_who_locks_a_lead_that_was_read_before_sees_what_was_decided_meanwhile(
    database: Database, lead_id: int
) -> None:
    with database.begin() as program:
        load_lead(program, lead_id)
        with database.begin() as session:
            confirm_now(lead_id)(session)
        assert lock_lead(program, lead_id).state is LeadState.CONFIRMED
        with pytest.raises(StaleState):
            lifecycle.claim(program, lead_id, officer="wang")


def test_who_locks_leads_the_other_way_round_waits_and_nobody_is_refused(
    database: Database, lead_id: int
) -> None:
    with database.begin() as session:
        session.add(
            RightRow(id="r2", text="另", kind="trademark", record=Right(id="r2", text="另"))
        )
        session.flush()
        assert assess_again(session, lead_id, right="r2") is AssessmentEffect.OPENED
        second = session.scalars(sa.select(LeadRow.id).where(LeadRow.right_id == "r2")).one()

    def take(number: int) -> Callable[[Session], object]:
        return lambda session: lifecycle.claim(session, number, officer="li")

    with meanwhile(database, take(lead_id), then=take(second)), database.begin() as session:
        take(second)(session)
        take(lead_id)(session)


def test_who_changes_a_right_and_who_enters_what_names_it_are_both_served(
    database: Database, lead_id: int
) -> None:
    def change(session: Session) -> object:
        return lock_existing(session, RightRow, "r")

    with meanwhile(database, change, then=take_turn), database.begin() as program:
        take_turn(program)
        assert assess_again(program, lead_id) is AssessmentEffect.UPDATED


def test_a_look_that_ends_while_an_officer_closes_its_lead_leaves_it_closed_and_goes_on(
    database: Database, lead_id: int
) -> None:
    with database.begin() as session:
        confirm_now(lead_id)(session)
        lifecycle.advance(session, lead_id, LeadState.REMOVED, actor="system")
        session.get_one(LeadRow, lead_id).removed_at = NOON - timedelta(days=1)

    def close(session: Session) -> object:
        return lifecycle.advance(session, lead_id, LeadState.CLOSED, actor="li", why="处置完毕")

    with meanwhile(database, close), database.begin() as program:
        assert settle_rechecks(program) == {}
    assert state_of(database, lead_id) is LeadState.CLOSED


def test_a_claim_that_is_being_decided_is_not_given_back(database: Database, lead_id: int) -> None:
    with database.begin() as session:
        lifecycle.claim(session, lead_id, officer="li")
    with meanwhile(database, confirm_now(lead_id)), database.begin() as program:
        assert lifecycle.expire_claims(program, before=now() + timedelta(hours=1)) == 0
    assert state_of(database, lead_id) is LeadState.CONFIRMED


def test_a_postponed_lead_that_is_being_taken_back_does_not_come_back_twice(
    database: Database, lead_id: int
) -> None:
    tomorrow = today() + timedelta(days=1)
    with database.begin() as session:
        snooze(session, lead_id, officer="li", until=tomorrow, until_change=False)

    def take_back(session: Session) -> object:
        return wake(session, lead_id, officer="li")

    with meanwhile(database, take_back), database.begin() as program:
        assert wake_due(program, tomorrow) == 0
    assert state_of(database, lead_id) is LeadState.PENDING


def test_who_gives_claims_back_and_who_decides_wait_for_each_other_in_one_order(
    database: Database, lead_id: int
) -> None:
    with database.begin() as session:
        lifecycle.claim(session, lead_id, officer="li")
    with meanwhile(database, take_turn, then=confirm_now(lead_id)), database.begin() as program:
        assert lifecycle.expire_claims(program, before=now() + timedelta(hours=1)) == 0


def test_what_looks_for_due_work_and_finds_none_waits_for_nobody(
    database: Database, lead_id: int, settings: Settings
) -> None:
    with meanwhile(database, take_turn), database.begin() as program:
        program.execute(sa.text("SET LOCAL lock_timeout = '20ms'"))
        assert lifecycle.expire_claims(program, before=now()) == 0
        assert wake_due(program, today()) == 0
        assert recover_mails(program) == 0
        assert queue_holder_digests(program, settings, at=NOON) == 0
