"""联系方式的写法: each form in which sellers write a contact is masked, and no number of goods, licences or dates is.

A row is one form. Both tables go through the same door, `mask_contacts`, and through a listing's fields.
"""

from __future__ import annotations

import time

import pytest

from crawler.extract.contact_masking import contact_hashes, mask_contacts, mask_listing
from storage.base.personal.contact_search import mask_numbers
from storage.records import Listing

CONTACTS = (
    "138.1234.5678",
    "１３８－１２３４－５６７８",
    "一三八一二三四五六七八",
    "幺三八幺二三四五六七八",
    "一三八 一二三四 五六七八",
    "1三8一2三4五6七8",
    "壹叁捌壹贰叁肆伍陆柒捌",
    "一三九零〇一二三四五六",
    "①③⑧①②③④⑤⑥⑦⑧",
    "1️⃣3️⃣8️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣8️⃣",
    "𝟏𝟑𝟖𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖",
    "13O12345678",
    "1 3 8 1 2 3 4 5 6 7 8",
    "1-3-8-1-2-3-4-5-6-7-8",
    "138——1234——5678",
    "138\u200b1234\u200b5678",
    "138(1234)5678",
    "1381-234-5678",
    "手机：1381 2345 678",
    "电话/微信 138/1234/5678",
    "微信同号 13812345678",
    "+86 138 1234 5678",
    "0086-13812345678",
    "电话：013812345678",
    "0478-8261234",
    "0478 826 1234",
    "０４７８－８２６１２３４",
    "电话：8261234",
    "电话 826-1234",
    "TEL:8261234",
    "座机82612345",
    "☎8261234",
    "+86 10 6212 3456",
    "+861062123456",
    "账号 6011 0000 0000 0004",
    "电话０４７８８２６１２３４",
    "ＡＢ＠１６３．ｃｏｍ",
    "ab12@163.com",
    "ab12 @ 163 . com",
    "zhang at shop.com",
    "邮箱 zhang at example.com",
    "zhang（at）example dot com",
    "zhang[at]example[dot]com",
    "zhang AT qq DOT com",
    "zhang艾特163点com",
    "邮箱：zhang#example.com",
    "12345678#qq.com",
    "邮箱zhang(a)163.com",
    "6222021234567890123 卡号",
    "卡号：6222021234567890123",
    "6228480402564890018",
    "6222 0212 3456 7890 128 卡号",
    "银行卡 6222 0212 3456 7890 123",
    "农行 6228-4804-0256-4890-018",
    "６２２８４８０４０２５６４８９００１８",
    "建行卡号：4367421234567890123",
    "身份证：110105194912310021",
    "身份证 130503670401001",
    "身份证 1101 0519 4912 3100 2X",
    "11010519491231002X",
    "110105 19491231 002X",
    "１１０１０５１９４９１２３１００２Ｘ",
    "护照号：E12345678",
    "家住示例小区3号楼2单元501室",
    "收件人：示例 地址：内蒙古自治区巴彦淖尔市临河区胜利路12号3栋2单元502室",
    "内蒙古巴彦淖尔市临河区胜利路12号3栋502室",
    "内蒙古巴彦淖尔市五原县胜利路12号 王小明收",
    "退货地址：示例省示例市示例区示例路8号",
    "QQ：12345678",
    "Ｑ Ｑ 12345678",
    "扣扣12345678",
    "QQ群 123456789",
    "加V：abc12345",
    "加Ｖ：ａｂｃ１２３４５",
    "加卫星：abc12345",
    "加企鹅：12345678",
    "薇❤：abc12345",
    "VX：abc12345",
    "w x：abc12345",
    "微信一三八一二三四五六七八",
    "支付宝：abc12345",
    "支付宝账号：13812345678",
    "zfb：abc123456",
    "telegram：abc12345",
    "WhatsApp: +8613812345678",
    "400-123-4567",
    "8001234567",
)
"""Each form once: mobiles, landlines, e-mail, bank cards, identity papers, homes, chats, service lines."""

