"""Contacts are masked; numbers of goods, licences and addresses are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract.contact_masking import (
    contact_hashes,
    mask_contacts,
    mask_listing,
)
from storage.base.personal.contacts import is_identity_number
from storage.records import Listing

KEY = b"office key"


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("批发电话13912345678张先生", "12345678"),
        ("手机：139 1234 5678", "1234 5"),
        ("+86-13912345678", "12345"),
        ("座机 0478-8212345", "821"),
        ("(010) 6212 3456 转客服", "6212"),
        ("身份证 11010519491231002X", "19491231"),
        ("邮箱 zhang.san@shop.example 咨询", "zhang.san"),
        ("加微信：hetao_8899 进群", "etao_889"),
        ("QQ 12345678", "234567"),
        ("微信：shiliming", "hilimin"),
        ("加微信 shili_ming 拿样", "hili_min"),
        ("QQ：shiliming", "hilimin"),
        ("加vx shiliming", "hilimin"),
        ("微信\u3000shiliming", "hilimin"),
        ("热线400-123-4567", "123-4"),
        ("(0478)8212345", "821"),
        ("（0478）8212345", "821"),
        ("电话：04788212345", "821"),
        ("手机 1 3 9 1 2 3 4 5 6 7 8", "1 2 3 4"),
        ("微信同号１３９１２３４５６７８", "１２３４"),
    ],
)
def test_contacts_are_made_unreadable(text: str, hidden: str) -> None:
    assert hidden not in mask_contacts(text)


@pytest.mark.parametrize(
    "text",
    [
        "https://item.example/item.htm?id=13912345678",
        "//shop.example/goods/13912345678.html",
        "商品编号：13912345678",
        "SKU 13912345678",
        "货号:18612345678",
        "¥13912345678",
        "商标注册号：13912345678",
        "食品生产许可证号 SC10115082200123",
        "统一社会信用代码 91150802MA0N1ABC1X",
        "条形码 6901234567892",
        "批准文号 国药准字Z15020123",
        "净含量 5kg 保质期12个月 2026-11-22 10:30",
        "690123456789213912345678",
        "执行标准GB/T 1355-2021",
        "支持微信支付 Alipay",
        "QQ music 车载音响 2026",
        "wechat pay accepted",
    ],
)
def test_numbers_that_only_look_like_contacts_stay(text: str) -> None:
    assert mask_contacts(text) == text


def test_an_18_digit_number_that_fails_the_check_is_no_identity_number() -> None:
    assert is_identity_number("11010519491231002X")
    assert not is_identity_number("110105194912310021")
    assert mask_contacts("单据 110105194912310021 号") == "单据 110105194912310021 号"


def test_the_kind_of_a_contact_stays_visible() -> None:
    assert mask_contacts("电话13912345678") == "电话139****5678"
    assert mask_contacts("a1@b.cn") == "a***@b.cn"


def test_masking_twice_changes_nothing_more() -> None:
    once = mask_contacts("电话13912345678，邮箱 a.b@c.cn，座机0478-8212345，微信:abc123456")
    assert mask_contacts(once) == once


def test_two_shops_with_one_phone_share_a_hash_but_not_the_number() -> None:
    hashes = contact_hashes("联系 139-1234-5678", KEY)
    assert hashes == contact_hashes("tel:+86 13912345678", KEY)
    assert hashes != contact_hashes("tel:+86 13912345678", b"another key")
    assert "13912345678" not in "".join(hashes)


def test_a_listing_keeps_its_numbers_and_loses_its_contacts() -> None:
    listing = Listing(
        url="https://shop.example/goods/13912345678.html",
        title="河套面粉 批发13912345678",
        item_id="13912345678",
        sku="13912345678",
        description="电话 0478-8212345，SC10115082200123",
        attributes={"商品编号": "13912345678", "联系人": "张先生 13912345678"},
    )
    hidden = mask_listing(listing)
    assert hidden.title == "河套面粉 批发139****5678"
    assert hidden.description == "电话 0478-****2345，SC10115082200123"
    assert hidden.attributes == {"商品编号": "13912345678", "联系人": "张先生 139****5678"}
    assert (hidden.url, hidden.item_id, hidden.sku) == (listing.url, listing.item_id, listing.sku)


@given(st.text(alphabet=st.sampled_from("0123456789139-@a.cX 号：电id/:"), max_size=80))
def test_any_text_can_be_masked(text: str) -> None:
    assert isinstance(mask_contacts(text), str)
    assert isinstance(contact_hashes(text, KEY), tuple)
