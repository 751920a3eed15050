"""Every step that a lead may take and none besides; what a step writes into the row and into the audit."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.database import Database
from storage.base.errors import NotFound, Refused, StaleState
from storage.base.vocabulary import LeadState
from storage.leads import lifecycle
from storage.leads.lead_state import load_lead, lock_lead, move_lead, state_message
from storage.listings.assessment_marks import mark_assessed
from storage.tables import AuditRow, LeadRow, ListingRow, ListingVersionRow
from storage.tables.base import now
from tests.storage.leads.assessed_lead import confirm
from tests.storage.leads.test_facets import opened

S = LeadState
STEPS = {
    S.CONFIRMED: "noticed removed closed dismissed",
    S.NOTICED: "removed refused contested closed dismissed",
    S.REMOVED: "closed dismissed",
    S.REFUSED: "noticed removed contested closed dismissed",
    S.CONTESTED: "noticed refused removed closed dismissed",
    S.CLOSED: "dismissed",
}
"""As docs and pages tell it: written out again, so that a step that slips into the code is seen."""


def put(session: Session, lead_id: int, state: LeadState) -> LeadRow:
    """The lead in a state, whatever led there."""
    lead = session.get_one(LeadRow, lead_id)
    lead.state = state
    session.flush()
    return lead


def newest(session: Session) -> AuditRow:
    entry = session.scalar(sa.select(AuditRow).order_by(AuditRow.id.desc()).limit(1))
    assert entry is not None
    return entry


def test_a_lead_takes_the_steps_of_the_table_and_no_other(database: Database, lead_id: int) -> None:
    for before in S:
        for after in STEPS.get(before, "").split():
            with Session(database.engine) as session:
                put(session, lead_id, before)
                lead = lifecycle.advance(session, lead_id, S(after), actor="li", why="因")
                entry = newest(session)
                assert (lead.state, entry.subject) == (S(after), f"lead:{lead_id}")
                assert (entry.actor, entry.act) == ("li", f"lead.{after}")
                assert entry.detail == {"state": after, "why": "因"}
                session.rollback()


@pytest.mark.parametrize("before", S)
def test_a_step_that_is_none_is_refused_with_both_states(
    database: Database, lead_id: int, before: LeadState
) -> None:
    for after in set(S) - set(STEPS.get(before, "").split()):
        with Session(database.engine) as session:
            put(session, lead_id, before)
            with pytest.raises(Refused) as refusal:
                lifecycle.advance(session, lead_id, after, actor="li")
            session.rollback()
        assert refusal.value.code == "lead.no-step"
        names = [state_message(before), state_message(after)]
        assert refusal.value.message.data == dict(
            zip(("lead", "before", "after"), (lead_id, *names), strict=True)
        )


def test_a_step_keeps_the_times_that_lists_and_reports_count_by(
    database: Database, lead_id: int
) -> None:
    with database.begin() as session:
        decision = confirm(session, lead_id)
        lead = session.get_one(LeadRow, lead_id)
        assert (lead.confirmed_at, lead.noticed_at) == (decision.decided_at, None)
        lifecycle.advance(session, lead_id, S.NOTICED, actor="li")
        assert newest(session).detail == {"state": "noticed", "why": ""}
        noticed = lead.noticed_at
        assert noticed is not None
        lifecycle.advance(session, lead_id, S.REFUSED, actor="li")
        lifecycle.advance(session, lead_id, S.NOTICED, actor="li")
        assert lead.noticed_at == noticed  # the first letter's day stays
        lifecycle.advance(session, lead_id, S.REMOVED, actor="li")
        assert lead.removed_at is not None
        assert lead.confirmed_at == decision.decided_at
        lead.relisted = True
        lifecycle.advance(session, lead_id, S.DISMISSED, actor="li")
        assert (lead.confirmed_at, lead.relisted) == (None, False)


def test_a_step_that_changes_what_counts_against_a_seller_has_his_other_goods_assessed_again(
    database: Database,
) -> None:
    """A statement that is taken up ends what counts against him; a step after it counts again."""

    def is_again(session: Session, listing_id: int) -> bool:
        version = sa.select(ListingRow.version_id).where(ListingRow.id == listing_id)
        row = session.get_one(ListingVersionRow, session.scalar(version), populate_existing=True)
        again = row.assessed_with is None
        mark_assessed(session, [row.id], "b")
        return again

    with database.begin() as session:
        lead, neighbour = opened(session, "1", shop="示例店"), opened(session, "2", shop="示例店")
        mark_assessed(session, [neighbour.version_id], "b")
        steps = []
        confirm(session, lead.id)
        steps.append(("confirmed", is_again(session, neighbour.listing_id)))
        for state in (S.NOTICED, S.CONTESTED, S.CLOSED, S.DISMISSED):
            lifecycle.advance(session, lead.id, state, actor="li")
            steps.append((state.value, is_again(session, neighbour.listing_id)))
    assert steps == [
        ("confirmed", True), ("noticed", False), ("contested", True), ("closed", True),
        ("dismissed", True),
    ]  # fmt: skip


def test_each_step_makes_the_page_of_before_stale(database: Database, lead_id: int) -> None:
    with database.begin() as session:
        lead = session.get_one(LeadRow, lead_id)
        revisions, changed = [lead.revision], lead.updated_at
        for step in (
            lambda: lifecycle.claim(session, lead_id, officer="li"),
            lambda: lifecycle.release(session, lead_id, officer="li"),
            lambda: confirm(session, lead_id),
            lambda: lifecycle.advance(session, lead_id, S.CLOSED, actor="li"),
        ):
            step()
            revisions.append(lead.revision)
        assert revisions == [1, 2, 3, 4, 5]
        assert lead.updated_at > changed


def test_a_claim_is_given_back_by_who_has_it_alone(database: Database, lead_id: int) -> None:
    with database.begin() as session:
        with pytest.raises(StaleState, match=f"lead {lead_id} is not claimed by you"):
            lifecycle.release(session, lead_id, officer="li")
        lead = lifecycle.claim(session, lead_id, officer="li")
        assert (lead.state, lead.claimed_by) == (S.CLAIMED, "li")
        assert lead.claimed_at is not None
        with pytest.raises(StaleState):
            lifecycle.release(session, lead_id, officer="wang")
        lead = lifecycle.release(session, lead_id, officer="li")
        assert (lead.state, lead.claimed_by, lead.claimed_at) == (S.PENDING, None, None)
        entry = newest(session)
        assert (entry.actor, entry.act) == ("li", "lead.release")
        assert entry.detail == {"state": "pending"}


def test_only_claims_older_than_the_moment_are_given_back(database: Database, lead_id: int) -> None:
    with database.begin() as session:
        lead = lifecycle.claim(session, lead_id, officer="li")
        assert lifecycle.expire_claims(session, before=now() - timedelta(hours=1)) == 0
        assert lead.state is S.CLAIMED
        assert lifecycle.expire_claims(session, before=now() + timedelta(seconds=1)) == 1
        assert (lead.state, lead.claimed_by) == (S.PENDING, None)
        entry = newest(session)
        assert (entry.actor, entry.act, entry.detail) == (
            "system", "lead.release", {"state": "pending"},
        )  # fmt: skip


@pytest.mark.parametrize("state", S)
def test_only_a_lead_that_waits_is_set_aside_and_comes_back_as_it_was(
    database: Database, lead_id: int, state: LeadState
) -> None:
    waits = {S.PENDING: S.PENDING, S.CLAIMED: S.PENDING, S.NEEDS_EVIDENCE: S.NEEDS_EVIDENCE}
    waits[S.SNOOZED] = S.PENDING
    with database.begin() as session:
        lead = put(session, lead_id, state)
        lead.claimed_by = "li"
        if state not in waits:
            with pytest.raises(StaleState) as refusal:
                lifecycle.set_aside(lead, S.SNOOZED, officer="li")
            assert refusal.value.code == "lead.not-waiting"
            return
        back = lifecycle.set_aside(lead, S.SNOOZED, officer="li")
        assert (back, lead.state, lead.claimed_by) == (waits[state], S.SNOOZED, None)
        move_lead(lead, back)
        assert lead.state is waits[state]


def test_what_another_officer_works_on_or_has_changed_is_not_set_aside(
    database: Database, lead_id: int
) -> None:
    with database.begin() as session:
        lead = lifecycle.claim(session, lead_id, officer="wang")
        with pytest.raises(StaleState, match="wang"):
            lifecycle.set_aside(lead, S.SNOOZED, officer="li")
        with pytest.raises(StaleState, match="just been changed"):
            lifecycle.set_aside(lead, S.SNOOZED, officer="wang", revision=1)
        lifecycle.set_aside(lead, S.SNOOZED, officer="wang", revision=2)


def test_a_return_to_the_queue_says_why_and_ranks_it_anew(database: Database, lead_id: int) -> None:
    with database.begin() as session:
        lead = put(session, lead_id, S.REMOVED)
        rank, lead.rank = lead.rank, 9e9
        lifecycle.relist(session, lead, why="再次上架", score=0.9)
        assert (lead.state, lead.relisted) == (S.PENDING, True)
        assert lead.rank < rank
        entry = newest(session)
        assert (entry.actor, entry.act) == ("system", "lead.relisted")
        assert entry.detail == {"state": "pending", "why": "再次上架", "score": 0.9}
        lead = put(session, lead_id, S.REMOVED)
        lifecycle.relist(session, lead)
        assert newest(session).detail == {"state": "pending"}
        lead = put(session, lead_id, S.DISMISSED)
        lifecycle.return_to_queue(session, lead, score=0.8)
        assert (lead.state, lead.relisted, lead.rank) == (S.PENDING, False, rank)
        entry = newest(session)
        assert (entry.actor, entry.act) == ("system", "lead.returned")
        assert entry.detail == {"state": "pending", "score": 0.8}


@pytest.mark.parametrize("state", [state for state in S if state is not S.REMOVED])
def test_only_what_was_removed_comes_back_as_a_relisting(
    database: Database, lead_id: int, state: LeadState
) -> None:
    with database.begin() as session:
        lead = put(session, lead_id, state)
        with pytest.raises(Refused) as refusal:
            lifecycle.relist(session, lead)
        assert refusal.value.code == "lead.not-removed"
        words = {"lead": lead_id, "state": state_message(state)}
        assert refusal.value.message.data == words


def test_an_unknown_lead_is_named_to_who_reads_and_who_changes(database: Database) -> None:
    for load in (load_lead, lock_lead):
        with pytest.raises(NotFound, match="7"), database.begin() as session:
            load(session, 7)
