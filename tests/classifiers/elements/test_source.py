"""Whose goods are sold, and the next step that follows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from classifiers.elements.next_step import OPEN_STEPS
from storage.records import (
    LEAD_STEPS,
    AuthorisedSeller,
    ElementName,
    NextStep,
)
from tests.classifiers.elements.answers import FAMOUS, MELON, answer
from tests.classifiers.samples import LANZE, assess, assessments, listing, scorer, signals


@pytest.mark.parametrize(
    ("title", "fields", "step"),
    [
        ("岚泽谷香面粉 5kg", {"shop": "谷香示例旗舰店"}, NextStep.NONE),
        ("岚泽谷香面粉 5kg", {"shop": "旧友粮油店"}, NextStep.ASK_HOLDER),
        ("非岚泽谷香面粉 农家自磨 5kg", {"brand": "示例磨坊"}, NextStep.NONE),
        ("本店与岚泽谷香无关 自磨面粉", {"brand": "示例磨坊"}, NextStep.NONE),
        ("适用于岚泽谷香面粉的密封夹", {}, NextStep.NONE),
    ],
)
def test_leave_denial_and_purpose_decide_the_step(
    title: str, fields: dict[str, Any], step: NextStep
) -> None:
    assessment = assess(title, LANZE, **fields)
    assert assessment.next_step is step
    assert assessment.lead is (step in LEAD_STEPS)


def test_a_licensee_is_asked_for_while_stock_is_sold_off_and_written_to_after_half_a_year() -> None:
    ended = AuthorisedSeller(shop="旧友粮油店", valid_until=date(2025, 5, 31))
    long_ago = replace(LANZE, authorised_sellers=(ended,))
    for right, step, why in (
        (LANZE, NextStep.ASK_HOLDER, "未满半年"),
        (long_ago, NextStep.LETTER, "已逾半年"),
    ):
        assessment = assess("岚泽谷香面粉 5kg", right, shop="旧友粮油店")
        assert assessment.next_step is step
        assert why in signals(assessment)["licence"].explanation


@pytest.mark.parametrize(
    "words",
    [
        "拒绝高仿",
        "非仿品",
        "非正品包退",
        "谨防各种仿品",
        "市面仿品多",
        "防二次灌装",
        "自灌溉农田",
        "从不出售假货",
        "如有假货十倍返",
    ],
)
def test_an_assurance_of_genuineness_is_no_confession_of_imitation(words: str) -> None:
    assessment = assess(f"岚泽谷香面粉 5kg {words}", LANZE, shop="某粮油铺")
    assert "wording-imitation" not in {signal.kind for signal in assessment.signals}
    assert assessment.next_step in (NextStep.ASK_HOLDER, NextStep.TEST_PURCHASE)


@pytest.mark.parametrize(
    ("title", "shop"),
    [
        ("岚泽谷香面粉 5kg 现货", "粮友甲闲置"),
        ("岚泽谷香面粉 5kg 代购有小票", "粮友甲铺"),
        ("岚泽谷香面粉 全新未拆 转让", "粮友甲铺"),
        ("出一件岚泽谷香面粉", "粮友甲铺"),
        ("岚泽谷香面粉 做出一个好馒头", "粮友甲铺"),
    ],
)
def test_who_only_says_that_goods_are_sold_on_is_asked_about_as_anybody_else(
    title: str, shop: str
) -> None:
    assert assess(title, LANZE, shop=shop).next_step in OPEN_STEPS
    assert assess(f"二手 {title}", LANZE, shop=shop).next_step is NextStep.NONE


@pytest.mark.parametrize(
    ("words", "step"), [("高仿", NextStep.LETTER), ("媲美大厂", NextStep.ASK_HOLDER)]
)
def test_a_confession_of_imitation_counts_far_from_the_sign_and_a_comparison_near_it(
    words: str, step: NextStep
) -> None:
    title = f"岚泽谷香面粉 家用高筋 十公斤 整箱十袋 {words}"
    assert assess(title, LANZE, shop="粮友甲铺").next_step is step


@pytest.mark.parametrize(
    ("title", "brand", "step"),
    [
        ("岚泽谷香 蓝牙耳机 入耳式", "岚泽谷香", NextStep.LETTER),
        ("岚泽谷香 蓝牙耳机 品牌授权", "岚泽谷香", NextStep.ASK_HOLDER),
        ("岚泽谷香 亲子乐园 门票 双人", "", NextStep.ASK_HOLDER),
        ("岚泽谷香 蓝牙耳机 转让", "岚泽谷香", NextStep.ASK_HOLDER),
        ("闲置 岚泽谷香 蓝牙耳机", "", NextStep.ASK_HOLDER),
        ("二手 岚泽谷香 蓝牙耳机", "", NextStep.WATCH),
    ],
)
def test_nobody_resells_goods_that_the_holder_of_a_well_known_mark_does_not_make(
    title: str, brand: str, step: NextStep
) -> None:
    assert assess(title, FAMOUS, brand=brand).next_step is step


@pytest.mark.parametrize("origin", ["内蒙古巴彦淖尔", "巴彦淖尔市临河区", "内蒙古自治区巴彦淖尔市"])
def test_the_area_is_known_in_whatever_chain_of_divisions_it_stands(origin: str) -> None:
    right = replace(MELON, origin=replace(MELON.origin, places=("内蒙古巴彦淖尔",)))  # type: ignore[type-var]
    assessment = assess("岚泽甜瓜 5斤", right, attributes={"产地": origin}, location="广东 深圳")
    assert answer(assessment, ElementName.SOURCE) == "in-area"


def test_goods_from_elsewhere_are_not_covered_by_a_licence_for_a_sign_of_a_place() -> None:
    shop = "谷香示例旗舰店"
    inside = assess("岚泽甜瓜 5斤", MELON, shop=shop)
    outside = assess("岚泽甜瓜 5斤", MELON, shop=shop, attributes={"产地": "吉林舒兰"})
    assert inside.next_step is NextStep.NONE
    assert outside.lead
    assert answer(outside, ElementName.SOURCE) == "elsewhere"


def test_a_place_of_dispatch_is_no_origin() -> None:
    assessment = assess("岚泽甜瓜 5斤", MELON, location="上海")
    assert answer(assessment, ElementName.SOURCE) == "unknown"


@pytest.mark.parametrize(
    ("location", "elsewhere"),
    [("内蒙古 呼和浩特", False), ("内蒙古", False), ("河北 唐山", True), ("广东", True)],
)
def test_a_place_of_dispatch_is_compared_by_the_provinces_of_the_gazetteer(
    location: str, elsewhere: bool
) -> None:
    kinds = signals(assess("岚泽甜瓜 5斤", MELON, location=location))
    assert ("dispatch" in kinds) is elsewhere


@pytest.mark.parametrize(
    ("origin", "elsewhere"),
    [("内蒙古", False), ("内蒙古赤峰", True), ("河北唐山", True), ("内蒙古五原县", False)],
)
def test_another_county_of_the_same_province_is_elsewhere(origin: str, elsewhere: bool) -> None:
    assessment = assess("岚泽甜瓜 5斤", MELON, attributes={"产地": origin})
    assert (answer(assessment, ElementName.SOURCE) == "elsewhere") is elsewhere


@pytest.mark.parametrize(
    ("place", "origin", "elsewhere"),
    [
        ("内蒙古巴彦淖尔", "吉林、内蒙古", False),
        ("内蒙古巴彦淖尔", "吉林、辽宁", True),
        ("内蒙古杭锦后旗", "内蒙古巴彦淖尔盟", False),  # 巴彦淖尔市 since 2003
        ("吉林长白山", "吉林省安图县", False),
        ("宁夏贺兰山东麓", "宁夏永宁县", False),
        ("江苏泰州", "江苏无锡江阴", True),
    ],
)
def test_lists_former_names_and_mountains_are_no_reason_to_say_elsewhere(
    place: str, origin: str, elsewhere: bool
) -> None:
    right = replace(MELON, origin=replace(MELON.origin, places=(place,)))  # type: ignore[type-var]
    assessment = assess("岚泽甜瓜 5斤", right, attributes={"产地": origin})
    assert ("origin" in signals(assessment)) is elsewhere


def test_the_holders_other_brand_beside_the_sign_speaks_against_no_resale() -> None:
    second = replace(LANZE, id="second", text="汀澜朵", authorised_sellers=())
    holders, strangers = (
        next(
            assessment
            for assessment in assessments(
                listing("岚泽谷香面粉 5kg", brand=brand, shop="某粮油铺"), scorer(LANZE, second)
            )
            if assessment.right == LANZE.id
        )
        for brand in ("汀澜朵", "别家朵")
    )
    assert "other-brand" in signals(holders)
    assert answer(holders, ElementName.USE) == answer(strangers, ElementName.USE) == "mark"
    assert holders.score < strangers.score


def test_goods_that_the_holder_does_not_have_are_resold_by_nobody() -> None:
    flour = assess("岚泽谷香 面粉 5kg", FAMOUS, shop="某粮油铺", brand="岚泽谷香")
    cooker = assess("岚泽谷香 电磁炉 家用", FAMOUS, shop="某电器铺", brand="岚泽谷香")
    assert answer(cooker, ElementName.GOODS) == "other"
    assert cooker.score > flour.score + 0.1
    assert cooker.next_step is NextStep.LETTER


def test_who_is_called_by_a_service_mark_renders_the_service_and_who_sells_vouchers_does_not() -> (
    None
):
    right = replace(
        LANZE, classes=(43,), goods=("餐饮", "火锅"), authorised_sellers=(), origin=None
    )
    renders, resells = (
        assess("岚泽谷香 双人火锅套餐", right, brand="岚泽谷香", shop=shop)
        for shop in ("岚泽谷香 大良店", "卡券回收小站")
    )
    assert renders.score > resells.score
    assert resells.next_step in (NextStep.ASK_HOLDER, NextStep.TEST_PURCHASE)
