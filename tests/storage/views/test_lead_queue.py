"""The views of the queue: every filter, alone and together, and the groups."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.database import Database
from storage.base.vocabulary import LeadState
from storage.tables import LeadRow
from storage.views.lead_queue import count_leads, find_leads
from storage.views.queue.lead_filter import NOWHERE, LeadFilter
from storage.views.queue_choices import queue_choices
from storage.views.queue_groups import Grouping, find_groups
from tests.storage.leads.test_facets import opened


def fill(session: Session) -> None:
    """Five leads in three shops of two platforms."""
    for number, (shop, platform, place, sales) in enumerate(
        [
            ("甲店", "a.invalid", "内蒙古巴彦淖尔市五原县", 10),
            ("甲店", "a.invalid", "内蒙古巴彦淖尔市临河区", 99_999),
            ("乙店", "a.invalid", "山东省济南市", 0),
            ("甲店", "b.invalid", None, 5),
            (None, "b.invalid", None, 5),
        ],
        start=1,
    ):
        opened(session, str(number), shop=shop, platform=platform, location=place, sales=sales)


@pytest.mark.both_databases
def test_every_filter_keeps_what_it_says(database: Database) -> None:
    with database.begin() as session:
        fill(session)
        session.execute(
            sa.update(LeadRow).where(LeadRow.id.in_([1, 2])).values(picture="ff", campaign="铁拳")
        )
        session.execute(
            sa.update(LeadRow).where(LeadRow.id.in_([1, 3])).values(next_step="ask_holder")
        )
    with database.read() as session:

        def ids_of(**filters: object) -> list[int]:
            return [
                line.id
                for line in find_leads(session, LeadFilter(**filters), offset=0, limit=9).lines  # type: ignore[arg-type]
            ]

        assert ids_of() == [2, 1, 4, 5, 3]  # what many bought first
        assert ids_of(region="1508") == [2, 1]
        assert ids_of(region="15") == [2, 1]
        assert ids_of(region="150821") == [1]
        assert ids_of(region=NOWHERE) == [4, 5]
        assert ids_of(region="3") == [3]
        assert ids_of(platform="b.invalid") == [4, 5]
        assert ids_of(disguise="sound", tier=3) == [2, 1, 4, 5, 3]
        assert ids_of(disguise="exact") == ids_of(tier=1) == []
        assert ids_of(next_step="ask_holder") == [1, 3]
        assert ids_of(next_step="ask_holder", platform="a.invalid", region="37") == [3]
        assert ids_of(next_step="letter") == []
        assert ids_of(picture="ff") == ids_of(campaign="铁拳") == [2, 1]
        assert ids_of(states=(LeadState.CONFIRMED,)) == []
        assert ids_of(words="面粉", platform="a.invalid", region="37") == [3]


@pytest.mark.both_databases
def test_leads_of_one_shop_or_picture_stand_together_with_their_count(database: Database) -> None:
    with database.begin() as session:
        fill(session)
        session.execute(sa.update(LeadRow).where(LeadRow.id.in_([3, 4])).values(picture="ff"))
    with database.read() as session:
        shops = find_groups(session, LeadFilter(), Grouping.SHOP, offset=0, limit=2)
        last_page = find_groups(session, LeadFilter(), Grouping.SHOP, offset=2, limit=2)
        alone = find_groups(session, LeadFilter(region="37"), Grouping.SHOP, offset=0, limit=2)
        pictures = find_groups(session, LeadFilter(), Grouping.PICTURE, offset=0, limit=9)
        assert [(g.shop, g.count, g.first) for g in shops.groups] == [
            ("甲店", 2, 2),
            ("甲店", 1, 4),
        ]
        assert [(g.shop, g.count, g.first) for g in last_page.groups] == [("乙店", 1, 3)]
        assert (shops.total, shops.leads) == (3, 4)
        assert [g.shop for g in alone.groups] == ["乙店"]
        assert [(g.key, g.count, g.first) for g in pictures.groups] == [("ff", 2, 4)]
        for group in (*shops.groups, *last_page.groups):
            assert count_leads(session, LeadFilter(shop_id=int(group.key))) == group.count


@pytest.mark.both_databases
def test_the_filters_offer_what_has_leads(database: Database) -> None:
    with database.begin() as session:
        fill(session)
    with database.read() as session:
        choices = queue_choices(session)
    assert [host for host, _ in choices.platforms] == ["a.invalid", "b.invalid"]
    assert choices.regions == [
        ("15", "内蒙古自治区"),
        ("1508", "　巴彦淖尔市"),
        ("150802", "　　临河区"),
        ("150821", "　　五原县"),
        ("37", "山东省"),
        (NOWHERE, "未公示"),
    ]
