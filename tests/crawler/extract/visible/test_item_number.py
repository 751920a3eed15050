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
        ("https://shop.example/home/goods/detail/id/31.html", "31"),
        ("https://shop.example/home/goods/detail/goods_id/31", "31"),
        ("https://shop.example/index.php?r=goods/view/100001", "100001"),
        ("https://shop.example/shop/item.php?it_id=1700000001", "1700000001"),
        ("https://shop.example/index.php?main_page=product_info&cPath=3&products_id=41", "41"),
        ("https://shop.example/goods_view.php?goodsNo=1000000231", "1000000231"),
        ("https://shop.example/index.php?id_product=8&controller=product", "8"),
        ("https://shop.example/list.php?ca_id=10", None),
        ("https://shop.example/#reviews", None),
    ],
)
def test_routes(url: str, number: str | None) -> None:
    assert url_number(url) == number
