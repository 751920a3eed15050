"""The sign as a court compares it: written otherwise, longer, or in part."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from storage.records import (
    ElementName,
    NextStep,
)
from tests.classifiers.elements.answers import MELON, TEA, answer
from tests.classifiers.samples import LANZE, assess, holds_a_mark


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
    assert assessment.score > 0.9


@pytest.mark.parametrize(
    ("title", "fields"),
    [
        ("新岚泽谷香 面粉 5kg", {}),
        ("岚泽谷香王 面粉", {}),
        ("岚泽谷香坊面粉 2袋", {}),
        ("面粉 5kg", {"brand": "岚泽谷香里"}),
        ("面粉 5kg", {"brand": "成都岚泽谷香"}),
        ("裕峤岚泽谷香面粉 5kg", {"brand": "裕峤岚泽谷香面粉"}),
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


def test_the_goods_of_a_sign_alone_are_a_part_that_describes() -> None:
    assessment = assess("毛尖 绿茶 明前特级 250g", TEA)
    assert answer(assessment, ElementName.SIGN) == "part"
    assert answer(assessment, ElementName.USE) == "description"
    assert not assessment.lead
    assert not holds_a_mark("毛尖花椒 四川特产 500g", TEA)
    assert not holds_a_mark("甜瓜 5斤 现摘", MELON)


@pytest.mark.parametrize(
    ("title", "lead"), [("白岚泽谷香山水挂画", False), ("岚泽 谷香里弄 面粉", True)]
)
def test_a_blank_that_parts_other_words_parts_no_sign(title: str, lead: bool) -> None:
    assert assess(title, LANZE).lead is lead


@pytest.mark.parametrize("brand", ["岚泽谷香石磨", "岚择谷香"])
def test_a_name_in_the_brand_field_that_is_not_the_sign_makes_a_similar_sign(brand: str) -> None:
    assessment = assess(f"{brand} 面粉 岚泽谷香同厂", LANZE, shop="某粮油铺", brand=brand)
    assert answer(assessment, ElementName.SIGN) == "similar"


PEAR = replace(MELON, text="岚泽香梨", goods=("梨",), place=("岚泽",), product=("香梨",))


@pytest.mark.parametrize(
    ("title", "sign"),
    [
        ("岚泽新货农家自种皮薄多汁香梨 5斤", "identical"),
        ("香梨 岚泽直发 当季水果 5斤", "similar"),
        ("岚泽酥梨 脆甜多汁 5斤装", "similar"),
        ("岚泽风味香梨 脆甜多汁 5斤装", "similar"),
        ("岚泽味道鲜美香梨 5斤装", "identical"),
        ("岚泽传统工艺香梨 5斤装", "identical"),
        ("岚泽派送香梨 5斤装", "identical"),
        ("新鲜香梨岚泽红香酥梨5斤批发新鲜梨子", "similar"),
    ],
)
def test_the_parts_of_a_sign_of_a_place_are_the_sign_in_its_order_and_with_its_own_word_for_the_goods(
    title: str, sign: str
) -> None:
    assert answer(assess(title, PEAR, shop="某果铺"), ElementName.SIGN) == sign


def test_a_region_is_called_by_its_short_name_too() -> None:
    jerky = replace(MELON, text="内蒙古牛肉干", goods=("牛肉干",), classes=(29,), place=("内蒙古",))
    jerky = replace(jerky, product=("牛肉干",))
    assessment = assess("内蒙南瓜子 500g 原味炒货", jerky, keep_tentative=True)
    assert answer(assessment, ElementName.SIGN) == "part"
    assert answer(assessment, ElementName.USE) == "origin"


FLOWER = replace(LANZE, text="牡丹", goods=("油烟机", "燃气灶"), classes=(11,), origin=None)


@pytest.mark.parametrize(
    "title", ["工笔牡丹国画 客厅挂画 手绘", "洛阳特产牡丹饼 传统糕点 8枚", "真丝围巾牡丹印花 春秋"]
)
def test_a_word_of_the_language_in_its_ordinary_sense_on_other_goods_is_no_sign(title: str) -> None:
    assessment = assess(title, FLOWER)
    assert answer(assessment, ElementName.SIGN) == "none"
    assert not assessment.lead


def test_the_same_word_on_its_goods_or_by_itself_as_a_mark_is_the_sign() -> None:
    assert answer(assess("牡丹 油烟机 家用 大吸力", FLOWER), ElementName.SIGN) == "identical"
    assert answer(assess("保温杯", FLOWER, brand="牡丹"), ElementName.SIGN) == "identical"


def test_a_close_likeness_of_a_long_sign_amid_other_words_is_no_chance() -> None:
    berries = replace(MELON, text="岚泽枸杞", goods=("枸杞",), classes=(5,), place=("岚泽",))
    berries = replace(berries, product=("枸杞",))
    assessment = assess("特级新货免洗正宗岚泽苟杞250g", berries, shop="某干货铺")
    assert answer(assessment, ElementName.SIGN) == "similar"
    assert assessment.lead


KORVANDIS = replace(LANZE, id="korvandis", text="KORVANDIS", goods=("水泵",), classes=(7,))


@pytest.mark.parametrize("name", ["KORVANDISPUMP", "KORVANTES", "SIDNAVROK"])
def test_a_brand_that_is_like_the_sign_as_a_whole_is_similar_on_its_goods(name: str) -> None:
    assessment = assess(f"{name} 循环水泵 家用", KORVANDIS, brand=name, shop="某泵业店")
    assert answer(assessment, ElementName.SIGN) == "similar"
    assert assessment.lead
    assert not holds_a_mark(f"{name} 纯棉毛巾", KORVANDIS, brand=name)


@pytest.mark.parametrize("brand", ["KORVANDIS Pro", "KORVANDISOFFICIAL", "KORVANDIS China"])
def test_a_line_of_goods_and_what_tells_a_shop_make_no_longer_name_of_a_latin_sign(
    brand: str,
) -> None:
    assessment = assess("循环水泵 家用", KORVANDIS, brand=brand, shop="某泵业店")
    assert answer(assessment, ElementName.SIGN) == "identical"
    assert assessment.next_step is NextStep.ASK_HOLDER


def test_what_a_brand_is_like_as_a_whole_is_no_likeness_in_a_text() -> None:
    assert not holds_a_mark("循环水泵 家用", KORVANDIS, description="SIDNAVROK 样式")


def test_a_piece_of_a_well_known_sign_on_other_goods_is_a_question_for_its_holder() -> None:
    famed = replace(LANZE, id="famed", text="岚璨绮郁黛", well_known=True)
    assessment = assess("岚璨绮 岩板餐桌 客厅", famed, brand="岚璨绮", shop="某家具店")
    assert assessment.next_step is NextStep.ASK_HOLDER
    assert assessment.score <= 0.84


@pytest.mark.parametrize("brand", ["ORVANTEWORLDS", "ORVONDE"])
def test_a_faint_likeness_is_asked_about_before_anybody_is_written_to(brand: str) -> None:
    latin = replace(LANZE, text="ORVANTE", aliases=())
    assessment = assess(f"{brand} 面粉 5kg", latin, brand=brand, shop="某粮油铺")
    assert answer(assessment, ElementName.SIGN) == "similar"
    assert assessment.next_step is NextStep.ASK_HOLDER


def test_a_word_of_no_language_that_is_written_out_is_a_sign_on_any_goods() -> None:
    assessment = assess("娃衣 适合 岚泽谷香穿 公主裙", LANZE, brand="针记", shop="针记娃衣")
    assert answer(assessment, ElementName.SIGN) == "identical"
    assert not assessment.lead
