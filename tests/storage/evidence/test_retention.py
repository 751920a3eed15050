"""Evidence is deleted after its time, but never while somebody works with it or holds it."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
import time_machine

from storage.audit import trail
from storage.base.database import Database
from storage.base.errors import BadInput, NotFound
from storage.base.settings import Settings
from storage.base.vocabulary import LeadState
from storage.evidence import retention
from storage.evidence.audit_chain_check import check_audit
from storage.evidence.entries import package_of, seal_waiting
from storage.leads.lead_state import note_act
from storage.leads.opening import open_lead
from storage.listings.store import SeenListing, save_listings
from storage.records import Listing, Right, RightsBook
from storage.rights.book_import import import_rights
from storage.tables import AssessmentRow, AuditRow, EvidenceRow, LeadRow, ListingRow
from tests.storage.evidence.conftest import Take

NOW = datetime.now(UTC)
WAITED = 0.3
"""Seconds within which a deletion that asked too early would be through; one takes some 10 ms."""


@pytest.fixture
def lead(database: Database) -> int:
    """A dismissed lead."""
    listing = Listing(url="http://shop.example/item/1", title="示例面粉")
    with database.begin() as session:
        save_listings(session, [SeenListing(key="k", listing=listing)], run_id=None, at=NOW)
        import_rights(session, RightsBook(rights=(Right(id="r", text="示例"),)))
        row = session.scalars(sa.select(ListingRow)).one()
        assessment = AssessmentRow(
            version_id=row.version_id, right_id="r", basis="b", model="rules@1", score=0.95,
            level="red", lead=True, signals=(),
        )  # fmt: skip
        session.add(assessment)
        session.flush()
        lead_id = open_lead(session, assessment, row.id, tier=1).lead_id
    _put(database, lead_id, "dismissed")
    return lead_id


def _put(database: Database, lead_id: int, state: str) -> None:
    with database.begin() as session:
        lead = session.get_one(LeadRow, lead_id)
        lead.state = LeadState(state)
        note_act(session, lead, actor="li", act=f"lead.{state}")


@pytest.fixture
def years_later(settings: Settings) -> Iterator[None]:
    """The day after the time of keeping is over."""
    with time_machine.travel(NOW + timedelta(days=settings.evidence_keep_days + 1)):
        yield


@pytest.fixture
def taken(take: Take, lead: int) -> int:
    return take(lead=lead, stamped=False).id


def test_evidence_of_an_ended_lead_goes_after_its_time_and_its_hash_stays(
    taken: int, database: Database, settings: Settings, years_later: None
) -> None:
    package = package_of(database, settings, taken)
    assert package is not None
    assert retention.delete_expired(database, settings) == 1
    assert not package.parent.exists()
    with database.read() as session:
        row = session.get_one(EvidenceRow, taken)
        assert (row.state, row.package) == ("deleted", None)
        assert row.manifest_sha256
    assert all(check.passed for check in check_audit(database, settings))
    assert retention.delete_expired(database, settings) == 0
    assert seal_waiting(database, settings) == []


def test_evidence_within_its_time_stays(taken: int, database: Database, settings: Settings) -> None:
    assert retention.delete_expired(database, settings) == 0
    assert package_of(database, settings, taken) is not None


@pytest.mark.parametrize("state", ["pending", "confirmed", "noticed", "removed", "contested"])
def test_evidence_of_a_lead_that_is_worked_on_stays_however_old(
    taken: int, lead: int, database: Database, settings: Settings, years_later: None, state: str
) -> None:
    _put(database, lead, state)
    assert retention.delete_expired(database, settings) == 0


def test_a_held_matter_is_never_deleted_until_it_is_released(
    taken: int, lead: int, database: Database, settings: Settings, years_later: None
) -> None:
    with database.begin() as session:
        retention.hold(session, lead, officer="li", why="诉讼保全")
    assert retention.delete_expired(database, settings) == 0
    with database.begin() as session:
        retention.release(session, lead, officer="wang", why="诉讼终结")
    assert retention.delete_expired(database, settings) == 1


@pytest.mark.both_databases
@pytest.mark.parametrize("act", ["hold", "reopening"])
def test_what_is_held_or_reopened_while_the_deletion_begins_stays(
    taken: int, lead: int, database: Database, settings: Settings, years_later: None, act: str
) -> None:
    with ThreadPoolExecutor(1) as pool:
        with database.begin() as session:
            if act == "hold":
                retention.hold(session, lead, officer="li", why="诉讼保全")
            else:
                session.get_one(LeadRow, lead).state = LeadState.PENDING
                trail.record(session, actor="li", act="lead.reopen", subject=f"lead:{lead}")
            deleting = pool.submit(retention.delete_expired, database, settings)
            with pytest.raises(TimeoutError):
                deleting.result(timeout=WAITED)
        assert deleting.result(timeout=30) == 0
    assert package_of(database, settings, taken) is not None


@pytest.mark.both_databases
def test_two_workers_delete_evidence_once(
    taken: int, database: Database, settings: Settings, years_later: None
) -> None:
    def delete(_: int) -> int:
        return retention.delete_expired(database, settings)

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(delete, range(4))) == 1
    with database.read() as session:
        acts = sa.select(sa.func.count()).where(AuditRow.act == "evidence.deleted")
        assert session.scalar(acts) == 1


def test_evidence_deleted_by_hand_in_the_table_is_found(
    taken: int, database: Database, settings: Settings
) -> None:
    with database.begin() as session:
        session.execute(sa.update(EvidenceRow).values(state="deleted"))
    says = [str(check.says) for check in check_audit(database, settings) if not check.passed]
    assert says == [f"nobody entered that evidence {taken} was deleted"]


def test_a_setting_keeps_evidence_for_ever(
    taken: int, database: Database, settings: Settings, years_later: None
) -> None:
    for_ever = settings.model_copy(update={"evidence_keep_days": 0})
    assert retention.delete_expired(database, for_ever) == 0


def test_a_hold_needs_a_lead_and_a_reason(lead: int, database: Database) -> None:
    with database.begin() as session:
        with pytest.raises(NotFound):
            retention.hold(session, 99, officer="li", why="诉讼保全")
        with pytest.raises(BadInput):
            retention.hold(session, lead, officer="li", why=" ")
