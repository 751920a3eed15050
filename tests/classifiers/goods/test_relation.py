"""How the goods of a listing stand to those of a right: same, similar, near or other."""

from __future__ import annotations

import pytest

from classifiers.goods.grade import Relation, table_group
from classifiers.goods.packs import packs_own
from classifiers.goods.relation import relate
from classifiers.goods.sold_word import GoodsAnswer
from classifiers.goods.words import goods_of
from storage.records import Listing, Right

MARK = "岚泽谷香"


def right_for(*goods: str, classes: tuple[int, ...] = ()) -> Right:
    return Right(id="r", text=MARK, classes=classes, goods=goods, holder="h")


def answer(title: str, right: Right) -> GoodsAnswer:
    listing = Listing.from_json({"url": "http://shop.example/1", "title": f"{MARK} {title}"})
    return relate(listing, right, goods_of(listing, (MARK,)), (MARK,))


@pytest.mark.parametrize(
    ("goods", "title"),
    [
        (("柑橘",), "沃柑 新鲜 10斤"),
        (("茶叶",), "冻顶乌龙 罐装"),
        (("白酒",), "大曲 53度 整箱"),
        (("瓷器",), "描金汤碗 家用"),
        (("茶具",), "公道杯 一个"),
        (("运动鞋",), "网球鞋 男款"),
        (("零食",), "手剥核桃 袋装"),
        (("虾",), "北极虾 冷冻"),
        (("内衣",), "平角裤 三条装"),
        (("牛奶",), "娟姗牛奶 12盒"),
        (("家用电器",), "滚筒洗衣机 10公斤"),
        (("耳机",), "骨传导耳机"),
        (("汽车零配件",), "副气囊 右侧"),
        (("滤芯",), "空滤 两只"),
        (("存储卡",), "TF卡 64G"),
        (("光盘",), "蓝光碟 一套"),
        (("乳酸菌饮料",), "乳味饮料 24瓶"),
        (("衬衫",), "衬衫男士 长袖"),
        (("茶壶",), "提梁壶 一把"),
        (("陶器",), "公道杯 一个"),
        (("皮具",), "斜挎包 小号"),
        (("反光膜",), "反光条 一卷"),
        (("缝纫机",), "锁眼机 服装厂用"),
        (("工程机械",), "压路机 二手"),
        (("玩具",), "变形机器人 卡车机器人 大号"),
        (("购物软件",), "购物软件会员 新人红包"),
        (("剃须刀", "刀片"), "刀片 4刀头装"),
    ],
)
def test_a_generic_name_covers_its_kinds(goods: tuple[str, ...], title: str) -> None:
    assert answer(title, right_for(*goods)).relation is Relation.SAME


@pytest.mark.parametrize(
    ("goods", "classes", "title", "group"),
    [
        (("酱油",), (30,), "米醋 500ml", "3015"),
        (("苹果",), (31,), "蜜柚 两个", "3105"),
        (("牛奶",), (29,), "中老年奶粉", "2907"),
        (("毛巾",), (24,), "浴巾 纯棉", "2405"),
    ],
)
def test_goods_of_one_similar_group_are_similar_and_the_group_is_cited(
    goods: tuple[str, ...], classes: tuple[int, ...], title: str, group: str
) -> None:
    right = right_for(*goods, classes=classes)
    judged = answer(title, right)
    assert judged.relation in (Relation.SAME, Relation.SIMILAR)
    assert judged.ground is not None
    assert table_group(judged.ground, right, judged.relation) == group


@pytest.mark.parametrize(
    ("goods", "classes", "title"),
    [
        (("电饭煲",), (11,), "滚筒洗衣机 10公斤"),
        (("党参",), (5,), "党参酒 500ml"),
        (("手机",), (9,), "平板电脑 10英寸"),
    ],
)
def test_goods_of_one_trade_are_near(
    goods: tuple[str, ...], classes: tuple[int, ...], title: str
) -> None:
    assert answer(title, right_for(*goods, classes=classes)).relation is Relation.NEAR


@pytest.mark.parametrize(
    ("goods", "classes", "title"),
    [
        (("火腿",), (29,), "雪里蕻 袋装"),
        (("梨",), (31,), "碧根果 500g"),
        (("食用油",), (29,), "酸奶 12杯"),
        (("大米",), (30,), "主题餐厅 双人餐"),
        (("空调",), (11,), "男士卫衣"),
    ],
)
def test_one_class_alone_makes_no_similar_goods(
    goods: tuple[str, ...], classes: tuple[int, ...], title: str
) -> None:
    assert answer(title, right_for(*goods, classes=classes)).relation is Relation.DIFFERENT


