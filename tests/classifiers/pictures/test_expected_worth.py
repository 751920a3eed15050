"""Pictures are fetched by what is expected of them; nothing that the words do not tell excludes one."""

from __future__ import annotations

import dataclasses

import pytest

from classifiers.pictures.expected_worth import LEAST_WORTH, expected_worth, names_brand
from storage.records import NOTHING_KNOWN, Background, Right, RightsBook
from tests.classifiers.samples import HOLDER, LANZE, listing


def book(*goods: str) -> RightsBook:
    right: Right = dataclasses.replace(LANZE, goods=goods, classes=(30,))
    return RightsBook(holders=(HOLDER,), rights=(right,))


def worth(title: str, goods: str, background: Background = NOTHING_KNOWN, **fields: str) -> float:
    return expected_worth(listing(title, **fields), book(goods), background).probability


@pytest.mark.parametrize(
    ("title", "goods"),
    [
        ("东北粳米 10斤", "大米"),
        ("明前龙井 250g", "茶叶"),
        ("绿茶 罐装", "茶叶"),
        ("椴树蜜 500g", "蜂蜜"),
    ],
)
def test_goods_of_the_rights_group_are_worth_nearly_as_much_as_its_very_word(
    title: str, goods: str
) -> None:
    very_word = worth(f"{goods} 新货", goods)
    assert worth(title, goods) > 0.7 * very_word
    assert worth("手机壳 防摔", goods) < LEAST_WORTH


def test_words_that_tell_nothing_rank_a_listing_and_do_not_exclude_it() -> None:
    untold = worth("五常稻花香 新品", "大米")
    assert LEAST_WORTH < untold <= worth("大米 新货", "大米")


@pytest.mark.parametrize("brand", ["其他", "无品牌", "OEM", "无", "Other", "禾穗粮行"])
def test_a_brand_field_that_names_no_brand_costs_nothing(brand: str) -> None:
    item = listing("大米 10斤", shop="禾穗粮行旗舰店", brand=brand)
    assert not names_brand(item)
    assert names_brand(dataclasses.replace(item, brand="示例牌"))
    assert worth("大米 10斤", "大米", shop="禾穗粮行旗舰店", brand=brand) == worth(
        "大米 10斤", "大米"
    )


def test_what_officers_decided_of_the_shop_and_its_pictures_moves_the_worth() -> None:
    plain = worth("大米", "大米")
    assert worth("大米", "大米", Background(confirmed=1)) > plain
    assert worth("大米", "大米", Background(dismissed=3)) < plain
    assert worth("大米", "大米", Background(same_picture=(7,))) > 0.8
    assert worth("手机壳", "大米", Background(confirmed=1)) > LEAST_WORTH


def test_pictures_of_a_stricter_tier_are_fetched_first_and_none_is_left_out_for_its_tier() -> None:
    rights = tuple(
        dataclasses.replace(LANZE, id=f"r{tier}", holder=f"h{tier}", goods=(goods,), classes=(30,))
        for tier, goods in ((1, "蜂蜜"), (4, "大米"))
    )
    holders = tuple(dataclasses.replace(HOLDER, id=f"h{tier}", tier=tier) for tier in (1, 4))
    of_both = RightsBook(holders=holders, rights=rights)
    strict, low = (
        expected_worth(listing(title), of_both, NOTHING_KNOWN)
        for title in ("蜂蜜 500g", "大米 10斤")
    )
    assert (strict.tier, low.tier) == (1, 4)
    assert strict.probability == low.probability
    assert strict.order > low.order > LEAST_WORTH
