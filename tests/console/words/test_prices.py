"""Prices as people in China read them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from console.words.prices import show_price


@pytest.mark.parametrize(
    ("price", "currency", "words"),
    [
        ("19.9", "CNY", "¥19.90"),
        ("1299", None, "¥1,299.00"),
        ("5", "元", "¥5.00"),
        ("12.5", "USD", "USD 12.50"),
    ],
)
def test_a_price_has_its_sign_and_two_decimals(
    price: str, currency: str | None, words: str
) -> None:
    assert show_price(Decimal(price), currency) == words


def test_an_absent_price_is_unknown() -> None:
    assert show_price(None, "CNY") == "未知"
