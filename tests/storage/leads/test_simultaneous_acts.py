"""What the program does with leads by itself makes way for the officer who decides at that moment."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from storage.base.database import Database
from storage.base.office_time import today
from storage.base.vocabulary import LeadState, Verdict
from storage.leads import lifecycle
from storage.leads.snoozes import snooze, wake, wake_due
from storage.tables import LeadRow
from storage.tables.base import now

pytestmark = pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
SOON = sa.text("SET LOCAL lock_timeout = '5s'")
"""Who waits for the officer's lock ends with an error and not never."""


def state_of(database: Database, lead_id: int) -> LeadState:
    with database.read() as session:
        return session.get_one(LeadRow, lead_id).state


def test_a_claim_that_is_being_decided_is_not_given_back(database: Database, lead_id: int) -> None:
    with database.begin() as session:
        lifecycle.claim(session, lead_id, officer="li")
    with database.begin() as session:
        lifecycle.decide(session, lead_id, Verdict.CONFIRMED, officer="li", reason="similar_mark")
        session.flush()
        with database.begin() as program:
            program.execute(SOON)
            assert lifecycle.expire_claims(program, before=now() + timedelta(hours=1)) == 0
    assert state_of(database, lead_id) is LeadState.CONFIRMED


def test_a_postponed_lead_that_is_being_taken_back_does_not_come_back_twice(
    database: Database, lead_id: int
) -> None:
    tomorrow = today() + timedelta(days=1)
    with database.begin() as session:
        snooze(session, lead_id, officer="li", until=tomorrow, until_change=False)
    with database.begin() as session:
        wake(session, lead_id, officer="li")
        session.flush()
        with database.begin() as program:
            program.execute(SOON)
            assert wake_due(program, tomorrow) == 0
    assert state_of(database, lead_id) is LeadState.PENDING
