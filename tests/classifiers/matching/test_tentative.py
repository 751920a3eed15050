"""Faint likenesses and single parts count only beside the goods of the mark, or where a mark stands."""

from __future__ import annotations

from typing import Any

import pytest

from classifiers.candidate.candidate import FieldMatch
from classifiers.scoring.candidates import candidates_of
from classifiers.scoring.scorer import make_scorer
from classifiers.signals.registry import all_signals
from storage.base.disguises import Disguise
from storage.records import Listing, Right, RightKind, RightsBook

SCORER = make_scorer(
    RightsBook(
        rights=(
            Right(id="two", text="瑞鲸", goods=("洗衣液",)),
            Right(id="twice", text="洽晴晴", goods=("瓜子",)),
            Right(id="three", text="穗禾堂", goods=("挂面",)),
            Right(id="joined", text="木木坊", goods=("家具",)),
            Right(id="four", text="岚谷鲜椿", goods=("蜂蜜",)),
            Right(id="coined", text="施珞雯奇", goods=("项链",)),
            Right(id="five", text="施珞雯世奇", goods=("项链",), well_known=True),
            Right(id="famous", text="岚璨绮", goods=("项链",), well_known=True),
            Right(id="plain", text="汀璨绮", goods=("项链",)),
            Right(id="animal", text="小猪柏奇", goods=("玩具",)),
            Right(id="goods", text="云峤酱油", goods=("酱油",)),
            Right(id="belts", text="DRUNKELD", classes=(7,), goods=("输送带",)),
            Right(
                id="indication",
                text="岚泽大闸蟹",
                kind=RightKind.GEOGRAPHICAL_INDICATION,
                goods=("螃蟹",),
                place=("岚泽",),
                product=("大闸蟹",),
            ),
        )
    ),
    rules_only=True,
)


def matches(right: str, title: str, **fields: Any) -> list[FieldMatch]:
    listing = Listing(url="http://shop.example/1", title=title, **fields)
    candidates = [c for c in candidates_of(listing, SCORER) if c.right.id == right]
    return [match for candidate in candidates for match in candidate.matches]


@pytest.mark.parametrize(
    ("right", "title", "quoted", "how"),
    [
        ("two", "瑞琼 洗衣液 2kg", "瑞琼", Disguise.SHAPE),
        ("twice", "洽睛睛 瓜子", "洽睛睛", Disguise.SHAPE),
        ("three", "穗木堂 挂面", "穗木堂", Disguise.SHAPE),
        ("three", "禾穗堂 挂面", "禾穗堂", Disguise.REVERSED),
        ("three", "穗老禾堂 挂面", "穗老禾堂", Disguise.INFIX),
        ("joined", "林坊 家具", "林坊", Disguise.JOINED),
        ("coined", "施珞 项链 银", "施珞", Disguise.OMISSION),
        ("five", "施珞雯 项链 银", "施珞雯", Disguise.OMISSION),
        ("animal", "柏琪小猪 毛绒玩具", "柏琪小猪", Disguise.REVERSED),
        ("four", "岚谷野生鲜椿 蜂蜜", "岚谷野生鲜椿", Disguise.PARTS),
        ("four", "椿谷鲜岚 蜂蜜", "椿谷鲜岚", Disguise.REVERSED),
        ("goods", "云峤古法酱油 500ml", "云峤古法酱油", Disguise.PARTS),
        ("indication", "岚泽鲜活大闸蟹 8只", "岚泽鲜活大闸蟹", Disguise.PARTS),
        ("indication", "岚泽蟹 8只", "岚泽蟹", Disguise.PARTS),
        ("indication", "大闸蟹 岚泽 8只装", "岚泽", Disguise.PARTS),
    ],
)
def test_beside_its_goods_a_likeness_is_a_match(
    right: str, title: str, quoted: str, how: Disguise
) -> None:
    assert [(match.text, match.how) for match in matches(right, title)] == [(quoted, how)]


@pytest.mark.parametrize(
    ("right", "title"),
    [
        ("three", "禾穗堂 耳机"),
        ("joined", "林坊 耳机"),
        ("coined", "施珞 耳机"),
        ("five", "施珞雯 耳机"),
        ("animal", "柏琪小猪 耳机"),
        ("indication", "包邮 岚泽 桑蚕丝 被子"),
    ],
)
def test_on_other_goods_it_is_none(right: str, title: str) -> None:
    assert matches(right, title) == []


def test_the_first_half_of_a_famous_mark_counts_as_the_brand_of_any_goods() -> None:
    assert [match.text for match in matches("five", "婚纱摄影 旅拍", brand="施珞雯")] == ["施珞雯"]


def test_so_does_a_famous_mark_with_another_character() -> None:
    assert [match.text for match in matches("famous", "墙纸 卧室", brand="岚墨绮")] == ["岚墨绮"]
    assert matches("plain", "墙纸 卧室", brand="汀墨绮") == []


def test_goods_of_the_right_that_are_named_bear_a_likeness_out_whatever_they_are_made_of() -> None:
    brand = "DURANKOLED"
    assert [m.text for m in matches("belts", "钢丝绳芯输送带 耐磨橡胶", brand=brand)] == [brand]
    assert matches("belts", "钢丝绳芯护栏 耐磨橡胶", brand=brand) == []


def test_the_parts_may_stand_in_two_fields() -> None:
    both = matches("indication", "鲜活大闸蟹 8只", brand="岚泽")
    assert [(match.field, match.how) for match in both] == [("brand", Disguise.PARTS)]


def test_a_part_alone_is_a_match_in_the_brand_field_or_first_in_the_title() -> None:
    assert [m.how for m in matches("indication", "桑蚕丝 被子", brand="岚泽")] == [Disguise.PART]
    assert [m.how for m in matches("indication", "岚泽桑蚕丝 被子")] == [Disguise.PART]


def test_a_disguised_part_in_the_brand_field_is_a_match_of_the_mark() -> None:
    assert [m.text for m in matches("indication", "鲜活螃蟹", brand="岚择")] == ["岚择"]


def test_beside_the_whole_mark_its_part_is_not_counted() -> None:
    whole = matches("indication", "岚泽大闸蟹 来自 岚泽")
    assert [match.how for match in whole] == [Disguise.EXACT]


def test_a_piece_of_the_mark_in_the_brand_field_is_no_other_brand() -> None:
    listing = Listing(url="http://shop.example/1", title="岚泽大闸蟹 8只", brand="大闸蟹")
    (candidate,) = candidates_of(listing, SCORER)
    assert "other-brand" not in {signal.kind for signal in all_signals(candidate)}
    branded = Listing(url="http://shop.example/1", title="岚泽大闸蟹 8只", brand="示例湖鲜")
    (candidate,) = candidates_of(branded, SCORER)
    assert "other-brand" in {signal.kind for signal in all_signals(candidate)}
