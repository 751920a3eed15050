"""What is proposed for a right's record, and from where."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from classifiers.rights.listing_proposals import propose_from_licensed, propose_from_matched
from classifiers.rights.proposals import (
    RightProposal,
    propose_from_lists,
    with_proposals,
    without_known,
)
from storage.records import (
    AuthorisedSeller,
    Listing,
    Meaning,
    Operator,
    OtherOwner,
    Right,
    RightHolder,
    RightKind,
    RightsBook,
    Sense,
)

HOLDER = RightHolder(id="h", name="示例云岭食品有限公司")
NEIGHBOUR = RightHolder(id="k", name="示例栖霞酒业有限公司")


def a_right(**values: Any) -> Right:
    fields: dict[str, Any] = {"id": "r", "text": "云栖岭", "holder": "h"}
    return Right(**{**fields, **values})


def texts(right: Right, *neighbours: Right) -> dict[tuple[str, str], str]:
    book = RightsBook(holders=(HOLDER, NEIGHBOUR), rights=(right, *neighbours))
    proposals = without_known(right, propose_from_lists(right, HOLDER, book))
    return {(item.key, item.text): item.source.code for item in proposals}


def test_place_and_product_come_from_the_list_of_places_and_the_goods_words() -> None:
    right = a_right(text="盘锦螃蟹", kind=RightKind.CERTIFICATION)
    assert texts(right) == {
        ("place", "盘锦"): "proposal.divisions",
        ("product", "螃蟹"): "proposal.goods-words",
    }


def test_a_source_says_where_the_place_lies() -> None:
    right = a_right(text="盘锦螃蟹", kind=RightKind.CERTIFICATION)
    (place, _) = propose_from_lists(right, HOLDER, RightsBook())
    assert str(place.source) == "list of divisions: 辽宁省盘锦市"


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("长江", "长江 | 普通词语"),
        ("绿豆", "绿豆 | 通用名称"),
        ("云雀酱油", "酱油 | 通用名称"),
        ("云岭太阳", "太阳 | 普通词语"),
        ("大连", "大连 | 地名 | 辽宁省大连市"),
    ],
)
def test_a_meaning_comes_from_word_counts_goods_words_or_places(text: str, entry: str) -> None:
    assert ("meanings", entry) in texts(a_right(text=text))


def test_a_coined_mark_has_nothing_proposed() -> None:
    assert texts(a_right()) == {}


def test_what_the_record_holds_is_not_proposed_again() -> None:
    meanings = (Meaning(text="绿豆", sense=Sense.GENERIC, note="杂粮"),)
    assert ("meanings", "绿豆 | 通用名称") not in texts(a_right(text="绿豆", meanings=meanings))
    right = a_right(text="盘锦螃蟹", kind=RightKind.CERTIFICATION, place=("盘锦",))
    assert list(texts(right)) == [("product", "螃蟹")]


def test_another_holders_right_of_the_same_words_is_a_sign_of_another() -> None:
    neighbour = Right(
        id="s", text="云栖岭酒", holder="k", goods=("白酒",), valid_from=date(2010, 5, 1),
        authorised_sellers=(AuthorisedSeller(shop="栖霞示例店"),),
    )  # fmt: skip
    entry = "云栖岭酒 | 示例栖霞酒业有限公司 | 栖霞示例店 | 白酒 | 2010-05-01"
    assert texts(a_right(), neighbour) == {("other_owners", entry): "proposal.right"}
    assert texts(a_right(), Right(id="s", text="云栖岭酒", holder="h")) == {}


def listings(*titles: str, **values: Any) -> list[Listing]:
    return [
        Listing(url=f"https://shop.invalid/{number}", title=title, **values)
        for number, title in enumerate(titles)
    ]


def test_goods_words_behind_the_place_in_licensed_shops_are_forms_of_the_product() -> None:
    right = a_right(text="盘锦螃蟹", kind=RightKind.CERTIFICATION)
    titles = ("盘锦大闸蟹 5只", "正宗盘锦 大闸蟹 礼盒", "盘锦特产大米", "别处大闸蟹")
    proposals = list(propose_from_licensed(right, listings(*titles)))
    assert [(item.key, item.text) for item in proposals] == [("product", "大闸蟹")]
    assert "2 listings of licensed shops" in str(proposals[0].source)


def test_a_variety_that_sellers_without_licence_write_is_a_meaning() -> None:
    right = a_right(authorised_sellers=(AuthorisedSeller(shop="官方店"),))
    foreign = listings("云栖岭2号 种子", "散装云栖岭2号大米", shop="甲店")
    own_listings = listings("云栖岭3号", "云栖岭3号", shop="官方店")
    proposals = list(propose_from_matched(right, HOLDER, foreign + own_listings))
    assert [item.text for item in proposals] == ["云栖岭2号 | 品种"]


def test_a_longer_brand_and_a_trade_name_are_signs_of_their_sellers() -> None:
    branded = listings("酒", "酒", brand="老云栖岭", shop="乙店")
    named = listings("糕", "糕", shop="丙店", operator=Operator(name="示例云栖岭糕点厂"))
    holders = listings("粉", "粉", brand="云栖岭牌", shop="示例云岭食品有限公司")
    once = listings("茶", brand="新云栖岭", shop="丁店")
    proposals = list(propose_from_matched(a_right(), HOLDER, branded + named + holders + once))
    assert [item.text for item in proposals] == [
        "云栖岭 | 示例云栖岭糕点厂 | 丙店",
        "老云栖岭 | 乙店 | 乙店",
    ]


def test_confirmed_proposals_stand_behind_what_the_record_holds() -> None:
    right = a_right(place=("云岭",))
    source = propose_from_lists(a_right(text="长江"), None, RightsBook())
    meaning = next(iter(source))
    place = RightProposal(key="place", value="栖岭", source=meaning.source)
    owner = RightProposal(
        key="other_owners", value=OtherOwner(text="a", owner="b"), source=place.source
    )
    changed = with_proposals(right, (place, meaning, owner))
    assert changed.place == ("云岭", "栖岭")
    assert changed.meanings == (meaning.value,)
    assert changed.other_owners == (owner.value,)
    assert len({place.digest, meaning.digest, owner.digest}) == 3
