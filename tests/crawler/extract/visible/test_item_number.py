"""The item number in an address."""

from __future__ import annotations

import pytest

from crawler.extract.visible.item_number import url_number


@pytest.mark.parametrize(
    ("url", "number"),
    [
        ("https://shop.example/#/items/detail/20025", "20025"),
        ("https://shop.example/#/pages/goods/detail?id=20025", "20025"),
        ("https://shop.example/?s=goods/index/id/100001.html", "100001"),
        ("https://shop.example/index.php?r=goods/view/100001", "100001"),
        ("https://shop.example/#reviews", None),
    ],
)
def test_routes(url: str, number: str | None) -> None:
    assert url_number(url) == number
