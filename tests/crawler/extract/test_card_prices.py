"""Prices of product cards, however their sign and their spaces are written."""

from __future__ import annotations

import pytest

from crawler.extract.page.page import Page
from crawler.extract.visible.cards import find_cards


@pytest.mark.parametrize(
    "price",
    [
        "¥12",
        "</b>¥<b>12",
        "US\u3000$5",
        "12\u00a0€",
        "1 234,50\u2009Kč",
        "٣\u00a0₴",
        "12\n</b>\n<b> zł",
        "rs. 5",
        "7 Leİ",
    ],
)
def test_cards_are_known_by_a_price_in_any_writing(price: str) -> None:
    card = '<li class=product><a href="/item/{}.html">面粉</a><b>{}</b></li>'
    markup = "<ul>" + "".join(card.format(number, price) for number in (1, 2)) + "</ul>"
    assert len(find_cards(Page.from_text("https://shop.example/", markup))) == 2


@pytest.mark.parametrize("text", ["after 5", "5 after", "term 5", "1 2 3", "5 krona", "firm 5"])
def test_words_that_hold_a_sign_of_money_are_no_price(text: str) -> None:
    card = '<li class=product><a href="/item/{}.html">面粉</a><b>{}</b></li>'
    markup = "<ul>" + "".join(card.format(number, text) for number in (1, 2)) + "</ul>"
    assert not find_cards(Page.from_text("https://shop.example/", markup))
