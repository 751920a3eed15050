"""Where a sample states a value."""

from __future__ import annotations

import pytest

from crawler.extract.page.page import Page
from crawler.templates.election.value_places import ValuePlaces
from tests.crawler.templates.made_shops import BASE, sample_of


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.299,00 €", "1299"),
        ("¥1,299.50", "1299.5"),
        ("¥1.2万", "12000"),
        ("１２９９元", "1299"),
        ("29.9-59元", "29.9"),
    ],
)
def test_an_amount_is_found_where_its_digits_stand_however_it_is_written(
    text: str, value: str
) -> None:
    page = Page.from_text(
        f"{BASE}/item/80231.html",
        f"<title>面粉</title><h1>面粉</h1><p class=price>¥5</p><b class=now>{text}</b><i class=now>买家2</i>"
        "<button>加入购物车</button>",
    )
    ways = ValuePlaces(sample_of(page), frozenset({".now"})).ways(value, amount=True)
    assert "b.now" in {way.css for way in ways}
