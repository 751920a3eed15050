"""Leads that teach are mixed into the head of the queue, as many as the setting says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from alerts.insight.distributions import stability
from alerts.insight.drift import read_drift
from classifiers.scoring.active_learning import mix_probes, pick_probes
from storage.base.database import Database
from storage.base.message import Language
from storage.base.settings import load_settings
from storage.base.vocabulary import LeadState, Verdict
from storage.leads.background import backgrounds
from storage.leads.lifecycle import decide
from storage.leads.opening import open_lead
from storage.leads.probes import ProbeCandidate
from storage.learning.decided_listings import decided_listings
from storage.listings.store import SeenListing, save_listings
from storage.records import Level, RightsBook, Signal
from storage.rights.answer_links import make_link
from storage.rights.book_import import import_rights
from storage.rights.holder_answers import Answerer, accept_answer, answer_link
from storage.tables import AssessmentRow, Choice, LeadRow, ListingRow
from storage.views.lead_queue import find_leads
from storage.views.queue.lead_filter import LeadFilter
from tests.classifiers.samples import HOLDER, LANZE, listing
from tests.databases import migrated_database

CLERK = Answerer(name="示例经办人", function="法务专员")


NOW = datetime.now(UTC)
PENDING = LeadFilter(states=(LeadState.PENDING,))


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = migrated_database(load_settings(home=tmp_path / "home"))
    with opened.begin() as session:
        import_rights(session, RightsBook(holders=(HOLDER,), rights=(LANZE,)))
    yield opened
    opened.close()


def a_lead(
    session: Session,
    number: int,
    score: float,
    weight: float = 2.0,
    shop: str = "某铺",
    at: datetime = NOW,
) -> int:
    item = SeenListing(key=f"k:{number}", listing=listing(f"岚泽谷香面粉 {number}", shop=shop))
    save_listings(session, [item], run_id=None, at=at)
    row = session.scalars(sa.select(ListingRow).where(ListingRow.key == f"k:{number}")).one()
    assessment = AssessmentRow(
        version_id=row.version_id, right_id="lanze", basis="b", model="m@1", score=score,
        level=(Level.RED if score > 0.85 else Level.YELLOW).value, lead=score >= 0.5,
        signals=(Signal.from_json({"kind": "goods", "weight": weight}),), created_at=at,
    )  # fmt: skip
    session.add(assessment)
    session.flush()
    return open_lead(session, assessment, row.id, tier=3).lead_id


def test_one_of_ten_at_the_head_of_the_queue_is_there_to_learn_from(database: Database) -> None:
    with database.begin() as session:
        for number in range(60):
            a_lead(session, number, 0.95 - number / 1000)
        unsure = [a_lead(session, 100 + n, 0.52 + n / 100) for n in range(8)]
        odd = a_lead(session, 200, 0.72, weight=-6.0)
    assert mix_probes(database, 0.1) == 6
    with database.read() as session:
        head = find_leads(session, PENDING, offset=0, limit=66).lines
    probes = [(place, line) for place, line in enumerate(head) if line.probe]
    assert len(probes) == 6
    assert {line.id for _, line in probes} <= {*unsure, odd}
    assert {line.probe for _, line in probes} == {"uncertain", "surprising"}
    assert max(place for place, _ in probes) < 62
    assert min(b - a for (a, _), (b, _) in pairwise(probes)) >= 5
    assert mix_probes(database, 0.1) == 0


def test_with_a_share_of_nothing_the_queue_stays_as_it_is(database: Database) -> None:
    with database.begin() as session:
        for number in range(40):
            a_lead(session, number, 0.5 + number / 100)
    assert mix_probes(database, 0) == 0
    with database.read() as session:
        assert not session.scalars(sa.select(LeadRow.id).where(LeadRow.probe.is_not(None))).all()


def test_no_lead_is_picked_twice_and_sure_ones_not_at_all() -> None:
    sure = ProbeCandidate(1, 0.99, "r", [Signal.from_json({"kind": "goods", "weight": 6.0})])
    both = ProbeCandidate(2, 0.55, "r", [Signal.from_json({"kind": "goods", "weight": -6.0})])
    assert pick_probes([sure, both], 5) == [(2, "uncertain")]


def test_a_sellers_verdicts_are_known_for_its_other_listings_only(database: Database) -> None:
    with database.begin() as session:
        decided, same_shop, elsewhere = (
            a_lead(session, n, 0.9, shop=shop) for n, shop in enumerate(("甲店", "甲店", "乙店"))
        )
        decide(session, decided, Verdict.CONFIRMED, officer="a", reason="same_mark")
        rows = {n: session.get_one(LeadRow, n).listing_id for n in (decided, same_shop, elsewhere)}
        by_listing = backgrounds(session, list(rows.values()))
    assert by_listing[rows[same_shop]].confirmed == 1
    assert rows[decided] not in by_listing
    assert rows[elsewhere] not in by_listing


def test_a_holders_answer_trains_until_an_officer_decides(database: Database) -> None:
    with database.begin() as session:
        lead = a_lead(session, 1, 0.9)
        secret = make_link(session, lead_id=lead, holder_id="h")
        answer_link(session, secret, choice=Choice.AUTHORISED, answerer=CLERK, remark="")
    with database.read() as session:
        assert [decision.infringing for decision in decided_listings(session)] == [False]
    with database.begin() as session:
        decide(session, lead, Verdict.CONFIRMED, officer="a", reason="same_mark")
        assert [decision.infringing for decision in decided_listings(session)] == [True]


def test_an_answer_after_the_verdict_trains_once_an_officer_took_it_over(
    database: Database,
) -> None:
    with database.begin() as session:
        lead = a_lead(session, 1, 0.9, shop="甲店")
        decide(session, lead, Verdict.CONFIRMED, officer="a", reason="same_mark")
        secret = make_link(session, lead_id=lead, holder_id="h")
        answer = answer_link(session, secret, choice=Choice.AUTHORISED, answerer=CLERK, remark="")
        assert [decision.infringing for decision in decided_listings(session)] == [True]
        accept_answer(session, answer.id, officer="a")
        assert [decision.infringing for decision in decided_listings(session)] == [False]


def test_drift_is_small_for_equal_periods_and_large_for_moved_scores(database: Database) -> None:
    with database.begin() as session:
        for number in range(40):
            a_lead(session, number, 0.9, at=NOW - timedelta(days=50))
            a_lead(session, 100 + number, 0.55, at=NOW - timedelta(days=3))
        decide(session, 1, Verdict.CONFIRMED, officer="a", reason="same_mark")
    with database.read() as session:
        drift = read_drift(session, datetime.now(UTC))
    assert (drift.now.assessments, drift.before.assessments) == (40, 40)
    assert drift.now.agreement == 1.0
    assert drift.stability is not None
    assert drift.stability > 0.25
    assert "重新训练" in drift.verdict.text(Language.CHINESE)
    assert stability((0.5, 0.5), (0.5, 0.5)) == 0
