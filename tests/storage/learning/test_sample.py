"""A few non-leads are drawn by chance, marked, weighed by their chance, and no other system is told."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from storage.base.database import Database
from storage.base.vocabulary import LeadState
from storage.leads.opening import open_lead
from storage.learning.decided_listings import decided_listings
from storage.learning.sample import NonLead, assessed_pairs, draw_sample
from storage.tables import AssessmentRow, LeadRow, SampledLeadRow
from storage.views.lead_queue import count_leads
from storage.views.queue.lead_filter import LeadFilter
from storage.views.queue_export import every_lead
from tests.storage.learning.decided_leads import a_lead, an_assessment, day, verdict


def test_the_chance_of_a_pair_is_even_and_the_same_at_every_assessment() -> None:
    places = [NonLead(1, listing, "r").place for listing in range(4000)]
    assert sum(places) / len(places) == pytest.approx(0.5, abs=0.02)
    assert sum(place < 0.02 for place in places) == pytest.approx(80, abs=27)
    assert NonLead(2, 7, "r").place == NonLead(9, 7, "r").place


def test_drawn_pairs_are_marked_weighed_and_drawn_once(database: Database) -> None:
    with database.begin() as session:
        for number in range(60):
            an_assessment(session, f"n{number}", score=0.1, lead=False)
        for number in range(10):
            a_lead(session, f"l{number}")
        drawn = draw_sample(session, {}, share=0.3, most=100, after=0)
        assert 8 <= drawn <= 28
        leads = session.scalars(sa.select(LeadRow).where(LeadRow.probe == "random")).all()
        assert {(lead.level, lead.state) for lead in leads} == {("none", "pending")}
        head = session.scalars(sa.select(LeadRow).order_by(LeadRow.rank).limit(12)).all()
        assert any(lead.probe for lead in head)
        weights = session.scalars(sa.select(SampledLeadRow.weight)).all()
        assert weights == pytest.approx([1 / 0.3] * drawn)
        assert draw_sample(session, {}, share=0.3, most=100, after=0) == 0
        pairs = assessed_pairs(session)
        assert (pairs.leads, pairs.non_leads) == (10, 60)


def test_a_sample_is_no_lead_on_a_list_until_an_officer_decides_it(database: Database) -> None:
    with database.begin() as session:
        an_assessment(session, "n1", lead=False)
        lead = a_lead(session, "l1")
        assert draw_sample(session, {}, share=1.0, most=5, after=0) == 1
        assert [line["id"] for line in every_lead(session)] == [lead.id]
        assert count_leads(session, LeadFilter()) == 2
        drawn = session.scalars(sa.select(LeadRow).where(LeadRow.probe == "random")).one()
        drawn.state = LeadState.CONFIRMED
        session.flush()
        assert len(list(every_lead(session))) == 2


def test_no_more_are_drawn_than_the_day_allows_and_each_then_stands_for_more(
    database: Database,
) -> None:
    with database.begin() as session:
        for number in range(60):
            an_assessment(session, f"n{number}", lead=False)
        assert draw_sample(session, {}, share=0.5, most=3, after=0) == 3
        total = sum(session.scalars(sa.select(SampledLeadRow.weight)))
        assert total == pytest.approx(60, abs=22)
        assert draw_sample(session, {}, share=0.0, most=3, after=0) == 0


def test_a_drawn_pair_keeps_its_mark_when_it_is_assessed_again_and_trains_with_its_weight(
    database: Database,
) -> None:
    with database.begin() as session:
        assessment, listing = an_assessment(session, "a", score=0.1, lead=False)
        draw_sample(session, {}, share=0.999, most=5, after=0)
        again = AssessmentRow(
            version_id=assessment.version_id, right_id="r", basis="c", model="m@2", score=0.2,
            level="none", lead=False, signals=(),
        )  # fmt: skip
        session.add(again)
        session.flush()
        lead_id = open_lead(session, again, listing, tier=3).lead_id
        lead = session.get_one(LeadRow, lead_id)
        assert lead.probe == "random"
        verdict(session, lead, True, day(1))
        (decided,) = decided_listings(session)
    assert decided.drawn
    assert decided.weight == pytest.approx(1 / 0.999)
