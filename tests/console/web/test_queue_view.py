"""The queue's state lives in the URL, and nonsense in a URL is left out."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.web.pagination import Pagination
from console.web.queue_view import read_view
from storage.base.vocabulary import LeadState

NAMES = (
    "tab",
    "right",
    "platform",
    "level",
    "state",
    "shop",
    "q",
    "disguise",
    "region",
    "tier",
    "picture",
    "group",
    "since",
    "until",
    "page",
    "size",
)


@given(st.dictionaries(st.sampled_from(NAMES), st.text(max_size=30)))
def test_no_query_string_breaks_a_view(query: dict[str, str]) -> None:
    view = read_view(query, "甲")
    assert view.page >= 1
    assert view.size in (20, 50, 100)
    assert read_view(view.parameters, "甲").lead_filter == view.lead_filter


def test_a_view_reads_what_the_url_says() -> None:
    view = read_view({"tab": "all", "level": "red", "since": "2026-11-01", "shop": "7"}, "甲")
    assert view.lead_filter.level == "red"
    assert view.lead_filter.since == date(2026, 11, 1)
    assert view.lead_filter.shop_id == 7
    assert view.lead_filter.states == ()


def test_my_leads_are_those_that_i_claimed() -> None:
    lead_filter = read_view({"tab": "mine"}, "甲").lead_filter
    assert (lead_filter.states, lead_filter.officer) == ((LeadState.CLAIMED,), "甲")


def test_a_state_outside_its_tab_is_left_out() -> None:
    assert read_view({"tab": "pending", "state": "closed"}, "甲").lead_filter.states == (
        LeadState.PENDING,
    )


@pytest.mark.parametrize(
    ("total", "page", "numbers"),
    [
        (0, 1, [1]),
        (100, 1, [1, 2, 3, None, 5]),
        (2000, 50, [1, None, 48, 49, 50, 51, 52, None, 100]),
    ],
)
def test_few_page_numbers_are_shown(total: int, page: int, numbers: list[int | None]) -> None:
    assert Pagination(total=total, page=page, size=20).numbers == numbers


def test_disguise_region_and_tier_are_read_where_they_make_sense() -> None:
    query = {"disguise": "sound", "region": "1508", "tier": "1", "picture": "ff"}
    lead_filter = read_view(query, "甲").lead_filter
    assert (lead_filter.disguise, lead_filter.region, lead_filter.tier) == ("sound", "1508", 1)
    assert lead_filter.picture == "ff"
    nonsense = {"disguise": "loud", "region": "15%", "tier": "x", "group": "moon"}
    view = read_view(nonsense, "甲")
    assert (view.lead_filter.disguise, view.lead_filter.region, view.lead_filter.tier) == (
        None,
        None,
        None,
    )
    assert view.grouping is None


def test_a_view_may_stand_in_groups() -> None:
    assert read_view({"group": "shop"}, "甲").grouping == "shop"
