"""Places by full and short names, and which lies in which."""

from __future__ import annotations

import pytest

from classifiers.goods.gazetteer import PlaceLevel, load_gazetteer, short_name


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("盘锦市", "盘锦"),
        ("泾县", "泾县"),
        ("内蒙古自治区", "内蒙古"),
        ("广西壮族自治区", "广西"),
        ("楚雄彝族自治州", "楚雄"),
        ("巴音郭楞蒙古自治州", "巴音郭楞"),
        ("双江拉祜族佤族布朗族傣族自治县", "双江"),
        ("东乡族自治县", "东乡"),
        ("苏尼特左旗", "苏尼特"),
        ("塔城地区", "塔城"),
        ("上街回族镇", "上街"),
    ],
)
def test_a_place_has_a_short_name_of_two_characters_at_least(name: str, short: str) -> None:
    assert short_name(name) == short


def test_the_longest_name_at_the_front_is_the_place() -> None:
    gazetteer = load_gazetteer()
    assert gazetteer.leading("双鸭山市集贤县大豆") == "双鸭山市"
    assert gazetteer.leading("内蒙古牛肉") == "内蒙古"
    assert gazetteer.leading("皖南土鸡") == "皖南"
    assert gazetteer.leading("甜蜜蜜") is None


def test_a_district_is_no_place_where_only_counties_count() -> None:
    gazetteer = load_gazetteer()
    assert gazetteer.leading("鼓楼糕点") == "鼓楼"
    assert gazetteer.leading("鼓楼糕点", deepest=PlaceLevel.COUNTY) is None


def test_a_place_lies_in_what_its_code_begins_with() -> None:
    gazetteer = load_gazetteer()
    assert list(gazetteer.named_in("安徽省黄山市祁门县")) == ["安徽省", "黄山市", "祁门县"]
    assert gazetteer.within("祁门", "黄山市")
    assert gazetteer.within("祁门县", "安徽")
    assert not gazetteer.within("安徽", "祁门")
    assert not gazetteer.within("祁门", "江西")


def test_a_name_that_a_place_no_longer_bears_is_still_one() -> None:
    assert load_gazetteer().level("临河市") is PlaceLevel.COUNTY
    assert all(division.former for division in load_gazetteer().divisions("临河市"))
    assert not any(division.former for division in load_gazetteer().divisions("临河区"))
