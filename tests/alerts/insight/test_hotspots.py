from __future__ import annotations

import dataclasses
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from alerts.insight.hotspots import find_surges, new_disguises, poisson_tail
from storage.base.database import Database
from storage.base.errors import BadInput
from storage.base.office_time import OFFICE_TIME
from storage.base.vocabulary import Verdict
from storage.leads.lifecycle import decide
from storage.records import Operator, Signal
from storage.tables import LeadRow
from tests.alerts.conftest import FLOUR, OpenLead

FIRST, LAST = date(2026, 6, 8), date(2026, 6, 14)


def opened(
    session: Session, new_lead: OpenLead, day: int, *, text: str = "天赋河套", **fields: Any
) -> int:
    """A lead opened so many days after the first day of the period."""
    mark = Signal.from_json({"kind": "mark", "field": "title", "span": [0, 4], "text": text, "weight": 2.0,
            "explanation": "…"})  # fmt: skip
    lead_id = new_lead(session, dataclasses.replace(FLOUR, **fields), signals=(mark,))
    noon = datetime(2026, 6, 8, 12, tzinfo=OFFICE_TIME)
    session.get_one(LeadRow, lead_id).opened_at = noon + timedelta(days=day)
    session.flush()
    return lead_id


@pytest.mark.both_databases
def test_a_sudden_gathering_stands_out_and_the_usual_level_does_not(
    database: Database, new_lead: OpenLead
) -> None:
    far = {"operator": Operator(address="山东省济南市"), "platform": "b.example"}
    with database.begin() as session:
        for week in range(1, 5):
            for day in range(4):
                opened(session, new_lead, day - 7 * week)
        usual = [opened(session, new_lead, day) for day in range(4)]
        sudden = [opened(session, new_lead, day, **far) for day in range(5)]
        dismissed = opened(session, new_lead, 6, **far)
        decide(session, dismissed, Verdict.DISMISSED, officer="li", reason="place_name")
        (surge,) = find_surges(session, FIRST, LAST)
    assert surge.leads == tuple(sudden)
    assert (surge.region, surge.goods, surge.platform) == ("山东省济南市", "其他商品", "b.example")
    assert (surge.count, surge.usual) == (5, 0.0)
    assert not set(usual) & set(surge.leads)


def test_chance_is_the_poisson_tail() -> None:
    assert poisson_tail(0, 2.0) == 1.0
    assert poisson_tail(1, 2.0) == pytest.approx(0.864665, abs=1e-6)
    assert poisson_tail(8, 2.0) == pytest.approx(0.001097, abs=1e-6)


@pytest.mark.both_databases
def test_a_disguise_is_new_only_when_no_earlier_lead_had_it(
    database: Database, new_lead: OpenLead
) -> None:
    with database.begin() as session:
        opened(session, new_lead, -3, text="天斌河套")
        opened(session, new_lead, 1, text="天斌河套")
        first = opened(session, new_lead, 2, text="添赋河套")
        opened(session, new_lead, 3, text="添赋河套")
        opened(session, new_lead, 9, text="天賦河淘")
        opened(session, new_lead, 4)
        (disguise,) = new_disguises(session, FIRST, LAST)
    assert (disguise.text, disguise.count, disguise.first_lead) == ("添赋河套", 2, first)


def test_a_period_that_runs_backward_is_refused(database: Database) -> None:
    with database.read() as session, pytest.raises(BadInput):
        find_surges(session, LAST, FIRST)
