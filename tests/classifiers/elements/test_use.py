"""The use as a court asks for it: as a mark, or as a description, a purpose, an origin, a keyword."""

from __future__ import annotations

from dataclasses import replace

import pytest

from storage.records import (
    ElementName,
    Meaning,
    NextStep,
    OtherOwner,
    RightKind,
    Sense,
)
from tests.classifiers.elements.answers import TEA, answer
from tests.classifiers.samples import GENERIC, LANZE, VARIETY, assess, signals


def test_the_place_of_a_sign_alone_on_other_goods_tells_an_origin() -> None:
    assessment = assess("岚泽特产 手工布鞋 老北京款", TEA)
    assert answer(assessment, ElementName.USE) in ("origin", "none")
    assert not assessment.lead


def test_a_shop_that_bears_the_sign_of_other_goods_uses_it_as_a_store_sign() -> None:
    assessment = assess("收纳盒 客厅 抽屉式", LANZE, shop="岚泽谷香家居店")
    assert answer(assessment, ElementName.USE) == "store"
    assert not assessment.lead


def test_a_flagship_shop_under_the_sign_names_no_place() -> None:
    grounds = signals(assess("高筋面粉 5kg", LANZE, shop="岚泽谷香旗舰店"))
    assert not any("是在指地方" in signal.explanation for signal in grounds.values())


def test_names_in_a_row_beside_an_own_brand_are_keywords() -> None:
    title = "面粉 5kg 家用 岚泽谷香 牧澜 穗璟 禾珑"
    assessment = assess(title, LANZE, brand="示例磨坊")
    assert answer(assessment, ElementName.USE) == "keyword"
    assert assessment.next_step is NextStep.REFER


def test_a_brand_that_only_the_description_states_is_used_as_a_mark() -> None:
    branded = assess("面粉 5kg 家用", LANZE, description="品牌：岚泽谷香。原装正品")
    assert answer(branded, ElementName.USE) == "mark"
    assert branded.next_step is NextStep.ASK_HOLDER
    assert not assess("面粉 5kg 家用", LANZE, description="与岚泽谷香不同，本店自磨").lead


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


def test_a_coined_name_at_the_head_of_other_goods_is_used_as_a_mark() -> None:
    assessment = assess("岚泽谷香婴儿纸尿裤 超薄透气 M号", LANZE)
    assert answer(assessment, ElementName.USE) == "mark"
    assert not assessment.lead


def test_a_shop_that_calls_itself_official_uses_the_sign_of_its_title_as_a_mark() -> None:
    assessment = assess("【岚泽谷香面粉5kg】家用馒头包子饺子粉", LANZE, shop="岚泽谷香旗舰店")
    assert answer(assessment, ElementName.USE) == "mark"


@pytest.mark.parametrize(
    "title", ["舍栖民宿 大床房 距岚泽谷香社区3公里", "舍栖公寓 近岚泽谷香地铁站 月租"]
)
def test_a_sign_of_houses_near_which_others_stand_tells_a_place(title: str) -> None:
    houses = replace(LANZE, classes=(36, 43), goods=("酒店", "不动产出租"))
    assessment = assess(title, houses, brand="舍栖")
    assert answer(assessment, ElementName.USE) in ("origin", "description")
    assert not assessment.lead


def test_a_brand_of_the_sign_and_its_goods_is_the_sign() -> None:
    famous = replace(LANZE, well_known=True)
    assessment = assess("岚泽谷香卫浴 智能马桶 一体式", famous, brand="岚泽谷香卫浴")
    assert answer(assessment, ElementName.USE) == "mark"
    assert assessment.lead


def test_a_service_without_a_counter_has_no_packaging() -> None:
    title = "小羊皮手包（岚泽谷香）全新橙色防伪包装盒 送人超显尊贵"
    matchmaking = replace(LANZE, classes=(45,), goods=("交友服务", "婚姻介绍所"))
    meals = replace(LANZE, classes=(43,), goods=("餐馆",))
    assert "wording-labels" not in signals(assess(title, matchmaking))
    assert assess(title, matchmaking).next_step is not NextStep.LETTER
    assert "wording-labels" in signals(assess("岚泽谷香 打包袋 包装袋 1000个", meals))


def test_two_marks_on_such_goods_are_no_bait_and_a_mere_style_leads_nobody_to_other_goods() -> None:
    beside = assess("岚泽谷香 面粉 示例磨坊 5kg", LANZE, brand="示例磨坊")
    assert answer(beside, ElementName.USE) == "mark"
    assert beside.next_step is not NextStep.REFER
    coat = {"brand": "云渡", "shop": "云渡女装"}
    assert not assess("岚泽谷香风 外套 女", LANZE, **coat).lead
    assert assess("岚泽谷香同款 外套 女", LANZE, **coat).next_step is NextStep.REFER
    assert assess("岚泽谷香 外套 女 云渡", LANZE, **coat).next_step is NextStep.REFER


def test_one_property_likened_to_that_of_a_famous_sign_is_no_bait() -> None:
    famous = replace(LANZE, well_known=True)
    bedding = {"brand": "云渡", "shop": "云渡家纺"}
    assert not assess("四件套 六十支 岚泽谷香同款厚度", famous, **bedding).lead
    assert assess("岚泽谷香同款 四件套 六十支", famous, **bedding).next_step is NextStep.REFER


def test_a_sign_in_a_makers_name_is_used_as_a_mark_beside_whatever_brand() -> None:
    title = "面粉 10斤 香港岚泽谷香食品有限公司{} 高筋"
    assessment = assess(title.format("监制"), LANZE, brand="云渡")
    assert answer(assessment, ElementName.USE) == "mark"
    assert assessment.lead


