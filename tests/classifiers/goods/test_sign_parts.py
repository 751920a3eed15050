"""A sign's parts: place and product, a distinctive and a descriptive part, or one piece."""

from __future__ import annotations

import pytest

from classifiers.goods.sign_parts import SignParts, derive_parts, sign_parts
from storage.records import Origin, Right, RightKind

GEOGRAPHICAL, CERTIFICATION = RightKind.GEOGRAPHICAL_INDICATION, RightKind.CERTIFICATION


@pytest.mark.parametrize(
    ("text", "kind", "place", "product"),
    [
        ("盘锦河蟹", CERTIFICATION, "盘锦", ("河蟹",)),
        ("龙泉青瓷", CERTIFICATION, "龙泉", ("青瓷",)),
        ("山西老陈醋", CERTIFICATION, "山西", ("老陈醋", "陈醋")),
        ("大连海参", RightKind.TRADEMARK, "大连", ("海参",)),
        ("德州扒鸡", RightKind.TRADEMARK, "德州", ("扒鸡",)),
        ("皖西白鹅", GEOGRAPHICAL, "皖西", ("白鹅",)),
        ("鼓楼糕点", CERTIFICATION, "鼓楼", ("糕点",)),
    ],
)
def test_a_sign_that_begins_with_a_place_is_place_and_product(
    text: str, kind: RightKind, place: str, product: tuple[str, ...]
) -> None:
    assert derive_parts(text, kind=kind) == SignParts(place=(place,), product=product)


def test_the_full_name_of_a_place_has_its_short_form_beside_it() -> None:
    parts = derive_parts("盘锦市河蟹", kind=CERTIFICATION)
    assert parts.place == ("盘锦市", "盘锦")
    assert derive_parts("景德镇青瓷", kind=CERTIFICATION).place == ("景德镇",)


@pytest.mark.parametrize(
    ("text", "place", "product"),
    [("洪泽湖螃蟹", "洪泽湖", "螃蟹"), ("蒙顶红茶", "蒙顶", "红茶"), ("云雾山茶", "云雾山", "茶")],
)
def test_a_geographical_indication_names_a_place_that_no_list_holds(
    text: str, place: str, product: str
) -> None:
    parts = derive_parts(text, kind=GEOGRAPHICAL, origins=(place,) if product == "茶" else ())
    assert (parts.place[0], parts.product[0]) == (place, product)


def test_a_place_that_a_longer_name_begins_with_counts_in_signs_of_origin() -> None:
    assert derive_parts("张家红薯", kind=CERTIFICATION).place == ("张家",)
    assert not derive_parts("张家红薯").place


def test_a_sign_of_origin_that_is_a_place_alone_stands_for_the_goods_of_the_right() -> None:
    parts = derive_parts("盘锦", kind=CERTIFICATION, goods=("大米",))
    assert parts == SignParts(place=("盘锦",), product=("大米",))


def test_traditional_characters_name_the_same_place() -> None:
    parts = derive_parts("盤錦河蟹", kind=CERTIFICATION)
    assert (parts.place, parts.product) == (("盤錦", "盘锦"), ("河蟹",))


def test_a_place_of_the_record_counts_in_a_trademark_too() -> None:
    right = Right(id="r", text="岚水湾大米", origin=Origin(places=("示例省岚水湾",)))
    assert sign_parts(right) == SignParts(place=("岚水湾",), product=("大米",))


def test_the_record_goes_before_what_is_derived() -> None:
    right = Right(
        id="r", text="盘锦河蟹", kind=CERTIFICATION, place=("盘锦", "盘山"), product=("蟹",)
    )
    assert sign_parts(right) == SignParts(place=("盘锦", "盘山"), product=("蟹",))


def test_a_goods_word_behind_another_word_is_the_descriptive_part() -> None:
    assert derive_parts("云雀酱油") == SignParts(distinctive="云雀", descriptive="酱油")
    assert derive_parts("鼓楼糕点") == SignParts(distinctive="鼓楼", descriptive="糕点")


@pytest.mark.parametrize("text", ["云雀", "酱油", "小酱油", "和平鸽", "SKYLARK", "大连"])
def test_a_sign_of_one_piece_has_no_parts(text: str) -> None:
    assert not derive_parts(text)


def test_the_name_of_a_patent_has_no_parts() -> None:
    assert not derive_parts("大连海参", kind=RightKind.PATENT)
