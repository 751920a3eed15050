from __future__ import annotations

from decimal import Decimal

import pytest

from crawler.extract.visible.amounts import read_amount
from storage.base.money import read_price


@pytest.mark.parametrize(
    ("text", "amount"),
    [("999999999999万元", None), ("100000000万元", None), ("99999999万元", Decimal(999999990000))],
)
def test_the_bound_of_prices_holds_after_the_multiple(text: str, amount: Decimal | None) -> None:
    assert read_price(text) == amount
    read = read_amount(text)
    assert (read.value if read else None) == amount