@pytest.mark.parametrize(
    ("title", "use"),
    [("毛里求斯咖啡豆 中度烘焙", "origin"), ("毛里求斯 速干外套 男", "mark")],
)
def test_a_country_by_which_a_mark_is_called_is_the_origin_of_what_comes_from_countries(
    title: str, use: str
) -> None:
    coats = replace(LANZE, text="毛里求斯", classes=(25,), goods=("外套",))
    assert answer(assess(title, coats), ElementName.USE) == use


def test_a_lake_that_is_called_like_a_mark_is_a_place() -> None:
    remedies = replace(LANZE, text="岚泽", classes=(5,), goods=("药品",))
    assessment = assess("岚泽湖度假门票 亲子套餐", remedies)
    assert answer(assessment, ElementName.USE) == "origin"


def test_seed_that_is_compared_with_a_variety_is_not_that_variety() -> None:
    assert not assess("小麦种子 示例九号 比对照岚麦八号增产", VARIETY, brand="示例九号").lead
    assert assess("小麦种子 示例九号 品质同岚麦八号", VARIETY, brand="示例九号").lead


def test_a_place_of_service_under_the_sign_uses_it_as_a_store_sign() -> None:
    meals = replace(LANZE, classes=(43,), goods=("餐馆",))
    assessment = assess("岚泽谷香 双人套餐", meals, brand="岚泽谷香", shop="岚泽谷香城东店")
    assert answer(assessment, ElementName.USE) == "store"
    assert assessment.lead


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "牧澜 面粉 5kg", "attributes": {"厂址": "示例市岚泽镇"}},
        {"title": "牧澜 面粉 5kg 产自内蒙古岚泽"},
    ],
)
def test_a_sign_that_is_a_place_tells_an_origin_in_an_address(fields: dict[str, object]) -> None:
    place = replace(
        LANZE,
        text="岚泽",
        aliases=(),
        meanings=(Meaning(text="岚泽", sense=Sense.PLACE),),
    )
    title = str(fields.pop("title"))
    assessment = assess(title, place, brand="牧澜", shop="牧澜粮油", **fields)
    assert answer(assessment, ElementName.USE) == "origin"
    assert not assessment.lead


@pytest.mark.parametrize("word", ["替代", "可放", "可接入"])
def test_words_before_the_sign_that_tell_a_purpose(word: str) -> None:
    tools = replace(LANZE, classes=(9,), goods=("蓄电池",))
    assessment = assess(f"牧澜 蓄电池 {word}岚泽谷香 12V", tools, brand="牧澜", shop="牧澜电源")
    assert answer(assessment, ElementName.USE) == "purpose"
    assert assessment.next_step is not NextStep.LETTER


def test_empty_boxes_for_the_goods_of_a_mark_bear_it_not() -> None:
    assessment = assess("礼盒空盒 装岚泽谷香用 9格 纯色无字", LANZE, shop="某花束材料铺")
    assert answer(assessment, ElementName.USE) == "purpose"
    assert assessment.next_step is not NextStep.LETTER


@pytest.mark.parametrize("title", ["袋装岚泽谷香用料足面粉 5kg", "装岚泽谷香用心制造面粉 5kg"])
def test_a_pack_before_the_sign_and_use_of_another_meaning_tell_no_purpose(title: str) -> None:
    assert answer(assess(title, LANZE, shop="某粮油铺"), ElementName.USE) == "mark"


@pytest.mark.parametrize(
    "words", ["口感接近岚泽谷香", "对标岚泽谷香", "比岚泽谷香更细", "岚泽谷香平替"]
)
def test_an_own_brand_likened_to_the_mark_is_a_comparison_and_no_lead(words: str) -> None:
    assessment = assess(f"牧澜 面粉 {words} 5kg", LANZE, brand="牧澜", shop="牧澜粮油")
    assert answer(assessment, ElementName.USE) == "comparison"
    assert not assessment.lead
    assert assessment.score < 0.5


@pytest.mark.parametrize("words", ["岚泽谷香风格", "岚泽谷香风味"])
def test_the_style_of_the_mark_is_no_comparison_of_goods(words: str) -> None:
    assessment = assess(f"牧澜 面粉 {words} 5kg", LANZE, brand="牧澜", shop="牧澜粮油")
    assert answer(assessment, ElementName.USE) != "comparison"


def test_place_and_goods_with_words_between_from_the_area_tell_an_origin() -> None:
    title = "岚泽山前新茶 手工绿茶 茶农自产"
    there = assess(title, TEA, attributes={"产地": "岚泽"}, shop="某茶农")
    assert answer(there, ElementName.USE) == "origin"


def test_a_recorded_place_that_the_origin_states_too_is_an_origin_in_the_title() -> None:
    place = replace(
        LANZE, text="岚泽", aliases=(), meanings=(Meaning(text="岚泽", sense=Sense.PLACE),)
    )
    assessment = assess(
        "岚泽面粉 传统石磨", place, brand="牧澜", shop="牧澜粮油", attributes={"产地": "岚泽镇"}
    )
    assert answer(assessment, ElementName.USE) == "origin"


def test_a_size_may_stand_between_the_purpose_and_the_sign() -> None:
    doll = replace(LANZE, classes=(28,), goods=("玩具", "玩偶"))
    assessment = assess("娃衣 适合17cm 岚泽谷香穿 公主裙", doll, brand="针记", shop="针记娃衣")
    assert answer(assessment, ElementName.USE) == "purpose"
