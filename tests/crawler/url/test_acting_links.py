"""Which addresses act, or ask for a person's account, and are never followed."""

from __future__ import annotations

import pytest

from crawler.url.acting_links import is_acting
from crawler.url.url_parts import split


def acts(url: str) -> bool:
    parts = split(url)
    assert parts is not None
    return is_acting(parts)


@pytest.mark.parametrize(
    "route",
    ["account/login", "account/wishlist", "checkout/cart", "product/compare", "user/register"],
)
def test_a_route_is_judged_as_the_path_it_stands_for(route: str) -> None:
    assert acts(f"https://shop.example/index.php?route={route}&language=de")
    assert acts(f"https://shop.example/{route}")


@pytest.mark.parametrize("route", ["product/product", "product/category", "product/special"])
def test_a_route_to_goods_is_followed(route: str) -> None:
    assert not acts(f"https://shop.example/index.php?route={route}&product_id=7")
