"""Numbers of private persons are known in each way of writing, and numbers of goods are not taken for them."""

from __future__ import annotations

import pytest

from storage.base.personal.contact_search import mask_numbers
from storage.base.personal_particulars import names_a_person, personal_particulars


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("电话13812345678", "电话138****5678"),
        ("电话 138 1234 5678", "电话 138****5678"),
        ("致电.138-1234-5678。", "致电.138****5678。"),
        ("+86 13812345678", "138****5678"),
        ("身份证150802199001011234。", "身份证150802************。"),
    ],
)
def test_a_person_s_number_is_masked_however_it_is_written(text: str, masked: str) -> None:
    assert names_a_person(text)
    assert mask_numbers(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "编号 7381234567812",
        "0.13812345678",
        "91150800MA0EXAMP0X",
        "150802199013011234",
        "订单 123456789012345678",
    ],
)
def test_other_long_numbers_stay(text: str) -> None:
    assert not names_a_person(text)
    assert mask_numbers(text) == text


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("卡号 6222021234567890123", "银行卡号"),
        ("6228480402564890018", "银行卡号"),
        ("收款账户：6222 0212 3456 7890", "银行卡号"),
        ("家住示例小区3号楼2单元501室", "住址"),
        ("现住址为示例市示例路8号。", "住址"),
        ("示例小区3号楼2单元501室", "住址"),
        ("店主电话：0478-8123456", "住宅电话"),
        ("全角１３８１２３４５６７８", "手机号码"),
    ],
)
def test_cards_and_homes_of_a_person_are_known_too(text: str, name: str) -> None:
    (particular,) = personal_particulars(text)
    assert particular.name == name
    assert "****" in particular.masked()


@pytest.mark.parametrize(
    "text",
    [
        "商品编号13812345678",
        "订单号6228480402564890018",
        "6228480402564890017",
        "https://shop.example/item/13812345678",
        "SHA-256：" + "a" * 30 + "13812345678" + "b" * 23,
        "科室联系人 0478-8123456",
        "登记住所：示例市示例路8号",
        "经营地址为示例市示例路3号楼2单元501室",
        "统一社会信用代码 911101192001010123",
        "住址不详",
    ],
)
def test_numbers_of_goods_offices_and_businesses_are_nobody_s(text: str) -> None:
    assert list(personal_particulars(text)) == []
