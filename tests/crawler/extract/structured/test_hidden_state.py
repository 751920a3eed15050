"""State objects in places and spellings that browsers leave alone."""

from __future__ import annotations

import html
import json

import pytest

from crawler.extract.page.page import Page
from crawler.extract.read_page import read_page

GOODS = [
    {
        "title": f"Assam Sorte {n}",
        "price": n + 5,
        "url": f"https://teehaus.example/p/assam-{n}.html",
    }
    for n in range(6)
]
STATE = json.dumps({"result": {"goods": GOODS}}, ensure_ascii=False)


@pytest.mark.parametrize(
    "holder",
    [
        f'<script type="text/x-state" id=s>{STATE}</script>',
        f"<div hidden><!-- {STATE} --></div>",
        f'<div id=app data-page="{html.escape(STATE)}"></div>',
    ],
)
def test_a_list_in_data_of_any_place(holder: str) -> None:
    reading = read_page(
        Page.from_text("https://teehaus.example/search?q=assam", f"<title>Assam</title>{holder}")
    )
    assert (reading.kind, len(reading.cards)) == ("list", 6)


def test_keys_in_capitals() -> None:
    state = {
        "Detail": {
            "Sku": "AS-9",
            "ProductName": "Assam Dose 100g",
            "SalePrice": 7.5,
            "InStock": False,
        }
    }
    page = f"<title>Assam Dose 100g</title><h1>Assam Dose 100g</h1><script>window.__S__={json.dumps(state)}</script>"
    listing = read_page(Page.from_text("https://teehaus.example/p/AS-9", page)).listing
    assert listing is not None
    assert (str(listing.price), listing.availability, listing.sku) == ("7.5", "OutOfStock", "AS-9")
