"""What brings a lead back into the queue that was removed or decided, and what does not."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.database import Database
from storage.base.errors import Refused
from storage.base.office_time import today
from storage.base.vocabulary import LeadState, Verdict
from storage.leads import lifecycle
from storage.leads.lead_state import lock_lead
from storage.leads.opening import open_lead
from storage.leads.rank import RELISTED_ABOVE, queue_rank
from storage.records import Level, Listing
from storage.tables import (
    AssessmentRow,
    AuditRow,
    DecisionRow,
    LeadRow,
    LicenceRow,
    RightRow,
    WebhookMessageRow,
    WebhookRow,
)
from storage.tables.base import now
from tests.storage.leads.assessed_lead import FLOUR, assessed, confirm, dismiss, state


def _dearer(listing: Listing) -> Listing:
    return dataclasses.replace(listing, price=Decimal(99))


def _same(listing: Listing) -> Listing:
    return listing


@pytest.mark.parametrize(
    ("change", "score", "expected"),
    [
        (_same, 0.6, "dismissed"),
        (_dearer, 0.95, "dismissed"),
        (_dearer, 0.6, "pending"),
    ],
)
def test_a_dismissed_lead_comes_back_only_if_content_and_assessment_changed(
    database: Database,
    lead_id: int,
    change: Callable[[Listing], Listing],
    score: float,
    expected: str,
) -> None:
    with database.begin() as session:
        dismiss(session, lead_id)
        assessed(session, change(FLOUR), score, basis="b2")
    assert state(database, lead_id) == expected


def removed(session: Session, lead_id: int) -> None:
    confirm(session, lead_id)
    lifecycle.advance(session, lead_id, LeadState.NOTICED, actor="li")
    lifecycle.advance(session, lead_id, LeadState.REMOVED, actor="system")


@pytest.mark.both_databases
@pytest.mark.parametrize("change", [_same, _dearer])
def test_a_removed_lead_seen_again_stands_above_its_equals(
    database: Database, lead_id: int, change: Callable[[Listing], Listing]
) -> None:
    with database.begin() as session:
        before = session.get_one(LeadRow, lead_id).rank
        removed(session, lead_id)
        lead = assessed(session, change(FLOUR), 0.95, basis="b2", at=now())
        assert (lead.id, lead.state, lead.relisted) == (lead_id, "pending", True)
        assert lead.rank < before


@pytest.mark.both_databases
@pytest.mark.parametrize("by_a_look", [True, False])
def test_a_relisting_has_one_audit_act_webhook_and_rank_whatever_showed_it(
    database: Database, lead_id: int, by_a_look: bool
) -> None:
    with database.begin() as session:
        session.add(WebhookRow(name="示例系统", url="https://example.org/", secret="x"))
        session.flush()
        for basis in ("b2", "b3"):  # twice: no relisting raises the rank of the one before
            removed(session, lead_id)
            if by_a_look:
                lifecycle.relist(session, lock_lead(session, lead_id), why="再次出现")
            else:
                assessed(session, FLOUR, 0.95, basis=basis, at=now())
            lead = session.get_one(LeadRow, lead_id)
            assert (lead.state, lead.relisted) == (LeadState.PENDING, True)
            assert lead.rank == queue_rank(Level.RED, 0.95, 1) - RELISTED_ABOVE
        newest = sa.select(AuditRow.act).order_by(AuditRow.id.desc()).limit(1)
        assert session.scalar(newest) == "lead.relisted"
        events = session.scalars(sa.select(WebhookMessageRow.event)).all()
        assert events.count("lead.relisted") == 2
        assert set(events) == {"lead.decided", "lead.relisted"}


def test_only_a_removed_lead_is_relisted(database: Database, lead_id: int) -> None:
    with database.begin() as session, pytest.raises(Refused):
        lifecycle.relist(session, lock_lead(session, lead_id))


def test_a_new_model_alone_relists_nothing(database: Database, lead_id: int) -> None:
    with database.begin() as session:
        removed(session, lead_id)
        assert assessed(session, FLOUR, 0.99, basis="b2", at=None).state == "removed"


def test_a_lead_dismissed_as_licensed_comes_back_when_the_licence_has_ended(
    database: Database, lead_id: int
) -> None:
    with database.begin() as session:
        session.add(LicenceRow(right_id="r", shop="示例店", goods=[], valid_until=today()))
        lifecycle.decide(session, lead_id, Verdict.DISMISSED, officer="li", reason="licensed")
        assert assessed(session, FLOUR, 0.95, basis="b2", at=None).state == "dismissed"
        session.execute(sa.update(DecisionRow).values(decided_at=now() - timedelta(days=9)))
        session.execute(sa.update(LicenceRow).values(valid_until=today() - timedelta(days=2)))
        assert assessed(session, FLOUR, 0.95, basis="b3", at=None).state == "pending"


@pytest.mark.parametrize(("hour", "expected"), [(15, "dismissed"), (16, "pending")])
def test_the_offices_day_decides_whether_a_licence_has_ended(
    database: Database, lead_id: int, hour: int, expected: str
) -> None:
    new_year = datetime(2026, 1, 1, tzinfo=UTC)
    with database.begin() as session:
        session.add(LicenceRow(right_id="r", shop="示例店", goods=[], valid_until=new_year.date()))
        lifecycle.decide(session, lead_id, Verdict.DISMISSED, officer="li", reason="licensed")
        session.execute(sa.update(DecisionRow).values(decided_at=new_year))
        first = session.scalars(sa.select(AssessmentRow)).one()
        assessment = AssessmentRow(
            version_id=first.version_id, right_id="r", basis="b2", model="rules@1", score=0.95,
            level=Level.RED.value, lead=True, signals=(), created_at=new_year + timedelta(hours=hour),
        )  # fmt: skip
        session.add(assessment)
        session.flush()
        listing_id = session.get_one(LeadRow, lead_id).listing_id
        open_lead(session, assessment, listing_id, tier=1)
    assert state(database, lead_id) == expected


def test_a_lead_comes_back_when_its_right_was_changed_and_is_judged_otherwise(
    database: Database, lead_id: int
) -> None:
    with database.begin() as session:
        dismiss(session, lead_id)
        session.execute(sa.update(RightRow).values(updated_at=now() + timedelta(seconds=1)))
        assert assessed(session, FLOUR, 0.95, basis="b2", at=None).state == "dismissed"
        assert assessed(session, FLOUR, 0.75, basis="b3", at=None).state == "pending"


@pytest.mark.parametrize(("score", "refuses"), [(0.951, False), (0.6, True)])
def test_a_score_that_moves_by_a_hair_refuses_no_verdict_on_the_lead_that_is_open(
    database: Database, lead_id: int, score: float, refuses: bool
) -> None:
    with database.begin() as session:
        revision = lifecycle.claim(session, lead_id, officer="li").revision
    with database.begin() as session:
        lead = assessed(session, FLOUR, score, basis="b2")
        assert lead.score == score
        assert (lead.revision != revision) is refuses
