"""Words are spotted in many texts at once exactly where their pattern stands."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract.page.term_search import ShortTexts
from crawler.extract.page.text import clean_text
from crawler.extract.visible.currencies import SIGN
from crawler.extract.visible.shop_words import BUY, IN_STOCK, PREORDER, SOLD_OUT

_WORDS = (
    "buy", "buying guide", "Add to the CART", "köp", "köpte", "加入购物车", "立即抢购", "无货", "已下架", "SOLD-OUT",
    "out of stock", "out\u00a0of stock", "laos", "laoss", "in stock", "instock", "库存：3", "库存：٣", "库存 0",
    "satın al", "SATIN AL", "tükendi", "TÜKENDI", "tükendı", "ſold out", "Kup teraz", "nedostupné", "预售", "pre-order",
    "3 left", "３ left", "add to größe cart", "ΕΞΑΝΤΛΗΜΈΝΟ", "εξαντλ", "в корзину", "В\u3000КОРЗИНУ", "価格", "x",
)  # fmt: skip


@pytest.mark.parametrize("words", [BUY, SOLD_OUT, IN_STOCK, PREORDER])
@given(
    texts=st.lists(
        st.lists(st.sampled_from([*_WORDS, " ", "-", "a", "é", "1"]), max_size=5).map("".join)
        | st.text(max_size=20),
        max_size=12,
    )
)
def test_spots_what_each_search_finds(words: re.Pattern[str], texts: list[str]) -> None:
    cleaned = [clean_text(text) for text in texts]
    positions = ShortTexts(cleaned).search(words)
    assert positions == {at for at, text in enumerate(cleaned) if words.search(text)}


def test_no_word_is_seen_across_two_texts() -> None:
    assert ShortTexts(["add to", "cart"]).search(BUY) == frozenset()
    assert ShortTexts(["x", "立即购买", "y", "Buy now"]).search(BUY) == {1, 3}


@given(
    texts=st.lists(
        st.lists(
            st.sampled_from(
                ["$", "kr", "US$", "59", " ", "€", "kraft", "Rs.", "zł", "元", "x", "LT", "."]
            ),
            max_size=4,
        ).map("".join),
        max_size=8,
    )
)
def test_a_first_look_misses_no_sign_of_money(texts: list[str]) -> None:
    cleaned = [clean_text(text) for text in texts]
    likely = ShortTexts(cleaned).likely(SIGN)
    assert likely >= {at for at, text in enumerate(cleaned) if SIGN.search(text)}


def test_a_first_look_leaves_out_words_that_only_begin_like_a_sign() -> None:
    assert ShortTexts(["kraft", "99 kr", "kr", "kr", "mark"]).likely(SIGN) == {1, 2, 3}
