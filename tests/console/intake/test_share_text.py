"""Share texts in the forms that public ones have; goods and codes are made up."""

from __future__ import annotations

from decimal import Decimal

import pytest

from console.intake.share_text import read_share_text

CASES = [
    ("【淘宝】7天无理由退货 https://e.tb.cn/h.AbCdEf123?tk=Zz9yXx8wVv7 CZ321 「示例面粉 5kg "
     "雪花粉」\n点击链接直接打开 或者 淘宝搜索直接打开",
     "淘宝", "https://e.tb.cn/h.AbCdEf123?tk=Zz9yXx8wVv7", "示例面粉 5kg 雪花粉"),
    ("【淘宝】https://m.tb.cn/h.5AbC 示例面粉家庭装", "淘宝", "https://m.tb.cn/h.5AbC", "示例面粉家庭装"),
    ("【示例羊肉卷 500g】http://m.tb.cn/h.AbCdEf1 "
     "点击链接，再选择浏览器打开；或复制这条信息￥aB3dEfGh1jK￥后打开👉手淘👈",
     "淘宝", "http://m.tb.cn/h.AbCdEf1", "示例羊肉卷 500g"),
    ("【我剁手都要买的宝贝（示例婴儿床实木），快来和我一起瓜分红I包】，复制这条信息￥"
     "aB3dEfGh1jK￥后打开👉手淘👈",
     "淘宝", None, "示例婴儿床实木"),
    ("【京东】[https://3.cn/-2AbCd?jkl=@Ab1Cd2Ef3@](https://3.cn/-2AbCd?jkl=@Ab1Cd2Ef3@) "
     "CA1507 「示例键盘 三模」\n点击链接直接打开 或者复制文案打开京东",
     "京东", "https://3.cn/-2AbCd?jkl=@Ab1Cd2Ef3", "示例键盘 三模"),
    ("//3.cn/2-AbCd?jkl=@Ab1Cd2@ MF8335 「示例零食」 点击链接直接打开 或者复制文案打开京东",
     "京东", "https://3.cn/2-AbCd?jkl=@Ab1Cd2", "示例零食"),
    ("【拼多多】https://mobile.yangkeduo.com/goods.html?goods_id=1029 19.9元包邮！",
     "拼多多", "https://mobile.yangkeduo.com/goods.html?goods_id=1029", None),
    ("9.28 reo:/ r@r.Rx 01/26 【抖音商城】https://v.douyin.com/iAbCd12/ 【示例牌】130g*10袋猫耳酥\n"
     "长按复制此条消息，打开抖音搜索，查看商品详情！",
     "抖音", "https://v.douyin.com/iAbCd12/", "【示例牌】130g*10袋猫耳酥"),
    ("1.71 复制打开抖音，看看【示例小店的作品】现磨面粉上新 https://v.douyin.com/6AbC_d/ K@j.pd 05/09 Atr:/",
     "抖音", "https://v.douyin.com/6AbC_d/", "现磨面粉上新"),
    ("示例面粉避雷 这几天发现... http://xhslink.com/o/AbCd12 复制后打开【小红书】查看笔记！",
     "小红书", "http://xhslink.com/o/AbCd12", "示例面粉避雷 这几天发现"),
    ("48 示例博主发布了一篇小红书笔记，快来看吧！ 😆 AbCdEfGh12 😆 "
     "http://xhslink.com/a/AbCd，复制本条信息，打开【小红书】App查看精彩内容！",
     "小红书", "http://xhslink.com/a/AbCd", None),
    ("https://k.youshop10.com/AbC-d?share_relation=ab12_1",
     "微店", "https://k.youshop10.com/AbC-d?share_relation=ab12_1", None),
    ("【闲鱼】https://m.tb.cn/h.AbC?tk=AbCdEf HU287 「快来捡漏【【九成新】示例面粉机】」\n点击链接直接打开",
     "闲鱼", "https://m.tb.cn/h.AbC?tk=AbCdEf", "【九成新】示例面粉机"),
    ("2€aB3dEfGh1jK€ https://m.tb.cn/h.AbC  我在闲鱼发布了【示例面粉机】",
     "闲鱼", "https://m.tb.cn/h.AbC", "示例面粉机"),
    ("【闲鱼】https://m.tb.cn/h.AbC MF1643 「这是我的闲鱼号，快来看看吧～」 点击链接直接打开",
     "闲鱼", "https://m.tb.cn/h.AbC", None),
    ("https://shop.invalid/item/1.html", None, "https://shop.invalid/item/1.html", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "platform", "url", "title"), CASES)
def test_a_share_text_tells_platform_address_and_title(
    text: str, platform: str | None, url: str | None, title: str | None
) -> None:
    item = read_share_text(text)
    assert (item.platform_name, item.url, item.title) == (platform, url, title)


def test_the_author_of_a_note_or_video_is_the_seller() -> None:
    assert read_share_text(CASES[8][0]).shop == "示例小店"
    assert read_share_text(CASES[10][0]).shop == "示例博主"


def test_a_code_is_one_only_where_a_platform_is_named() -> None:
    assert read_share_text(CASES[3][0]).code == "aB3dEfGh1jK"
    assert read_share_text("订单（ABCDEFGHIJ12）").code is None


@pytest.mark.parametrize(
    ("text", "price"),
    [
        ("示例面粉 【在售价】158.00元 【券后价】153.00元 淘口令", "153.00"),
        ("专卖店有10元券。65元入手", "65"),
        ("￥aB3dEfGh1jK￥ 没有价格", None),
        ("示例 ¥19.9 包邮", "19.9"),
    ],
)
def test_the_price_is_what_a_buyer_pays(text: str, price: str | None) -> None:
    assert read_share_text(text).price == (Decimal(price) if price else None)
