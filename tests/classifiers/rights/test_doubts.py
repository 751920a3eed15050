"""Contradictory records: each has an answer of its own, and none stops an import."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from classifiers.rights.doubts import doubts_of
from storage.base.message import Language
from storage.records import (
    AuthorisedSeller,
    Meaning,
    Origin,
    OtherOwner,
    ReferencePrice,
    Right,
    RightHolder,
    RightKind,
    RightsBook,
    Sense,
)

HOLDER = RightHolder(id="h", name="示例云岭食品有限公司")


def codes(*rights: Right, stored: tuple[Right, ...] = ()) -> list[tuple[str, str]]:
    book = RightsBook(holders=(HOLDER,), rights=rights)
    return [(doubt.right, doubt.message.code) for doubt in doubts_of(book, stored)]


def a_right(**values: Any) -> Right:
    fields: dict[str, Any] = {"id": "r", "text": "云栖岭", "holder": "h", "goods": ("面粉",)}
    return Right(**{**fields, **values})


@pytest.mark.parametrize(
    ("right", "code"),
    [
        (a_right(text="岭"), "one-character"),
        (a_right(text="长江"), "common-word"),
        (a_right(text="绿豆"), "common-word"),
        (
            a_right(authorised_sellers=(AuthorisedSeller(shop="甲店", goods=("运动鞋",)),)),
            "licensed-goods",
        ),
        (
            a_right(other_owners=(OtherOwner(text="云栖", owner="示例云岭食品有限责任公司"),)),
            "owner-is-holder",
        ),
        (a_right(place=("喀纳尔",), product=("面粉",)), "no-place"),
        (a_right(origin=Origin(places=("喀纳尔",))), "no-place"),
        (a_right(meanings=(Meaning(text="豆浆", sense=Sense.DISH),)), "foreign-meaning"),
        (a_right(valid_from=date(2027, 1, 1), valid_until=date(2026, 1, 1)), "term-order"),
        (
            a_right(
                authorised_sellers=(
                    AuthorisedSeller(
                        shop="甲店", valid_from=date(2027, 1, 1), valid_until=date(2026, 1, 1)
                    ),
                )
            ),
            "licence-term-order",
        ),
        (
            a_right(
                reference_prices=(
                    ReferencePrice(goods="面粉", unit="kg", low=Decimal(12), high=Decimal(5)),
                )
            ),
            "price-order",
        ),
        (a_right(text="云栖好物", kind=RightKind.COLLECTIVE), "no-place-part"),
        (
            a_right(text="盘锦", kind=RightKind.CERTIFICATION, goods=(), place=("盘锦",)),
            "no-product-part",
        ),
    ],
)
def test_a_contradiction_in_a_record_is_named(right: Right, code: str) -> None:
    assert codes(right) == [("r", f"right-doubt.{code}")]


@pytest.mark.parametrize(
    "right",
    [
        a_right(),
        a_right(text="和平", kind=RightKind.PRODUCT_RULE),
        a_right(text="长江", meanings=(Meaning(text="长江", sense=Sense.PLACE),)),
        a_right(text="镇江香醋", kind=RightKind.CERTIFICATION),
        a_right(authorised_sellers=(AuthorisedSeller(shop="甲店", goods=("面粉",)),)),
        a_right(
            authorised_sellers=(
                AuthorisedSeller(
                    shop="甲店",
                    goods=("全麦面粉", "未列名"),
                ),
            )
        ),
        a_right(other_owners=(OtherOwner(text="云栖", owner="示例栖霞食品有限公司"),)),
        a_right(place=("盘锦", "盤錦", "PANJIN", "洪泽湖"), origin=Origin(places=("辽宁盘锦",))),
        a_right(place=("岚水湾村",), origin=Origin(places=("辽宁盘锦岚水湾村",))),
        a_right(meanings=(Meaning(text="云", sense=Sense.COMMON_WORD),)),
    ],
)
def test_a_record_without_contradiction_raises_no_doubt(right: Right) -> None:
    assert codes(right) == []


@pytest.mark.parametrize("language", Language)
def test_each_doubt_fills_its_words_in_each_language(language: Language) -> None:
    turned = (date(2027, 1, 1), date(2026, 1, 1))
    right = a_right(
        text="云栖好物",
        kind=RightKind.COLLECTIVE,
        goods=(),
        valid_from=turned[0],
        valid_until=turned[1],
        authorised_sellers=(
            AuthorisedSeller(shop="甲店", valid_from=turned[0], valid_until=turned[1]),
        ),
        reference_prices=(
            ReferencePrice(goods="面粉", unit="kg", low=Decimal(12), high=Decimal(5)),
        ),
    )
    doubts = doubts_of(RightsBook(holders=(HOLDER,), rights=(right,)))
    assert len(doubts) == 5
    assert all("{" not in doubt.message.text(language) for doubt in doubts)
    assert any("2026-01-01" in doubt.message.text(language) for doubt in doubts)


def test_two_rights_of_one_text_and_different_holders_are_named_each() -> None:
    namesake = a_right(id="s", holder="k")
    assert codes(a_right(), namesake) == [
        ("r", "right-doubt.namesake"),
        ("s", "right-doubt.namesake"),
    ]
    assert codes(a_right(), stored=(namesake, a_right())) == [("r", "right-doubt.namesake")]
    assert codes(a_right(), a_right(id="s")) == []


def test_a_doubt_has_words_in_both_languages() -> None:
    (doubt,) = doubts_of(RightsBook(rights=(a_right(text="长江", holder=None),)))
    assert "'长江' is a common word" in doubt.message.text(Language.ENGLISH)
    assert "“长江”是普通词语" in doubt.message.text(Language.CHINESE)
