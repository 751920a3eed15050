"""What an officer's browser sent is read as the page that it was when it was taken."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from console.intake.page_understanding import read_sent_page
from console.intake.sent_page import SentPage

END = datetime(2026, 11, 22, 4, tzinfo=UTC)
GOODS = {"goods_id": "12", "goods_name": "示例面粉 5kg", "shop_price": "39.00", "promote_price": "29.00"}  # fmt: skip


@pytest.mark.parametrize(("hours", "price"), [(-1, "29.00"), (1, "39.00")])
def test_a_special_price_holds_where_the_page_was_taken_on_its_days(hours: int, price: str) -> None:
    state = json.dumps({"goods": {**GOODS, "promote_end_date": int(END.timestamp())}})
    taken = END + timedelta(hours=hours)
    page = SentPage(
        url="https://shop.example/goods.php?id=12",
        title="示例面粉 5kg",
        dom=f"<h1>示例面粉 5kg</h1><script>window.__STATE__ = {state}</script>",
        text="示例面粉 5kg",
        taken_at=taken,
        sent_at=taken,
        browser="",
        extension="",
    )
    listing = read_sent_page(page).listing
    assert listing is not None
    assert listing.price == Decimal(price)
