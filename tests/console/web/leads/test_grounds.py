"""Grounds said once, with the places that bear them."""

from __future__ import annotations

from console.web.leads.grounds import read_grounds
from storage.records import Signal


def signal(field: str, explanation: str, *, weight: float = 1.0, text: str = "天赋河套") -> Signal:
    return Signal(
        kind="mark", field=field, span=(0, 4), text=text, weight=weight, explanation=explanation
    )


def test_what_four_fields_say_of_the_same_words_is_one_ground_with_four_places() -> None:
    same = "出现与注册商标“天赋河套”相同的文字"
    (ground,) = read_grounds(
        [
            signal("title", f"标题{same}"),
            signal("brand", f"品牌栏{same}", weight=2.0),
            signal("attributes.品牌", f"属性“品牌”{same}"),
            signal("description", f"商品详情{same}"),
        ]
    )
    assert ground.explanation == same
    assert ground.places == ("标题", "品牌", "属性 品牌", "描述")
    assert (ground.weight, ground.numbers) == (2.0, frozenset({0, 1, 2, 3}))


def test_other_words_another_side_or_another_ground_stand_apart_the_strongest_first() -> None:
    grounds = read_grounds(
        [
            signal("title", "标题出现“甲”", text="甲"),
            signal("title", "标题出现“乙”", text="乙", weight=3.0),
            signal("brand", "品牌栏出现“甲”", text="甲", weight=-2.0),
        ]
    )
    assert [ground.weight for ground in grounds] == [3.0, -2.0, 1.0]
    assert [ground.explanation for ground in grounds][2] == "标题出现“甲”"
