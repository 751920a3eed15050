from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.database import Database
from storage.base.errors import BadInput, NotFound, Refused, StaleState
from storage.base.office_time import today
from storage.base.vocabulary import LeadState, Verdict
from storage.leads import lifecycle
from storage.leads.opening import open_lead
from storage.leads.rank import RELISTED_ABOVE, queue_rank
from storage.leads.standing_verdicts import last_decision
from storage.listings.store import SeenListing, save_listings
from storage.records import Level, Listing, Right
from storage.tables import (
    AssessmentRow,
    AuditRow,
    DecisionRow,
    LeadRow,
    LicenceRow,
    ListingRow,
    NoticeLeadRow,
    NoticeRow,
    RightRow,
    WebhookMessageRow,
    WebhookRow,
)
from storage.tables.base import now

NOON = datetime(2026, 11, 22, 4, tzinfo=UTC)
FLOUR = Listing(url="http://shop.example/1", title="示例面粉", price=Decimal("29.90"))


def assessed(
    session: Session,
    listing: Listing,
    score: float,
    basis: str = "b1",
    at: datetime | None = NOON,
) -> LeadRow:
    """See a listing (or only look at what is stored), say something of it, open its lead."""
    if at is not None:
        save_listings(session, [SeenListing(key="k", listing=listing)], run_id=None, at=at)
    if session.get(RightRow, "r") is None:
        session.add(
            RightRow(id="r", text="示例", kind="trademark", record=Right(id="r", text="示例"))
        )
        session.flush()
    row = session.scalars(sa.select(ListingRow).where(ListingRow.key == "k")).one()
    session.refresh(row)
    assert row.version_id is not None
    level = Level.RED if score > 0.9 else Level.ORANGE
    assessment = AssessmentRow(
        version_id=row.version_id, right_id="r", basis=basis, model="rules@1", score=score,
        level=level.value, lead=True, signals=(),
    )  # fmt: skip
    session.add(assessment)
    session.flush()
    opening = open_lead(session, assessment, row.id, tier=1)
    return session.get_one(LeadRow, opening.lead_id)


@pytest.fixture
def lead_id(database: Database) -> int:
    with database.begin() as session:
        return assessed(session, FLOUR, 0.95).id


def state(database: Database, lead_id: int) -> str:
    with database.read() as session:
        return session.get_one(LeadRow, lead_id).state


def confirm(session: Session, lead_id: int, officer: str = "li") -> DecisionRow:
    return lifecycle.decide(
        session, lead_id, Verdict.CONFIRMED, officer=officer, reason="same_mark"
    )


def dismiss(session: Session, lead_id: int) -> DecisionRow:
    return lifecycle.decide(session, lead_id, Verdict.DISMISSED, officer="li", reason="place_name")


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
                lifecycle.relist(session, lifecycle.lock_lead(session, lead_id), why="再次出现")
            else:
                assessed(session, FLOUR, 0.95, basis=basis, at=now())
            lead = session.get_one(LeadRow, lead_id)
            assert (lead.state, lead.relisted) == (LeadState.PENDING, True)
            assert lead.rank == queue_rank(Level.RED, 0.95, 1) - RELISTED_ABOVE
        newest = sa.select(AuditRow.act).order_by(AuditRow.id.desc()).limit(1)
        assert session.scalar(newest) == "lead.relisted"
        events = session.scalars(sa.select(WebhookMessageRow.event)).all()
        assert events == ["lead.relisted", "lead.relisted"]


def test_only_a_removed_lead_is_relisted(database: Database, lead_id: int) -> None:
    with database.begin() as session, pytest.raises(Refused):
        lifecycle.relist(session, lifecycle.lock_lead(session, lead_id))


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