@pytest.mark.parametrize(
    ("goods", "classes", "title"),
    [
        (("手机",), (9,), "P30 手机壳 防摔"),
        (("冰箱",), (11,), "冰箱门封条 磁性"),
        (("净水器",), (11,), "净水器 RO50 滤芯"),
        (("手表",), (14,), "手表表带 真皮"),
        (("吸尘器",), (7,), "尘袋 适用岚泽谷香"),
        (("空调",), (11,), "空调遥控器专用 全新"),
    ],
)
def test_parts_and_accessories_are_not_the_machine(
    goods: tuple[str, ...], classes: tuple[int, ...], title: str
) -> None:
    judged = answer(title, right_for(*goods, classes=classes))
    assert judged.accessory
    assert judged.relation is not Relation.SAME


@pytest.mark.parametrize(
    ("goods", "classes", "title"),
    [
        (("手机",), (9,), "手机 128G 全新"),
        (("净水器",), (11,), "净水器 家用 含滤芯"),
        (("大米",), (30,), "大米 通用 5kg"),
    ],
)
def test_the_machine_itself_is_no_accessory(
    goods: tuple[str, ...], classes: tuple[int, ...], title: str
) -> None:
    judged = answer(title, right_for(*goods, classes=classes))
    assert not judged.accessory
    assert judged.relation is Relation.SAME


@pytest.mark.parametrize(
    ("goods", "classes", "title"),
    [
        (("滤清器",), (7,), "机滤 带盒"),
        (("汽车", "汽车零部件"), (12,), "副气囊 右侧"),
        (("轴承",), (7,), "6202 轴承 电机专用"),
    ],
)
def test_parts_are_goods_of_a_right_registered_for_them(
    goods: tuple[str, ...], classes: tuple[int, ...], title: str
) -> None:
    judged = answer(title, right_for(*goods, classes=classes))
    assert (judged.relation, judged.accessory) == (Relation.SAME, False)


@pytest.mark.parametrize(
    ("goods", "classes", "title"),
    [
        (("餐馆",), (43,), "火锅 四人套餐 含饮料"),
        (("酒店",), (43,), "星空房 两晚"),
        (("汽车维修",), (37,), "钣金喷漆 补漆"),
        (("钟表维修",), (37,), "换表蒙 洗油"),
        (("婚姻介绍所",), (45,), "线下相亲 一对一"),
        (("不动产出租",), (36,), "洋房 两居 团购券"),
        (("在线游戏",), (41,), "点卡 100元"),
    ],
)
def test_kinds_of_services_are_known(
    goods: tuple[str, ...], classes: tuple[int, ...], title: str
) -> None:
    assert answer(title, right_for(*goods, classes=classes)).relation is Relation.SAME


@pytest.mark.parametrize(
    ("title", "relation"),
    [
        ("喷码机 翻新机 带墨", Relation.SAME),
        ("喷码机 拆机翻新 九成", Relation.SAME),
        ("沙发翻新 换皮", Relation.DIFFERENT),
        ("手机回收 高价", Relation.DIFFERENT),
    ],
)
def test_what_was_made_good_again_is_sold_and_no_service(title: str, relation: Relation) -> None:
    printers = right_for("喷码机", classes=(7,))
    assert answer(title, printers).relation is relation


def test_a_material_by_a_share_names_no_goods_and_juice_does() -> None:
    assert answer("100%山羊绒 一件", right_for("毛衣", classes=(25,))).relation is Relation.UNKNOWN
    assert answer("100%橙汁 1L", right_for("果汁", classes=(32,))).relation is Relation.SAME


@pytest.mark.parametrize("home", ["三室两厅", "别墅 户外", "大平层 洋房", "住宅 三房", "公寓"])
def test_homes_tell_for_whom_lamps_are_and_are_sold_themselves(home: str) -> None:
    lamps = right_for("灯具", classes=(11,))
    assert answer(f"吸顶灯 {home}", lamps).relation is Relation.SAME
    assert answer(f"{home} 二手房 急售", lamps).relation is Relation.DIFFERENT


@pytest.mark.parametrize(
    "title", ["酒瓶 空瓶 回收", "防伪标签 一卷", "白酒 空盒 带手提袋", "吊牌 定做"]
)
def test_packaging_with_the_mark_is_for_the_rights_goods(title: str) -> None:
    right = right_for("白酒", classes=(33,))
    assert packs_own(answer(title, right), right)


@pytest.mark.parametrize(
    ("goods", "title"),
    [
        (("脐橙",), "夏橙 非脐橙 5斤"),
        (("酸奶",), "酸奶机 家用 可做岚泽谷香老酸奶"),
    ],
)
def test_what_is_denied_or_only_made_with_the_goods_is_not_sold(
    goods: tuple[str, ...], title: str
) -> None:
    assert answer(title, right_for(*goods)).relation is not Relation.SAME


def test_fruit_behind_prepared_food_is_its_taste() -> None:
    assert answer("风味发酵乳草莓 12杯", right_for("酸奶")).relation is Relation.SAME


