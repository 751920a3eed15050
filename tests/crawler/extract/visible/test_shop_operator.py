"""Who sells: licences as shops show them (亮照亮证), footers of sites, credit codes."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract.page.page import Page
from crawler.extract.read_page import read_page
from crawler.extract.visible.shop_operator import is_credit_code, read_operator

CODE = "91150800MA0N0000A3"
WIDE = CODE.translate({ord(sign): ord(sign) + 0xFEE0 for sign in CODE})
"""The same in full width (全角)."""


@pytest.mark.parametrize(
    ("text", "name", "code", "address"),
    [
        (f"统一社会信用代码 {CODE} 企业名称 示例牧业有限公司 住所 内蒙古巴彦淖尔市临河区示例街 1 号 成立时间 2019",
         "示例牧业有限公司", CODE, "内蒙古巴彦淖尔市临河区示例街 1 号"),
        (f"统一社会信用代码：{CODE} 经营者名称：示例粮油店 经营场所：巴彦淖尔市临河区示例市场 3-12 经营范围：粮",
         "示例粮油店", CODE, "巴彦淖尔市临河区示例市场 3-12"),
        (f"营业执照 证照编号 {CODE[:9]} {CODE[9:]} 名称 杭锦后旗示例专业合作社 主体类型 农民专业合作社",
         "杭锦后旗示例专业合作社", CODE, None),
        (f"社会信用代码 {CODE.lower()} 公司名称 示例公司", "示例公司", CODE, None),
        (f"统一社会信用代码：{WIDE} 企业名称：示例（集团）有限公司 住所：临河区示例街１号",
         "示例（集团）有限公司", CODE, "临河区示例街1号"),
        (f"营业执照 证照编号 {WIDE[:9]} {WIDE[9:].lower()} 名称 示例粮油经营部", "示例粮油经营部", CODE, None),
        ("统一社会信用代码 91150800MA0N0000A4 企业名称 示例公司", "示例公司", None, None),
        ("技术支持：示例建站公司 主办单位：示例县农业合作社", "示例县农业合作社", None, None),
    ],
)  # fmt: skip
def test_a_licence_names_who_sells(
    text: str, name: str, code: str | None, address: str | None
) -> None:
    operator = read_operator(text)
    assert operator is not None
    assert (operator.name, operator.credit_code, operator.address) == (name, code, address)


@pytest.mark.parametrize(
    ("shop", "text", "name"),
    [
        ("乙家粮油店", "店铺：乙家粮油店 版权所有：示例平台网络科技有限公司", None),
        ("乙家粮油店", "© 2026 示例平台网络科技有限公司", None),
        ("乙家粮油店", "经营者名称：示例乙家商行 版权所有：示例平台网络科技有限公司", "示例乙家商行"),
        ("示例牧歌旗舰店", "版权所有：内蒙古示例牧歌食品有限公司", "内蒙古示例牧歌食品有限公司"),
        (None, "版权所有：示例平台网络科技有限公司", "示例平台网络科技有限公司"),
    ],
)  # fmt: skip
def test_the_company_at_the_foot_sells_only_where_no_other_shop_does(
    shop: str | None, text: str, name: str | None
) -> None:
    operator = read_operator(text, shop)
    assert (operator.name if operator else None) == name


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("住所：内蒙古临河区示例路8号 医院内部制剂 院内制剂 治疗风湿 详情段落0", "内蒙古临河区示例路8号"),
        ("经营场所：巴彦淖尔市临河区示例市场 3-12 优惠专区 5kg 装", "巴彦淖尔市临河区示例市场 3-12"),
        ("地址：示例省示例市 示例区 示例街 1 号 2层201室 本店", "示例省示例市 示例区 示例街 1 号 2层201室"),
        ("住所：示例省示例市示例区示例大道88号 B座 12 层 5 星好评", "示例省示例市示例区示例大道88号 B座 12 层"),
        ("营业执照 住所 示例省示例市示例区示例路8号 商品详情 示例", "示例省示例市示例区示例路8号"),
    ],
)  # fmt: skip
def test_an_address_ends_where_the_next_paragraph_begins(text: str, address: str) -> None:
    operator = read_operator(text)
    assert operator is not None
    assert operator.address == address


def test_the_paragraph_behind_the_licence_is_no_part_of_the_address() -> None:
    markup = (
        "<h1>示例骨康丸 院内制剂</h1><b class=price>￥88.00</b><button>立即购买</button>"
        "<p>企业名称：示例康复医院有限公司</p><p>住所：内蒙古示例市示例区示例路8号</p>"
        "<p>医院内部制剂 院内制剂 治疗风湿</p><div>详情段落0</div>"
    )
    listing = read_page(Page.from_text("https://shop.example/goods/10001.html", markup)).listing
    assert listing is not None
    assert listing.operator is not None
    assert listing.operator.address == "内蒙古示例市示例区示例路8号"


def test_a_wrong_check_character_is_found() -> None:
    assert is_credit_code(CODE)
    assert not any(is_credit_code(CODE[:17] + last) for last in "0124567" if last != CODE[17])


def test_the_company_at_a_platforms_foot_is_not_the_seller() -> None:
    foot = "<footer>示例平台有限公司 京ICP备00000000号</footer>"
    goods = "<h1>示例面粉</h1><b class=price>￥5.00</b><button>立即购买</button>" + foot
    shop = read_page(Page.from_text("https://shop.example/goods/10001.html", goods)).listing
    item = read_page(Page.from_text("https://item.jd.com/100200300400.html", goods)).listing
    assert shop is not None
    assert shop.operator is not None
    assert item is not None
    assert item.operator is None


@given(st.text(alphabet="名称住所统一社会信用代码注册号 0A9：公司店市区", max_size=200))
def test_any_text_names_somebody_or_nobody(text: str) -> None:
    read_operator(text)


def test_a_flood_of_labels_costs_little() -> None:
    start = time.process_time()
    for word in ("名称 ", "住所 内蒙古市", "注册号 " + "1 " * 30, "信用代码 A", "有限公司"):
        read_operator("营业执照" + word * 20_000)
    assert time.process_time() - start < 5
