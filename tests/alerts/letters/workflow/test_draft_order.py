"""A letter to a platform goes through its goods as the platform does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from alerts.letters.gather.letter_leads import letter_leads
from alerts.letters.model.letter_kind import find_kind
from alerts.letters.workflow.draft import draft
from storage.base.database import Database
from storage.base.settings import Settings
from tests.alerts.conftest import FLOUR
from tests.alerts.letters.workflow.conftest import NOTICE


def test_goods_stand_by_shop_and_within_a_shop_by_item_number(
    database: Database, settings: Settings, people: None, new_lead: Callable[..., int]
) -> None:
    captured = [
        ("乙店", "9"),
        ("甲店", "100"),
        ("乙店", "10"),
        ("甲店", "20"),
        ("甲店", "3-a"),
        (None, "1"),
    ]
    with database.begin() as session:
        leads = [
            new_lead(session, replace(FLOUR, shop=shop, item_id=number))
            for shop, number in captured
        ]
        row = draft(session, settings, kind=NOTICE, lead_ids=leads, by="zhang")
        rows = [lead.listing for lead in letter_leads(session, settings, row.id)]
        assert [(listing.shop, listing.item_id) for listing in rows] == [
            (None, "1"), ("乙店", "9"), ("乙店", "10"), ("甲店", "3-a"), ("甲店", "20"), ("甲店", "100"),
        ]  # fmt: skip
        inside = draft(
            session,
            settings,
            kind=find_kind("case-source-register"),
            lead_ids=leads[:2],
            by="zhang",
        )
        numbers = [lead.listing.item_id for lead in letter_leads(session, settings, inside.id)]
    assert numbers == ["9", "100"]  # within the office, as they were chosen
