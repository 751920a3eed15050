"""The signal of the goods: the head of a phrase names what is sold, whatever stands beside it."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from storage.records import Right
from tests.classifiers.samples import LANZE, assess, signals

SHOP: dict[str, Any] = {"shop": "某粮油铺"}

GROCER = Right(id="grocer", text="岚泽谷香", classes=(30,), goods=("面粉", "番茄酱"), holder="h")


@pytest.mark.parametrize(
    ("title", "sold"),
    [
        ("岚泽谷香 番茄酱 3kg 餐饮装", "番茄酱"),
        ("岚泽谷香 面粉 25kg 酒店装", "面粉"),
        ("岚泽谷香 番茄酱 家庭装", "番茄酱"),
        ("岚泽谷香 番茄酱 旅行装", "番茄酱"),
        ("岚泽谷香 面粉 学生装", "面粉"),
        ("岚泽谷香 面粉 礼盒装", "面粉"),
        ("岚泽谷香面粉袋装 5kg", "面粉"),
        ("岚泽谷香 面粉 编织袋装 25kg", "面粉"),
        ("岚泽谷香 番茄酱 餐饮 商用", "番茄酱"),
        ("岚泽谷香 面粉 25kg 酒店 饭店 学校", "面粉"),
        ("餐饮专用 岚泽谷香番茄酱", "番茄酱"),
        ("旅游特产岚泽谷香面粉", "面粉"),
        ("岚泽谷香面粉 面包机专用", "面粉"),
    ],
)
def test_a_pack_or_a_buyer_does_not_name_the_goods(title: str, sold: str) -> None:
    assessment = assess(title, GROCER, **SHOP)
    assert signals(assessment)["goods"].text == sold
    assert signals(assessment)["goods"].weight > 0
    assert "wording-labels" not in signals(assessment)
    assert assessment.lead


@pytest.mark.parametrize(
    ("title", "sold"),
    [
        ("岚泽谷香面粉图书", "图书"),
        ("岚泽谷香 面粉文化史 图书", "图书"),
        ("岚泽谷香面粉收纳盒", "收纳盒"),
        ("岚泽谷香番茄酱餐厅", "餐厅"),
        ("岚泽谷香番茄酱主题餐厅 双人", "餐厅"),
        ("岚泽谷香 酒店 大床房", "大床房"),
        ("岚泽谷香酒店用品", "酒店"),
        ("岚泽谷香餐厅装修", "装修"),
        ("岚泽谷香 番茄酱 采摘 一日游", "一日游"),
    ],
)
def test_the_head_of_the_phrase_names_other_goods(title: str, sold: str) -> None:
    signal = signals(assess(title, GROCER, **SHOP))["goods"]
    assert signal.text == sold
    assert signal.weight < 0


@pytest.mark.parametrize("title", ["岚泽谷香面粉袋", "岚泽谷香 面粉编织袋 500个"])
def test_packaging_that_is_itself_for_sale_is_still_seen(title: str) -> None:
    assert "wording-labels" in signals(assess(title, GROCER, **SHOP))


@pytest.mark.parametrize(
    ("title", "sold"),
    [
        ("岚泽谷香 蓝莓酒 500ml", "蓝莓酒"),
        ("岚泽谷香 面粉酒杯", "酒杯"),
        ("岚泽谷香 拖拉机配套 面粉", "面粉"),
        ("岚泽谷香面粉杯 一次性 印刷", "面粉杯"),
    ],
)
def test_the_head_of_a_phrase_names_the_goods(title: str, sold: str) -> None:
    by_kind = signals(assess(title, LANZE, shop="某铺"))
    assert any(
        sold in signal.text
        for signal in by_kind.values()
        if signal.kind in ("goods", "wording-labels")
    )


def test_a_strength_or_a_shop_tells_the_goods_where_no_word_does() -> None:
    right = dataclasses.replace(LANZE, goods=("白酒",), classes=(33,))
    assert signals(assess("岚泽谷香 42度 整箱", right, shop="某铺"))["goods"].text == "42度"
    assert signals(assess("岚泽谷香 整箱", right, shop="烟酒铺"))["goods"].field == "shop"


def test_a_box_for_other_goods_is_no_packaging_of_the_rights_goods() -> None:
    assert "wording-labels" in signals(assess("岚泽谷香面粉袋 定制", LANZE, **SHOP))
    by_kind = signals(assess("岚泽谷香首饰盒 木质", LANZE, **SHOP))
    assert "wording-labels" not in by_kind
    assert by_kind["goods"].weight < 0


def test_a_word_that_begins_in_the_mark_and_goes_on_tells_the_goods() -> None:
    right = dataclasses.replace(LANZE, text="半岭咖", goods=("咖啡", "咖啡豆"))
    assert assess("半岭咖啡豆 454g", right, **SHOP).lead
    cafe = assess("半岭咖啡馆 双人套餐", right, **SHOP)
    assert signals(cafe)["goods"].text == "咖啡馆"
    assert not cafe.lead


def test_a_goods_word_is_read_although_another_seems_to_reach_over_a_blank() -> None:
    assert signals(assess("岚泽谷香 花苗 盆栽", LANZE, **SHOP))["goods"].text == "盆栽"


def test_a_word_for_other_goods_amid_unknown_characters_bears_half() -> None:
    plain, amid = (
        signals(assess(f"岚泽谷香 {goods}", LANZE, **SHOP))["goods"]
        for goods in ("台灯", "台灯镶玥款")
    )
    assert plain.weight < amid.weight < 0
    assert "不能确定" in amid.explanation


def test_goods_are_known_again_with_characters_pushed_into_their_name() -> None:
    mill = dataclasses.replace(LANZE, classes=(7,), goods=("破壁机",))
    signal = signals(assess("岚泽谷香破壁料理机", mill, **SHOP))["goods"]
    assert (signal.text, signal.weight > 0) == ("破壁料理机", True)


def test_a_word_that_begins_an_unknown_word_for_the_rights_goods_names_no_other() -> None:
    rice = dataclasses.replace(LANZE, goods=("大米",))
    signal = signals(assess("岚泽谷香 珍珠圆粒米", rice, **SHOP))["goods"]
    assert signal.weight > 0


def test_goods_that_the_goods_sold_go_with_are_not_what_is_sold() -> None:
    signal = signals(assess("岚泽谷香挂面 拌饺子 配台灯", LANZE, **SHOP))["goods"]
    assert (signal.text, signal.weight) == ("挂面", 1.0)


@pytest.mark.parametrize(
    ("registered_goods", "classes", "title", "for_it"),
    [
        (("手镯", "项链"), (14,), "岚泽谷香 手工錾刻绞丝镯", True),
        (("洗发水", "沐浴露"), (3,), "岚泽谷香婴儿洗发沐浴二合一", True),
        (("面粉",), (30,), "岚泽谷香 手工錾刻绞丝镯", False),
    ],
)
def test_characters_tell_the_kind_of_goods_that_no_list_holds(
    registered_goods: tuple[str, ...], classes: tuple[int, ...], title: str, *, for_it: bool
) -> None:
    right = dataclasses.replace(LANZE, goods=registered_goods, classes=classes)
    signal = signals(assess(title, right, **SHOP))["goods"]
    assert (signal.weight > 0) is for_it
    assert abs(signal.weight) < 2


def test_a_word_for_the_rights_goods_may_begin_inside_another() -> None:
    silver = dataclasses.replace(LANZE, goods=("耳坠",), classes=(14,))
    signal = signals(assess("岚泽谷香 银耳坠", silver, **SHOP))["goods"]
    assert (signal.text, signal.weight > 0) == ("耳坠", True)