GOODS_AND_LICENCES = (
    "商品编号：13812345678",
    "货号 13812345678",
    "¥13812345678",
    "价格 199.00 299.00 1380元",
    "商标注册号第12345678号",
    "注册号：1381234",
    "统一社会信用代码 91150802MA0N1ABC1X",
    "统一社会信用代码：911101192001010123",
    "2026-11-22 10:30:15",
    "2026.11.22-2027.01.31",
    "生产日期20261122",
    "条形码 6901234567892",
    "6901234567892",
    "食品生产许可证 SC10115082200123",
    "SC10115082200123",
    "销量 13812 件 评价 5678",
    "月销1.2万+ 累计 3456789",
    "蒙ICP备12345678号",
    "京公网安备 11010502030143号",
    "订单号 6228480402564890018",
    "订单号：202611221381234567",
    "GB/T 1355-2021",
    "净含量 5kg*2 25kg 10斤",
    "1500*2000*220mm",
    "36 37 38 39 40 41 42",
    "15 16 17 18 19 20",
    "第一二三四五六七期",
    "一二三四五六七八九十",
    "三七二十一",
    "一三五七九",
    "经营地址：内蒙古自治区巴彦淖尔市临河区胜利路12号3栋502室",
    "住所：内蒙古自治区巴彦淖尔市临河区胜利路12号3栋2单元502室",
    "注册地址：示例市示例区示例路8号2单元301室",
    "示例食品有限公司 地址：示例市示例区示例路8号2栋301室",
    "产地：内蒙古巴彦淖尔市五原县",
    "位于解放路12号",
    "发货地 内蒙古巴彦淖尔市",
    "look at example.com",
    "available at taobao.com",
    "buy it now at shop.com",
    "型号 A#3.cn",
    "C# net",
    "支持支付宝：花呗分期",
    "微信支付 500",
    "https://x.example/?tel=13812345678",
    "http://a.example/zhang@163.com",
    "抖音号：hetao1234",
    "ISBN 9787111213826",
    "IMEI 123456789012345",
    "192.168.100.200",
    "电话卡 20240101",
    "手机壳 iPhone 15 Pro Max",
    "电压 220V 频率50Hz",
    "1号店 3号楼梯灯",
    "净重：500g（125g*4袋）",
    "CAS 7732-18-5",
    "零售价 1280 1380 1480",
    "国药准字Z15020123",
    "粤B2-20090191",
    "邮编 015000",
    "备案号 15012345678",
)
"""Numbers of goods, licences, dates, prices, addresses of pages and of businesses."""


@pytest.mark.parametrize("text", CONTACTS)
def test_a_contact_is_masked_in_every_form(text: str) -> None:
    masked = mask_contacts(text)
    assert "***" in masked
    assert mask_contacts(masked) == masked


@pytest.mark.parametrize("text", CONTACTS)
def test_the_words_around_a_contact_do_not_hide_it(text: str) -> None:
    assert text not in mask_contacts(f"河套面粉 5kg，{text}，量大从优")


@pytest.mark.parametrize("text", GOODS_AND_LICENCES)
def test_what_merely_looks_like_a_contact_stays(text: str) -> None:
    assert mask_contacts(text) == text
    assert mask_contacts(f"河套面粉，{text}，包邮") == f"河套面粉，{text}，包邮"


@pytest.mark.parametrize(
    "text",
    ["138.1234.5678", "１３８－１２３４－５６７８", "一三八一二三四五六七八", "1三8一2三4五6七8", "138(1234)5678",
     "0086-138 1234 5678", "电话：013812345678", "13812345678"],
)  # fmt: skip
def test_one_number_has_one_hash_in_every_form(text: str) -> None:
    key = b"office key"
    assert contact_hashes(f"手机 {text}", key) == contact_hashes("13812345678", key)


@pytest.mark.parametrize(
    ("name", "value", "masked"),
    [
        ("电话", "8261234", "****34"),
        ("QQ", "12345678", "1***8"),
        ("微信号", "shiliming", "s***g"),
        ("收件地址", "示例市示例区示例路8号", "示例市示例区****"),
        ("经营地址", "示例市示例区示例路8号3栋502室", "示例市示例区示例路8号3栋502室"),
        ("注册证号", "13812345678", "13812345678"),
        ("产地", "内蒙古巴彦淖尔市", "内蒙古巴彦淖尔市"),
    ],
)
def test_an_attribute_is_read_with_its_name(name: str, value: str, masked: str) -> None:
    listing = Listing(url="https://shop.example/1", title="河套面粉", attributes={name: value})
    assert mask_listing(listing).attributes[name] == masked


def test_a_report_hides_contacts_and_shows_where_a_business_stands() -> None:
    assert (
        mask_numbers("示例店 加V：abc12345 一三八一二三四五六七八")
        == "示例店 加V：a***5 138****5678"
    )
    assert mask_numbers("示例市示例路8号3栋502室") == "示例市示例路8号3栋502室"


@pytest.mark.parametrize(
    "unit",
    [
        "13812345678 ",
        "1",
        "一",
        "a@",
        "a@b.c",
        "3单元",
        "qq",
        "v:",
        "路",
        " at ",
        "?a=1",
        "1-",
        "住址3号",
    ],
)
def test_time_grows_with_the_length_of_a_hostile_text_and_no_faster(unit: str) -> None:
    def seconds(length: int) -> float:
        """The better of two runs: a collection of garbage falls into one of them."""
        times = []
        for _ in range(2):
            start = time.process_time()
            mask_contacts((unit * length)[:length])
            times.append(time.process_time() - start)
        return min(times)

    seconds(1_000)
    assert seconds(40_000) < 10 * seconds(10_000) + 0.02


def test_200_kilobytes_without_contacts_take_little_time() -> None:
    line = "河套面粉 5kg 内蒙古特产 家用通用粉 2026-11-22 ￥128.00 月销1000+ 保质期12个月 ★包邮★ Snow & co\n"
    text = (line * 4_000).encode()[:200_000].decode(errors="ignore")
    mask_contacts(text)
    start = time.process_time()
    assert mask_contacts(text) == text
    assert time.process_time() - start < 0.1
