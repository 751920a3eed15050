from __future__ import annotations

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from storage.base.database import Database
from storage.base.errors import BadInput, NotFound, Refused, StaleState
from storage.base.vocabulary import LeadState, Verdict
from storage.leads import lifecycle
from storage.leads.rank import RELISTED_ABOVE, queue_rank
from storage.leads.standing_verdicts import last_decision
from storage.records import Level
from storage.tables import (
    AuditRow,
    DecisionRow,
    LeadRow,
    NoticeLeadRow,
    NoticeRow,
)
from tests.storage.leads.assessed_lead import confirm, state


@pytest.mark.both_databases
def test_a_verdict_from_pending_claims_on_the_way(database: Database, lead_id: int) -> None:
    with database.begin() as session:
        confirm(session, lead_id)
    with database.read() as session:
        lead = session.get_one(LeadRow, lead_id)
        assert (lead.state, lead.claimed_by) == ("confirmed", "li")
        acts = session.scalars(sa.select(AuditRow.act).order_by(AuditRow.id)).all()
        assert acts == ["lead.open", "lead.decide"]


def test_two_officers_never_work_on_one_lead(database: Database, lead_id: int) -> None:
    with database.begin() as session:
        lifecycle.claim(session, lead_id, officer="li")
    with pytest.raises(StaleState, match="li"), database.begin() as session:
        lifecycle.claim(session, lead_id, officer="wang")
    with pytest.raises(StaleState, match="li"), database.begin() as session:
        confirm(session, lead_id, officer="wang")
    assert state(database, lead_id) == "claimed"


def test_a_stale_page_is_refused(database: Database, lead_id: int) -> None:
    with database.begin() as session:
        lifecycle.claim(session, lead_id, officer="li")
    with pytest.raises(StaleState, match="just been changed"), database.begin() as session:
        lifecycle.decide(
            session, lead_id, Verdict.CONFIRMED, officer="li", reason="same_mark", revision=1
        )


@pytest.mark.parametrize(
    ("reason", "note", "complaint"),
    [
        ("nonsense", None, "unknown reason"),
        ("place_name", None, "does not fit"),
        ("other", None, "needs a note"),
        ("other", "  ", "needs a note"),
    ],
)
def test_a_reason_must_be_known_and_fit(
    database: Database, lead_id: int, reason: str, note: str | None, complaint: str
) -> None:
    with pytest.raises(BadInput, match=complaint), database.begin() as session:
        lifecycle.decide(
            session, lead_id, Verdict.CONFIRMED, officer="li", reason=reason, note=note
        )
    assert state(database, lead_id) == "pending"


def test_an_unknown_lead_is_named(database: Database) -> None:
    with pytest.raises(NotFound, match="99"), database.begin() as session:
        confirm(session, 99)


@pytest.mark.both_databases
def test_undo_brings_the_lead_back_and_keeps_both_rows(database: Database, lead_id: int) -> None:
    with database.begin() as session:
        confirm(session, lead_id)
        lifecycle.undo(session, lead_id, officer="li")
        assert session.get_one(LeadRow, lead_id).state == "pending"
        confirm(session, lead_id)
    with database.read() as session:
        verdicts = session.scalars(sa.select(DecisionRow.verdict).order_by(DecisionRow.id)).all()
        assert verdicts == ["confirmed", "undo", "confirmed"]
        last = last_decision(session, lead_id)
        assert last is not None
        assert last.id == 3


def test_nothing_can_be_undone_twice(database: Database, lead_id: int) -> None:
    with database.begin() as session:
        confirm(session, lead_id)
        lifecycle.undo(session, lead_id, officer="li")
    with pytest.raises(StaleState), database.begin() as session:
        lifecycle.undo(session, lead_id, officer="li")


def test_after_a_document_was_approved_a_verdict_cannot_be_undone(
    database: Database, lead_id: int
) -> None:
    with database.begin() as session:
        confirm(session, lead_id)
        notice = NoticeRow(kind="x", track="A", state="approved", drafted_by="li")
        session.add(notice)
        session.flush()
        session.add(NoticeLeadRow(notice_id=notice.id, lead_id=lead_id, position=1))
    with pytest.raises(Refused, match="letter was issued"), database.begin() as session:
        lifecycle.undo(session, lead_id, officer="li")


@pytest.mark.parametrize("step", [LeadState.REMOVED, LeadState.CLOSED, LeadState.PENDING])
def test_a_pending_lead_cannot_skip_the_officer(
    database: Database, lead_id: int, step: LeadState
) -> None:
    with pytest.raises(Refused), database.begin() as session:
        lifecycle.advance(session, lead_id, step, actor="li")


def test_claims_that_nobody_finished_are_given_back(database: Database, lead_id: int) -> None:
    with database.begin() as session:
        lifecycle.claim(session, lead_id, officer="li")
        assert lifecycle.expire_claims(session, before=datetime.now(UTC)) == 1
    assert state(database, lead_id) == "pending"


def test_the_queue_puts_level_before_score_and_protected_holders_first() -> None:
    rank = queue_rank
    assert rank(Level.RED, 0.91, 3) < rank(Level.ORANGE, 0.89, 3)
    assert rank(Level.RED, 0.91, 1) < rank(Level.RED, 0.99, 3)
    assert rank(Level.RED, 0.5, 3) < rank(Level.ORANGE, 0.99, 1, 10**12) - RELISTED_ABOVE
