"""Bytes become the right text whatever their senders declare."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract.page.charset import decode
from crawler.extract.page.page import Page

TEXT = "天赋河套石磨面粉，产自巴彦淖尔，五公斤装，全国包邮。" * 4


def page(text: str = TEXT, meta: str = "") -> str:
    return f"<html><head>{meta}<title>{text[:12]}</title></head><body><p>{text}</p></body></html>"


@pytest.mark.parametrize("charset", ["gbk", "gb18030", "gb2312"])
def test_chinese_without_any_charset_comes_right(charset: str) -> None:
    assert decode(page().encode(charset))[0] == page()


def test_gb18030_characters_beyond_gbk_come_right() -> None:
    text = page(TEXT + "𠮷㐀")
    assert decode(text.encode("gb18030"), "gb2312")[0] == text


def test_the_header_is_believed_before_the_meta() -> None:
    text = page(meta='<meta charset="iso-8859-1">')
    assert decode(text.encode("gbk"), "gbk")[0] == text


def test_the_meta_is_read_in_both_forms() -> None:
    old = page(meta='<meta http-equiv=Content-Type content="text/html; charset=gb2312">')
    assert decode(old.encode("gbk"))[0] == old
    assert (
        decode(page(meta="<meta charset=big5>", text="臺灣茶葉，產自阿里山").encode("big5"))[1]
        == "big5hkscs"
    )


@pytest.mark.parametrize(
    "text", [TEXT, "示例面粉五公斤，价格三十六元", "河套示例雪花粉 5kg 加入购物车 立即购买"]
)
def test_gbk_that_calls_itself_big5_comes_right(text: str) -> None:
    wrong = page(text, meta='<meta charset="big5">')
    assert decode(wrong.encode("gbk")) == (wrong, "gb18030")
    assert decode(wrong.encode("gbk"), "big5-hkscs")[0] == wrong


@pytest.mark.parametrize(
    "text",
    ["臺灣茶葉，產自阿里山", "示例麵粉五公斤 價格三十六元 加入購物車", "現貨供應，歡迎選購。" * 30],
)
def test_big5_that_calls_itself_big5_stays_so(text: str) -> None:
    right = page(text, meta='<meta charset="big5">')
    assert decode(right.encode("big5")) == (right, "big5hkscs")


@pytest.mark.parametrize(
    ("label", "charset", "text"),
    [
        ("shift_jis", "cp932", "①河套小麦粉 髙島屋 5kg"),
        ("euc-kr", "cp949", "똠방각하 메밀가루 1kg"),
        ("windows-949", "cp949", "똠방각하 메밀가루 1kg"),
        ("big5", "big5hkscs", "香港茶餐廳 㗎 奶茶"),
        ("iso-8859-9", "cp1254", "“Türk kahvesi” – 250 g"),
        ("gb2312", "gb18030", "巴彦淖尔𠮷㐀面粉"),
    ],
)
def test_a_declared_charset_is_read_by_the_superset_that_browsers_use(
    label: str, charset: str, text: str
) -> None:
    right = page(text, meta=f'<meta charset="{label}">')
    assert decode(right.encode(charset)) == (right, charset)


def test_the_euro_sign_that_gbk_pages_write_as_one_byte_comes_right() -> None:
    body = page().encode("gbk") + b"\x80 12"
    assert decode(body, "gbk")[0].endswith("€ 12")


def test_a_wrong_declaration_is_seen_through() -> None:
    text = page(meta='<meta charset="gbk">')
    assert decode(text.encode("utf-8"), "gbk") == (text, "utf-8")
    wrong = page(meta='<meta charset="utf-8">')
    assert decode(wrong.encode("gbk"), "utf-8")[0] == wrong
    assert decode(page().encode("utf-8"), "iso-8859-1")[0] == page()


def test_a_byte_order_mark_decides() -> None:
    assert decode(b"\xef\xbb\xbf" + page().encode(), "gbk")[0] == page()
    assert decode(b"\xff\xfe" + page().encode("utf-16-le"))[0] == page()


def test_a_few_broken_bytes_do_not_change_the_charset() -> None:
    body = page().encode("utf-8").replace("五".encode(), b"\xff")
    text, charset = decode(body, "utf-8")
    assert charset == "utf-8"
    assert "天赋河套" in text


@pytest.mark.parametrize(
    "name", ["", "no-such-charset", "base64", "utf-7\x00", "undefined", "idna"]
)
def test_a_nonsense_charset_is_ignored(name: str) -> None:
    assert decode(page().encode("utf-8"), name)[0] == page()


@given(st.binary(max_size=600), st.sampled_from([None, "gbk", "utf-16", "big5", "rot13", "utf-8"]))
def test_any_bytes_give_text_that_can_be_stored(body: bytes, declared: str | None) -> None:
    decode(body, declared)[0].encode("utf-8")


def test_a_rendered_page_with_lone_surrogates_can_be_stored() -> None:
    assert "\ud800" not in Page.from_text("http://a.example/", "<p>\ud800天</p>").text


@pytest.mark.parametrize(
    ("label", "charset", "text"),
    [
        ("KS_C_5601-1989", "cp949", "뙠뙤 메밀가루"),
        ("windows-31j", "cp932", "髙島屋の蕎麦"),
        ("x-cp1251", "cp1251", "Гречневая мука"),
        ("ISO-8859-8-I", "iso-8859-8", "קמח כוסמת"),
        ("dos-874", "cp874", "แป้งบัควีท"),
        ("iso-8859-9", "cp1254", "Karabuğday unu “özel”"),
        ("cn-big5", "big5hkscs", "蕎麥粉"),
        ("x-euc-jp", "euc_jp", "蕎麦粉"),
    ],
)
def test_the_labels_of_the_encoding_standard(label: str, charset: str, text: str) -> None:
    page = f'<html><head><meta charset="{label}"><title>{text}</title></head><body>{text}</body>'
    assert text in decode(page.encode(charset))[0]
