"""A shop's name is held against those of genuine shops; lawful and ordinary names are left alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from classifiers.shops.genuine_names import genuine_names, shop_core
from classifiers.shops.imitations import Imitation, ImitationFinder, NameLikeness, ShopName
from storage.records import AuthorisedSeller, Meaning, OtherOwner, Right, RightHolder, RightKind
from storage.records.meaning import Sense

HOLDER = RightHolder(id="h", name="示例岚泽食品有限公司")
LANZE = Right(
    id="lanze", text="岚泽谷香", goods=("面粉",), holder="h",
    authorised_sellers=(
        AuthorisedSeller(shop="谷香田园旗舰店", platform="a.example"),
        AuthorisedSeller(shop="岚泽谷香京东自营旗舰店", platform="jd.example"),
    ),
)  # fmt: skip
SHORT = Right(id="short", text="芈岚", goods=("面粉",))


def imitations(
    name: str, *rights: Right, platform: str = "a.example", operator: str | None = None
) -> list[Imitation]:
    book = rights or (LANZE,)
    finder = ImitationFinder(list(genuine_names(book, {"h": HOLDER})))
    shop = ShopName(number=1, name=name, platform=platform, operator=operator)
    return list(finder.imitations([shop]))


def test_a_core_is_what_no_platform_and_no_other_shop_has_in_its_name() -> None:
    assert shop_core("蘭澤谷香 京东自营旗舰店") == shop_core("兰泽谷香官方店") == "兰泽谷香"
    assert shop_core("岚泽谷香正品直发官旗店") == shop_core("岚泽谷香工厂店")
    assert shop_core("官方旗舰店") == ""


@pytest.mark.parametrize(
    ("name", "likeness", "difference"),
    [
        ("岚泽谷香小店", NameLikeness.SAME, "主体部分相同"),
        ("岚择谷香旗舰店", NameLikeness.CHANGED, "“泽”写作“择”"),
        ("lanzeguxiang官方店", NameLikeness.CHANGED, "拼音"),
        ("岚泽谷香优选生活馆", NameLikeness.ADDED, "多出“优选生活馆”"),
        ("谷香田圆旗舰店", NameLikeness.CHANGED, "“园”写作“圆”"),
    ],
)
def test_a_name_made_like_a_genuine_one_says_what_differs(
    name: str, likeness: NameLikeness, difference: str
) -> None:
    [imitation] = imitations(name)
    assert imitation.likeness is likeness
    assert difference in imitation.difference


def test_the_licensed_shop_under_the_same_name_on_another_platform_is_asked_about() -> None:
    assert not imitations("谷香田园旗舰店", platform="m.a.example")
    [elsewhere] = imitations("谷香田园旗舰店", platform="b.example")
    assert elsewhere.likeness is NameLikeness.SAME
    assert elsewhere.authority == ("旗舰",)


@pytest.mark.parametrize(
    "name", ["百合粮油店", "田园旗舰店", "泽香旗舰店", "谷香旗舰店", "官方旗舰店", ""]
)
def test_a_name_that_is_merely_in_the_trade_is_left_alone(name: str) -> None:
    assert not imitations(name)


def test_a_short_mark_needs_a_word_of_authority_and_a_very_near_character() -> None:
    assert imitations("芈蓝旗舰店", SHORT)
    assert not imitations("芈蓝小铺", SHORT)
    assert not imitations("芈山旗舰店", SHORT)


def test_signs_of_other_owners_and_other_rights_are_no_imitations() -> None:
    owner = OtherOwner(text="岚择谷香", owner="示例别家", shops=("岚择谷香老店",))
    right = replace(LANZE, other_owners=(owner,))
    assert not imitations("岚择谷香旗舰店", right)
    assert not imitations("岚择谷香旗舰店", LANZE, Right(id="o", text="岚择谷香"))[1:]
    [imitation] = imitations("岚择谷香旗舰店", LANZE, Right(id="o", text="岚择谷香"))
    assert imitation.genuine.right.id == "o"


def test_ordinary_words_and_places_are_imitated_by_their_whole_name_with_authority_alone() -> None:
    meaning = Meaning(text="岚泽谷香", sense=Sense.COMMON_WORD)
    ordinary = Right(id="w", text="岚泽谷香", meanings=(meaning,))
    assert imitations("岚泽谷香官方旗舰店", ordinary)
    assert not imitations("岚泽谷香小店", ordinary)
    assert not imitations("岚泽谷香优选生活馆", ordinary)
    place = Right(id="p", text="锡林郭勒", kind=RightKind.GEOGRAPHICAL_INDICATION)
    assert not imitations("锡林郭勒特产店", place)


def test_the_producers_of_a_place_may_have_its_indication_in_their_names() -> None:
    indication = Right(id="g", text="岚泽甜瓜", kind=RightKind.GEOGRAPHICAL_INDICATION)
    assert not imitations("岚泽甜瓜张家合作社旗舰店", indication)
    assert imitations("岚泽甜瓜官方旗舰店", indication)


def test_generic_names_and_rules_of_the_office_name_nobodys_shop() -> None:
    generic = Right(id="x", text="奶皮子酥", generic=True)
    assert not imitations("奶皮子酥旗舰店", generic)