def test_goods_read_across_the_border_of_a_mark_are_not_the_rights() -> None:
    right = Right(id="r", text="蓝牛", classes=(29,), goods=("牛奶",), holder="h")
    listing = Listing.from_json({"url": "http://shop.example/1", "title": "蓝牛奶粉 800g"})
    judged = relate(listing, right, goods_of(listing, ("蓝牛",)), ("蓝牛",))
    assert judged.relation is Relation.SIMILAR


def test_one_word_amid_several_of_another_kind_does_not_decide() -> None:
    apples = right_for("苹果", classes=(31,))
    judged = answer("新鲜水果大樱桃车厘子当季水果黑珍珠3斤", apples)
    assert judged.relation is Relation.SIMILAR
    assert answer("土豆削皮机 土豆去皮 商用", right_for("土豆", classes=(31,))).relation is (
        Relation.DIFFERENT
    )
    assert answer("苹果种植技术书 苹果 红富士苹果", apples).relation is Relation.DIFFERENT


def test_a_cloth_cover_is_no_part_of_a_household_machine() -> None:
    covered = answer("挂机空调罩 防尘 加大号", right_for("空调", classes=(11,)))
    assert (covered.relation, covered.accessory) == (Relation.DIFFERENT, True)
    assert answer("空调 一级能效 套装", right_for("空调", classes=(11,))).relation is Relation.SAME


@pytest.mark.parametrize("title", ["吹风机支架 免打孔", "吹风机壁挂收纳架 金属"])
def test_a_stand_is_no_part_of_the_machine_that_is_put_on_it(title: str) -> None:
    judged = answer(title, right_for("吹风机", classes=(11,)))
    assert (judged.relation, judged.accessory) == (Relation.DIFFERENT, True)


def test_a_robot_for_work_is_no_toy() -> None:
    toys = right_for("玩具", classes=(28,))
    assert answer("工业机器人 六轴", toys).relation is Relation.DIFFERENT
    assert answer("卡车机器人 大号", toys).relation is not Relation.DIFFERENT


def test_a_character_inside_a_word_of_the_language_names_no_goods() -> None:
    bags = right_for("皮具", classes=(18,))
    assert answer("汽车脚垫 全包围 易清洗", bags).relation is Relation.DIFFERENT
    assert answer("链条包 小号", bags).relation is Relation.SAME


def test_food_made_of_the_rights_goods_is_near_them() -> None:
    ginseng = right_for("人参", classes=(5,))
    assert answer("人参枸杞酒 42度 500ml", ginseng).relation is not Relation.SAME
    assert answer("人参 野山参 整支 礼盒", ginseng).relation is Relation.SAME


@pytest.mark.parametrize("title", ["冬枣树苗 当年结果", "冬枣嫁接苗"])
def test_young_plants_are_the_head_behind_what_they_grow_to(title: str) -> None:
    assert (
        answer(title, right_for("冬枣", "新鲜水果", classes=(31,))).relation is Relation.DIFFERENT
    )


@pytest.mark.parametrize(
    ("goods", "title", "relation"),
    [
        (("汽车", "汽车零部件"), "主气囊 左侧", Relation.SIMILAR),
        (("滤清器",), "柴滤 一只", Relation.SIMILAR),
        (("汽车", "汽车零部件"), "雾灯框 一对 包安装", Relation.SIMILAR),
    ],
)
def test_parts_of_vehicles_are_similar_to_each_other(
    goods: tuple[str, ...], title: str, relation: Relation
) -> None:
    assert answer(title, right_for(*goods, classes=(7, 12))).relation in (
        relation,
        Relation.SAME,
        Relation.NEAR,
    )


@pytest.mark.parametrize(
    ("goods", "classes", "title", "relation"),
    [
        (("健身器材", "健身车"), (28,), f"健身车踏板 适配{MARK}动感单车 替换脚踏", Relation.NEAR),
        (("水泵",), (7,), f"机械密封 叶轮 适配{MARK} 立式水泵 维修件", Relation.NEAR),
        (("机油", "润滑油"), (4,), f"机油加注漏斗 适配{MARK}大口径桶", Relation.DIFFERENT),
        (("洗发水", "身体乳"), (3,), f"按压泵头 适用{MARK} 身体乳瓶口", Relation.DIFFERENT),
        (("水泵",), (7,), f"立式水泵 替代{MARK} 同规格", Relation.SAME),
        (("电梯", "电梯配件"), (7,), f"电梯光幕 通用型 适配{MARK}客梯", Relation.SAME),
        (("奶粉",), (5,), f"【孕妇均适用】{MARK}奶粉罐装", Relation.SAME),
    ],
)
def test_goods_named_only_as_what_something_fits_are_not_what_is_sold(
    goods: tuple[str, ...], classes: tuple[int, ...], title: str, relation: Relation
) -> None:
    right = right_for(*goods, classes=classes)
    listing = Listing.from_json({"url": "http://shop.example/1", "title": title})
    assert relate(listing, right, goods_of(listing, (MARK,)), (MARK,)).relation is relation
