"""Every kind of signal, on a fixture of its own: what it quotes and which way it weighs."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from classifiers.scoring.scorer import make_scorer
from classifiers.signals.false_origin import within_places
from storage.records import AuthorisedSeller, Right, RightHolder, RightsBook
from tests.classifiers.samples import (
    GENERIC,
    INDICATION,
    LANZE,
    PATENT,
    RULE,
    VARIETY,
    assess,
    assessments,
    holds_a_mark,
    listing,
    signals,
)

SHOP: dict[str, Any] = {"shop": "某粮油铺"}


@pytest.mark.parametrize(
    ("right", "title", "fields", "kind", "quoted", "against"),
    [
        (LANZE, "岚泽谷香面粉", SHOP, "mark", "岚泽谷香", False),
        (LANZE, "岚泽谷香面粉", SHOP, "goods", "面粉", False),
        (LANZE, "岚泽谷香 图书", SHOP, "goods", "图书", True),
        (LANZE, "岚泽谷香面粉", {"shop": "谷香示例旗舰店"}, "licence", "谷香示例旗舰店", True),
        (LANZE, "岚泽谷香面粉", {"shop": "旧友粮油店"}, "licence", "旧友粮油店", False),
        (LANZE, "岚泽谷香面粉", {"shop": "挂面小铺"}, "licence", "挂面小铺", False),
        (LANZE, "岚泽谷香挂面", {"shop": "挂面小铺"}, "licence", "挂面小铺", True),
        (LANZE, "岚泽谷香面粉", {"shop": "谷香示例专卖店"}, "licence", "谷香示例专卖店", False),
        (LANZE, "岚泽谷香面粉", {"shop": "岚泽谷香旗舰店"}, "official-name", "旗舰店", False),
        (
            LANZE,
            "岚泽谷香面粉",
            {"attributes": {"厂家": "示例岚泽食品有限公司"}},
            "maker",
            "示例岚泽食品有限公司",
            True,
        ),
        (LANZE, "岚泽谷香面粉", {"brand": "别家"}, "other-brand", "别家", True),
        (LANZE, "岚泽谷香同款面粉", SHOP, "wording-imitation", "同款", False),
        (LANZE, "岚泽谷香面粉包装袋 定制", SHOP, "wording-labels", "包装袋", False),
        (LANZE, "岚泽谷香面粉 代工", SHOP, "wording-oem", "代工", False),
        (LANZE, "岚泽谷香面粉 刮码 特价", SHOP, "wording-stripped", "刮码", False),
        (LANZE, "岚泽谷香面粉", {"shop": "河湾面粉厂直销"}, "seller-makes", "厂直销", False),
        (LANZE, "适用于岚泽谷香面粉的筛子", SHOP, "wording-mention", "适用于", True),
        (LANZE, "岚泽谷香面粉 5kg", {"price": "9.9"}, "price", "9.9", False),
        (LANZE, "岚泽谷香面粉 5kg", {"price": "45"}, "price", "45", True),
        (LANZE, "岚泽谷香面粉", {"attributes": {"产地": "河南"}}, "origin", "河南", False),
        (LANZE, "岚泽谷香面粉", {"location": "广东 广州"}, "dispatch", "广东 广州", False),
        (LANZE, "岚泽谷香® 面粉", SHOP, "registered-sign", "岚泽谷香", False),
        (
            INDICATION,
            "岚泽甜瓜 现摘 5斤",
            {"seen_at": "2026-03-01T08:00:00+00:00"},
            "season",
            "现摘",
            False,
        ),
        (INDICATION, "岚泽甜瓜 地理标志产品", SHOP, "gi-badge", "地理标志产品", False),
        (
            PATENT,
            "沙棘低温压榨机 榨油机 专利号ZL201510123456.0",
            SHOP,
            "number",
            "ZL201510123456.0",
            False,
        ),
        (PATENT, "沙棘低温压榨机 榨油机 发明专利", SHOP, "patent-claim", "发明专利", False),
        (VARIETY, "岚麦八号 小麦种子 CNA20100123.7", SHOP, "number", "CNA20100123.7", False),
        (RULE, "祖传膏药 院内制剂", SHOP, "position", "院内制剂", False),
        (RULE, "膏药", {"description": "本品并非院内制剂"}, "position", "院内制剂", True),
        (LANZE, "岚泽谷香面粉 降血糖", SHOP, "law-disease", "降血糖", False),
        (LANZE, "岚泽谷香面粉 无SC", SHOP, "law-unlicensed", "无SC", False),
        (LANZE, "岚泽谷香面粉 官方授权", SHOP, "wording-claimed", "官方授权", False),
        (LANZE, "非岚泽谷香面粉", SHOP, "wording-negated", "非", False),
        (LANZE, "仿岚泽谷香面粉", SHOP, "wording-imitation", "仿", False),
        (LANZE, "岚泽谷香 磨面机 配件", SHOP, "wording-parts", "配件", True),
        (LANZE, "毛毯 岚泽谷香色", SHOP, "trait", "岚泽谷香", True),
        (LANZE, "毛毯", {"attributes": {"颜色分类": "岚泽谷香"}}, "trait", "岚泽谷香", True),
        (LANZE, "作家岚泽谷香 新书", SHOP, "person-name", "岚泽谷香", True),
        (LANZE, "岚泽谷香面粉厂招工启事", {}, "wording-news", "招工", True),
        (LANZE, "岚泽谷香获评龙头企业", {}, "wording-report", "获评", True),
        (
            LANZE,
            "岚泽谷香面粉的故事",
            {"description": "当地人说起这片土地，总要讲很久。"},
            "no-offer",
            "岚泽谷香",
            True,
        ),
        (LANZE, "闲置 岚泽谷香面粉", SHOP, "wording-resold", "闲置", True),
        (LANZE, "二手 岚泽谷香磨面机", SHOP, "wording-secondhand", "二手", True),
    ],
)
def test_a_signal_quotes_what_it_saw(
    right: Right, title: str, fields: dict[str, Any], kind: str, quoted: str, against: bool
) -> None:
    signal = signals(assess(title, right, **fields))[kind]
    assert quoted in signal.text
    assert (signal.weight < 0) is against
    assert any("\u4e00" <= character <= "\u9fff" for character in signal.explanation)


@pytest.mark.parametrize("shop", ["示例岚泽面粉厂直销", "河湾汽修厂", "河湾面粉工厂店"])
def test_a_factory_of_the_holders_name_and_works_that_make_nothing_are_no_strange_makers(
    shop: str,
) -> None:
    assert "seller-makes" not in signals(assess("岚泽谷香面粉", LANZE, shop=shop))


def test_a_factory_under_the_holders_own_name_without_its_place_is_no_strange_maker() -> None:
    holder = RightHolder(id="h", name="山东岚丰食品有限公司")
    right = dataclasses.replace(LANZE, authorised_sellers=())
    scored = make_scorer(RightsBook(holders=(holder,), rights=(right,)))
    for shop, strange in (("岚丰面粉厂", False), ("烟台岚丰面粉厂", False), ("河湾面粉厂", True)):
        (assessment,) = assessments(listing("岚泽谷香面粉", shop=shop), scored)
        assert ("seller-makes" in signals(assessment)) is strange


@pytest.mark.parametrize("words", ["全新带标签", "带标准合格证", "近去码头路口"])
def test_a_piece_of_another_word_claims_nothing_and_scrapes_nothing(words: str) -> None:
    kinds = signals(assess(f"岚泽谷香面粉 {words}", LANZE, **SHOP)).keys()
    assert kinds.isdisjoint({"wording-claimed", "wording-stripped"})


@pytest.mark.parametrize(
    ("title", "fields", "place"),
    [
        ("岚泽谷香面粉", {}, "标题开头"),
        ("内蒙古雪花面粉 岚泽谷香", {}, "出现在标题中"),
        ("面粉", {"brand": "岚泽谷香"}, "品牌栏"),
        ("面粉", {"attributes": {"品牌": "岚泽谷香"}}, "品牌使用"),
        ("面粉", {"shop": "岚泽谷香粮店"}, "店铺名称"),
        ("面粉", {"image_text": "岚泽谷香"}, "图片"),
        ("面粉", {"description": "很多人问过岚泽谷香"}, "叙述"),
        ("面粉", {"attributes": {"产地": "岚泽谷香"}}, "如实标注产地"),
        ("岚泽谷香地区的面粉", {}, "作为地名使用"),
    ],
)
def test_the_place_of_use_is_told(title: str, fields: dict[str, Any], place: str) -> None:
    signal = signals(assess(title, LANZE, **fields))["position"]
    assert place in signal.explanation


@pytest.mark.parametrize(
    ("title", "fields"),
    [
        ("岚泽谷香面粉 5kg", {"shop": "谷香示例旗舰店"}),
        ("岚泽谷香面粉 5kg", {"operator": {"name": "示例岚泽食品有限公司"}}),
        ("岚泽谷香 散文集 图书", {}),
        ("岚泽谷香 三日游 跟团游", {}),
        ("岚泽谷香 文化衫 T恤", {}),
        ("农家面粉", {"attributes": {"产地": "岚泽谷香"}}),
        ("产自岚泽谷香的面粉", {"brand": "农家乐"}),
        ("岚泽谷香面粉机 小型磨面机", {}),
        ("岚泽谷香面粉碗 陶瓷", {"shop": "碗碟铺"}),
        ("磨面机 出租 岚泽谷香面粉厂同款设备", {"shop": "租赁站"}),
        ("岚泽谷香节开幕", {"description": "近日，节庆活动在广场举行。"}),
        ("粮食故事集 岚泽谷香面粉", {"shop": "乡土书店"}),
    ],
)
def test_honest_neighbours_are_no_leads_and_are_answered(
    title: str, fields: dict[str, Any]
) -> None:
    assessment = assess(title, LANZE, **fields)
    assert not assessment.lead
    assert assessment.fair_use is not None


def test_a_licence_that_ended_yesterday_no_longer_protects() -> None:
    assert assess("岚泽谷香面粉", LANZE, shop="旧友粮油店").lead


def test_a_licence_for_another_platform_does_not_cover_this_one() -> None:
    assert not assess("岚泽谷香面粉", LANZE, shop="平台限定店", platform="www.a.example").lead
    assert assess("岚泽谷香面粉", LANZE, shop="平台限定店", platform="b.example").lead


def test_a_generic_name_is_never_a_lead_alone() -> None:
    assessment = assess("奶皮子 高仿 同款", GENERIC, brand="奶皮子", shop="奶皮子旗舰店")
    assert assessment.right == "generic"
    assert not assessment.lead
    assert assessment.fair_use is not None
    assert "通用名称" in assessment.fair_use.rule


def test_a_longer_mark_of_another_owner_takes_the_find_over() -> None:
    short = Right(id="short", text="岚泽", goods=("面粉",), holder="h")
    long = Right(id="long", text="岚泽王", goods=("白酒",), holder="other")
    assessment = assess("岚泽王 浓香白酒", short, long)
    assert assessment.right == "long"


@pytest.mark.parametrize("title", ["岚泽谷香 仿真面包 模型", "仿古面缸 岚泽谷香"])
def test_a_material_that_begins_with_the_word_for_copy_is_no_imitation(title: str) -> None:
    assert "wording-imitation" not in signals(assess(title, LANZE, shop="某铺"))


def test_a_patent_is_found_by_its_number_alone_and_by_one_that_cannot_exist() -> None:
    right = dataclasses.replace(PATENT, valid_until=None)
    number = right.registration_no or ""
    for written, ground in ((number, "没有许可"), (f"{number[:-1]}7", "校验位不符")):
        in_title = assess(f"家用压榨设备 专利号{written}", right, shop="机械铺")
        assert in_title.right == right.id
        assert ground in signals(in_title)["number"].explanation
        assert in_title.lead
    in_attribute = assess("家用压榨设备", right, shop="机械铺", attributes={"专利号": number})
    assert in_attribute.lead
    assert not holds_a_mark(f"配件 型号{number[2:14]}88123", right, shop="机械铺")


def test_words_of_use_behind_other_goods_say_nothing_of_the_mark() -> None:
    by_kind = signals(assess("岚泽谷香 电磁炉通用 面粉 5kg", LANZE, **SHOP))
    assert "wording-mention" not in by_kind
    assert "wording-mention" in signals(assess("面包机 岚泽谷香通用", LANZE, **SHOP))


def test_a_licence_for_one_ware_covers_no_other_of_its_kind() -> None:
    socks = AuthorisedSeller(shop="袜铺", goods=("袜子",))
    right = dataclasses.replace(
        LANZE, goods=("睡衣", "袜子"), classes=(25,), authorised_sellers=(socks,)
    )
    for title, covered in (("岚泽谷香 船袜 5双", True), ("岚泽谷香 羽绒服", False)):
        weight = signals(assess(title, right, shop="袜铺"))["licence"].weight
        assert (weight < 0) is covered


def test_traditional_characters_are_read_like_standard_ones_and_quoted_as_they_stand() -> None:
    traditional = assess("產自嵐澤谷香的麵粉", LANZE, attributes={"产地": "河南"})
    plain = assess("产自岚泽谷香的面粉", LANZE, attributes={"产地": "河南"})
    assert traditional.fair_use
    assert traditional.fair_use.rule == "[[trademark.fair-use#description]]（地名）"
    assert [(s.kind, s.span) for s in traditional.signals] == [
        (s.kind, s.span) for s in plain.signals
    ]
    assert "嵐澤谷香" in {s.text for s in traditional.signals if s.kind == "position"}


@pytest.mark.parametrize("title", ["岚泽谷香面粉 自用送人", "岚泽谷香面粉 送礼自用"])
def test_a_gift_for_oneself_or_others_is_not_second_hand(title: str) -> None:
    assert "wording-secondhand" not in signals(assess(title, LANZE, **SHOP))


@pytest.mark.parametrize(
    ("title", "attributes"),
    [("岚泽谷香 手擀宽面", {}), ("岚泽谷香 特惠装", {"品名": "挂面"})],
)
def test_goods_of_a_licence_are_read_in_unknown_words_and_in_attributes(
    title: str, attributes: dict[str, str]
) -> None:
    covered = signals(assess(title, LANZE, shop="挂面小铺", attributes=attributes))["licence"]
    assert covered.weight < 0
    uncovered = signals(assess("岚泽谷香 特惠装", shop="挂面小铺", attributes={"品名": "面粉"}))
    assert uncovered["licence"].weight > 0


def test_a_headline_without_goods_price_or_shop_is_hardly_an_offer() -> None:
    headline = signals(assess("岚泽谷香防洪堤坝完成加固", LANZE))["no-offer"]
    bare = signals(assess("岚泽谷香面粉", LANZE))["no-offer"]
    assert headline.weight < bare.weight < 0


@pytest.mark.parametrize(
    ("right", "name"), [(VARIETY, "品种名称"), (PATENT, "专利名称")], ids=["variety", "patent"]
)
def test_a_name_that_is_no_mark_is_explained_as_what_it_is(right: Right, name: str) -> None:
    explained = " ".join(
        signal.explanation
        for signal in assess(f"{right.text} 现货", right, brand=right.text).signals
        if signal.kind in ("mark", "position")
    )
    assert f"{name}“{right.text}”" in explained
    assert "商标" not in explained
    assert "权利标识" not in explained


@pytest.mark.parametrize("words", ["精美版", "生日版礼盒", "时代购物", "上海淘宝同步"])
def test_a_piece_of_another_word_says_nothing_of_imports(words: str) -> None:
    assert "wording-imported" not in signals(assess(f"岚泽谷香面粉 {words}", LANZE, **SHOP))


def test_imports_speak_for_a_mark_and_not_for_the_sign_of_a_place_in_this_country() -> None:
    title = "原装进口 五常大米 10斤"
    here = dataclasses.replace(
        INDICATION,
        text="五常大米",
        place=("五常",),
        product=("大米",),
        goods=("大米",),
        origin=None,
    )
    mark = dataclasses.replace(here, kind=LANZE.kind)
    assert "wording-imported" in signals(assess(title, mark, **SHOP))
    assert "wording-imported" not in signals(assess(title, here, **SHOP))


def test_a_district_of_high_technology_keeps_its_name() -> None:
    assert within_places("四川成都高新区", ("成都市高新区",))
    assert within_places("上海浦东", ("浦东新区",))
