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


@pytest.mark.parametrize("query", ["logout=home", "add-to-cart=item5", "action=add_product"])
def test_a_name_of_an_act_acts_whatever_its_value(query: str) -> None:
    assert acts(f"https://shop.example/?{query}")


@pytest.mark.parametrize("query", ["action=pro_list", "do=home", "id=3&returnurl=index.php"])
def test_a_name_of_a_part_of_the_program_acts_by_its_value(query: str) -> None:
    assert not acts(f"https://shop.example/?{query}")


@pytest.mark.parametrize("route", ["product/product", "product/category", "product/special"])
def test_a_route_to_goods_is_followed(route: str) -> None:
    assert not acts(f"https://shop.example/index.php?route={route}&product_id=7")


@pytest.mark.parametrize(
    "route", ["Cart-AddProduct", "Wishlist-Add", "Account-SetNewPassword", "Order-History"]
)
def test_parts_of_salesforce_commerce_cloud_for_a_visitors_account_act(route: str) -> None:
    assert acts(f"https://shop.example/on/demandware.store/Sites-X-Site/en_US/{route}")


@pytest.mark.parametrize("goods", ["cart-set", "order-sets", "cart-addons"])
def test_goods_with_the_name_of_such_a_part_do_not_act(goods: str) -> None:
    assert not acts(f"https://shop.example/products/{goods}")
