"""Amounts as the pages of many countries show them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract.visible import currencies
from crawler.extract.visible.amounts import read_amount, read_machine_price
from crawler.extract.visible.currencies import find_currency, read_currency


@pytest.mark.parametrize(
    ("text", "value", "currency"),
    [
        ("¥29.90", "29.90", "CNY"),
        ("￥ 1,299.00", "1299.00", "CNY"),
        ("29.9-59元", "29.9", "CNY"),
        ("¥59起", "59", "CNY"),
        ("1.2万元", "12000", "CNY"),
        ("45.00元/斤", "45.00", "CNY"),
        ("￥1.250", "1.250", "CNY"),
        ("１２．５元", "12.5", "CNY"),
        ("1.299,00 €", "1299.00", "EUR"),
        ("1 299,00 €", "1299.00", "EUR"),
        ("1.299 €", "1299", "EUR"),
        ("€ 49,-", "49", "EUR"),
        ("2 449 Kč", "2449", "CZK"),
        ("£0.99", "0.99", "GBP"),
        ("8 options from 98,65 €", "98.65", "EUR"),
        ("-20% 79,90 zł", "79.90", "PLN"),
        ("30,000원~", "30000", "KRW"),
        ("44 890 тг.", "44890", "KZT"),
        ("Rs. 2,433", "2433", "INR"),
        ("₹1,29,999.00", "129999.00", "INR"),
        ("US $12.99/kg", "12.99", "USD"),
        ("35€ 99", "35.99", "EUR"),
        ("12€99 (dont 0,02 € d'éco-part)", "12.99", "EUR"),
        (".75 €", "0.75", "EUR"),
        ("$119. 95", "119.95", "USD"),
        ("1.837, 32 €", "1837.32", "EUR"),
        ("423.923 KD", "423.923", "KWD"),
        ("¥ 6 .90", "6.90", "CNY"),
        ("KWD 1.250", "1.250", "KWD"),
        ("500g ¥15.80", "15.80", "CNY"),
        ("2 x $12.00", "12.00", "USD"),
        ("100-499件 ¥3.50", "3.50", "CNY"),
        ("¥3.50~¥5.00", "3.50", "CNY"),
        ("GBP 34.992001", "34.992001", "GBP"),
        ("Aloe Gel 12,90 €", "12.90", "EUR"),
        ("CRC Bremsenreiniger 12,90 €", "12.90", "EUR"),
        ("12,90 ₾", "12.90", "GEL"),
        ("1 250,00 UAN", "1250.00", "UAH"),
    ],
)
def test_an_amount_is_read_with_its_currency(text: str, value: str, currency: str) -> None:
    amount = read_amount(text)
    assert amount is not None
    assert (amount.value, amount.currency) == (Decimal(value), currency)


@pytest.mark.parametrize(
    "text", ["面议", "", "询价", "-5", "8折", "20% off", "¥", "暂无报价", "999999999万元"]
)
def test_what_is_no_amount_is_unknown(text: str) -> None:
    assert read_amount(text) is None


@pytest.mark.parametrize(
    ("value", "expected"),
    [("34.000", "34.000"), (12, "12"), (9.5, "9.5"), ("1,299.00", "1299.00"), ("¥5", "5")],
)
def test_structured_data_writes_a_decimal_point(value: object, expected: str) -> None:
    assert read_machine_price(value) == Decimal(expected)


@pytest.mark.parametrize(
    "value", [None, True, "", "free", float("nan"), float("inf"), [], "9" * 40]
)
def test_structured_junk_is_unknown(value: object) -> None:
    assert read_machine_price(value) is None


def test_a_currency_may_be_a_code_or_a_sign() -> None:
    assert read_currency("cny") == "CNY"
    assert read_currency("元") == "CNY"
    assert read_currency("nonsense here") is None


@pytest.mark.parametrize("text", ["UAN 111 222 333", "UAN: 021 111 123 456", "UAN : +92 42 111"])
def test_a_telephone_number_shows_no_sign_of_money(text: str) -> None:
    assert find_currency(text) is None


def test_the_sign_of_a_long_text_is_found_and_not_kept() -> None:
    before = currencies._short_text_sign.cache_info().currsize
    assert currencies.find_currency(f"{'x ' * 5_000}12 €") == "EUR"
    assert currencies._short_text_sign.cache_info().currsize == before


@given(st.text(max_size=400))
def test_any_text_gives_a_price_in_bounds_or_none(text: str) -> None:
    amount = read_amount(text)
    assert amount is None or 0 <= amount.value < Decimal(10) ** 16
