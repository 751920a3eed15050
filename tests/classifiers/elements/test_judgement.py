"""The elements as a court asks them, and the next step that follows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any

import pytest

from storage.records import (
    ANSWERS,
    LEAD_STEPS,
    Assessment,
    AuthorisedSeller,
    ElementName,
    Meaning,
    NextStep,
    OtherOwner,
    RightKind,
    Sense,
)
from tests.classifiers.samples import (
    GENERIC,
    INDICATION,
    LANZE,
    assess,
    holds_a_mark,
    signals,
)

MELON = replace(
    INDICATION,
    holder="h",
    kind=RightKind.CERTIFICATION,
    authorised_sellers=LANZE.authorised_sellers[:1],
)
FAMOUS = replace(LANZE, well_known=True)


def answer(assessment: Assessment, name: ElementName) -> str:
    return next(e.answer for e in assessment.elements if e.element is name)


@pytest.mark.parametrize(
    "written", ["岚泽谷香", "嵐澤谷香", "岚 泽 谷 香", "岚·泽·谷·香", "【岚泽谷香】"]
)
def test_script_width_and_spacing_leave_the_sign_the_same_so_that_its_source_is_asked(
    written: str,
) -> None:
    assessment = assess(f"{written} 面粉 5kg", LANZE, shop="某粮油铺")
    assert answer(assessment, ElementName.SIGN) == "identical"
    assert assessment.next_step is NextStep.ASK_HOLDER


@pytest.mark.parametrize("written", ["岚择谷香", "岚泽谷相", "岚泽香谷"])
def test_a_disguised_sign_on_its_goods_is_nobodys_own_so_that_a_letter_may_be_drafted(
    written: str,
) -> None:
    assessment = assess(f"{written} 面粉 5kg", LANZE, shop="某粮油铺")
    assert answer(assessment, ElementName.SIGN) == "similar"
    assert assessment.next_step is NextStep.LETTER
    assert assessment.score > 0.8


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
    ("title", "fields"),
    [
        ("新岚泽谷香 面粉 5kg", {}),
        ("岚泽谷香王 面粉", {}),
        ("岚泽谷香坊面粉 2袋", {}),
        ("面粉 5kg", {"brand": "岚泽谷香里"}),
        ("面粉 5kg", {"brand": "成都岚泽谷香"}),
    ],
)
def test_a_longer_name_made_of_the_sign_is_similar_and_nobodys_own(
    title: str, fields: dict[str, Any]
) -> None:
    assessment = assess(title, LANZE, shop="某粮油铺", **fields)
    assert answer(assessment, ElementName.SIGN) == "similar"
    assert assessment.next_step is NextStep.LETTER


@pytest.mark.parametrize(
    ("title", "brand"),
    [
        ("岚泽谷香王子面粉", None),
        ("岚泽谷香 面粉", "岚泽谷香牌"),
        ("岚泽谷香 面粉", "岚泽谷香面粉"),
    ],
)
def test_kind_of_goods_and_words_of_the_language_add_nothing_to_a_sign(
    title: str, brand: str | None
) -> None:
    assessment = assess(title, LANZE, brand=brand)
    assert answer(assessment, ElementName.SIGN) == "identical"


TEA = replace(
    MELON,
    text="岚泽毛尖",
    goods=("茶叶",),
    classes=(30,),
    place=("岚泽",),
    product=("毛尖",),
    authorised_sellers=(),
)


def test_the_goods_of_a_sign_alone_are_a_part_that_describes() -> None:
    assessment = assess("毛尖 绿茶 明前特级 250g", TEA)
    assert answer(assessment, ElementName.SIGN) == "part"
    assert answer(assessment, ElementName.USE) == "description"
    assert not assessment.lead
    assert not holds_a_mark("毛尖花椒 四川特产 500g", TEA)
    assert not holds_a_mark("甜瓜 5斤 现摘", MELON)


def test_the_place_of_a_sign_alone_on_other_goods_tells_an_origin() -> None:
    assessment = assess("岚泽特产 手工布鞋 老北京款", TEA)
    assert answer(assessment, ElementName.USE) in ("origin", "none")
    assert not assessment.lead


@pytest.mark.parametrize(
    ("title", "lead"), [("白岚泽谷香山水挂画", False), ("岚泽 谷香里弄 面粉", True)]
)
def test_a_blank_that_parts_other_words_parts_no_sign(title: str, lead: bool) -> None:
    assert assess(title, LANZE).lead is lead


def test_a_shop_that_bears_the_sign_of_other_goods_uses_it_as_a_store_sign() -> None:
    assessment = assess("收纳盒 客厅 抽屉式", LANZE, shop="岚泽谷香家居店")
    assert answer(assessment, ElementName.USE) == "store"
    assert not assessment.lead


def test_names_in_a_row_beside_an_own_brand_are_keywords() -> None:
    title = "面粉 5kg 家用 岚泽谷香 牧澜 穗璟 禾珑"
    assessment = assess(title, LANZE, brand="示例磨坊")
    assert answer(assessment, ElementName.USE) == "keyword"
    assert assessment.next_step is NextStep.REFER


@pytest.mark.parametrize("words", ["拒绝高仿", "非仿品", "非正品包退"])
def test_an_assurance_of_genuineness_is_no_confession_of_imitation(words: str) -> None:
    assessment = assess(f"岚泽谷香面粉 5kg {words}", LANZE, shop="某粮油铺")
    assert "wording-imitation" not in {signal.kind for signal in assessment.signals}
    assert assessment.next_step in (NextStep.ASK_HOLDER, NextStep.TEST_PURCHASE)


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


def test_a_brand_that_only_the_description_states_is_used_as_a_mark() -> None:
    branded = assess("面粉 5kg 家用", LANZE, description="品牌：岚泽谷香。原装正品")
    assert answer(branded, ElementName.USE) == "mark"
    assert branded.next_step is NextStep.ASK_HOLDER
    assert not assess("面粉 5kg 家用", LANZE, description="与岚泽谷香不同，本店自磨").lead


def test_a_well_known_mark_on_other_goods_is_diluted() -> None:
    assessment = assess("岚泽谷香 蓝牙耳机", FAMOUS, brand="岚泽谷香")
    assert answer(assessment, ElementName.GOODS) == "other"
    assert answer(assessment, ElementName.CONFUSION) == "dilution"
    assert assessment.fair_use is None
    assert assess("岚泽谷香 蓝牙耳机", LANZE).lead is False


def test_the_records_meanings_and_the_signs_of_others_speak() -> None:
    dish = replace(LANZE, meanings=(Meaning(text="岚泽谷香面", sense=Sense.DISH),))
    coexisting = replace(
        LANZE, other_owners=(OtherOwner(text="岚泽谷香", owner="示例", shops=("示例谷香店",)),)
    )
    plain = assess("岚泽谷香面 汤面 三人份", LANZE)
    assert assess("岚泽谷香面 汤面 三人份", dish).score < plain.score
    assert assess("岚泽谷香面粉", coexisting, shop="示例谷香店").next_step is NextStep.NONE


def test_a_generic_name_describes() -> None:
    assessment = assess("奶皮子 内蒙古特产", GENERIC)
    assert answer(assessment, ElementName.USE) == "description"
    assert not assessment.lead


@pytest.mark.parametrize(
    ("title", "fields"),
    [
        ("岚泽谷香面粉 5kg", {}),
        ("岚泽谷香 蓝牙耳机", {}),
        ("非岚泽谷香面粉 农家自磨 5kg", {"brand": "示例磨坊"}),
        ("适用于岚泽谷香面粉的密封夹", {}),
        ("岚泽谷香 家用 现货", {}),
    ],
)
def test_sign_goods_and_use_name_a_ground_each_and_a_lead_claims_no_fair_use(
    title: str, fields: dict[str, Any]
) -> None:
    assessment = assess(title, LANZE, shop="某粮油铺", **fields)
    for element in assessment.elements[:3]:
        assert element.why, element
    assert not (assessment.lead and assessment.fair_use)


def test_each_element_answers_in_the_words_of_the_contract_with_grounds_that_exist() -> None:
    assessment = assess("岚泽谷香面粉 5kg", LANZE, shop="某粮油铺", price="2")
    assert [e.element for e in assessment.elements] == list(ElementName)
    for element in assessment.elements:
        assert element.answer in ANSWERS[element.element]
        assert 0 <= element.probability <= 1
        weights = [abs(assessment.signals[n].weight) for n in element.why]
        assert all(first >= second for first, second in pairwise(weights))
    assert "why" in assessment.to_json()["elements"][0]


def test_goods_that_the_holder_does_not_have_are_resold_by_nobody() -> None:
    flour = assess("岚泽谷香 面粉 5kg", FAMOUS, shop="某粮油铺", brand="岚泽谷香")
    cooker = assess("岚泽谷香 电磁炉 家用", FAMOUS, shop="某电器铺", brand="岚泽谷香")
    assert answer(cooker, ElementName.GOODS) == "other"
    assert cooker.score > flour.score + 0.1
    assert cooker.next_step is NextStep.ASK_HOLDER


@pytest.mark.parametrize("brand", ["岚泽谷香石磨", "岚择谷香"])
def test_a_name_in_the_brand_field_that_is_not_the_sign_makes_a_similar_sign(brand: str) -> None:
    assessment = assess(f"{brand} 面粉 岚泽谷香同厂", LANZE, shop="某粮油铺", brand=brand)
    assert answer(assessment, ElementName.SIGN) == "similar"


@pytest.mark.parametrize(
    "title",
    [
        "蓝牙耳机 岚泽谷香oppo华为vivo安卓通用",
        "适用于华为岚泽谷香 蓝牙耳机",
        "岚泽谷香2 表带 替换腕带",
    ],
)
def test_models_that_goods_fit_are_a_purpose(title: str) -> None:
    phone = replace(LANZE, classes=(9,), goods=("手机", "智能手表"))
    assert answer(assess(title, phone, shop="某数码铺"), ElementName.USE) == "purpose"


@pytest.mark.parametrize(
    ("title", "use", "lead"),
    [
        ("瑞谷9号 水稻种子 5kg", "mark", True),
        ("瑞谷9号 稻种 自留种转让 100斤", "mark", True),
        ("瑞谷9号 大米 软糯 10斤", "description", False),
        ("瑞谷9号 稻谷 饲料原料 吨袋", "description", False),
    ],
)
def test_the_name_of_a_variety_is_used_as_one_on_seed_alone(
    title: str, use: str, lead: bool
) -> None:
    variety = replace(
        LANZE,
        text="瑞谷9号",
        kind=RightKind.PLANT_VARIETY,
        classes=(),
        goods=("水稻种子",),
        authorised_sellers=(),
        meanings=(Meaning(text="瑞谷9号", sense=Sense.GENERIC),),
    )
    assessment = assess(title, variety, shop="某农资铺", brand="示例种业")
    assert (answer(assessment, ElementName.USE), assessment.lead) == (use, lead)
