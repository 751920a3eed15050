"""Addresses from a colleague's file, whatever its format, its coding and its columns."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from storage.base.errors import BadInput
from storage.crawls.url_list import read_url_list

DESKTOP, MOBILE = "https://shop.example/item/1?a=1&b=2", "http://m.shop.example/i/2.html"


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_csv_is_read_in_every_coding_and_each_address_counts_once(
    tmp_path: Path, coding: str
) -> None:
    file = tmp_path / "list.csv"
    file.write_bytes(
        f"序号,链接,备注\r\n1,{DESKTOP},面粉\r\n2,见 {MOBILE}，重复,{DESKTOP}\r\n".encode(coding)
    )
    assert read_url_list(file) == (DESKTOP, MOBILE)


def test_a_sheet_gives_texts_links_and_formulas(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"], sheet["B3"] = "店铺链接", DESKTOP
    sheet["C4"] = "点击查看"
    sheet["C4"].hyperlink = MOBILE
    book.create_sheet("二")["A1"] = '=HYPERLINK("https://other.example/x","看")'
    book.save(tmp_path / "list.xlsx")
    assert read_url_list(tmp_path / "list.xlsx") == (DESKTOP, MOBILE, "https://other.example/x")


def test_an_address_without_its_scheme_is_one_where_it_stands_alone(tmp_path: Path) -> None:
    file = tmp_path / "list.txt"
    file.write_text("item.shili.com/item.htm?id=5\n示例.面粉\n3.5元/斤\nwww.shili.cn\n", "utf-8")
    urls = ("http://item.shili.com/item.htm?id=5", "http://www.shili.cn")
    assert read_url_list(file) == urls


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.csv", "甲,乙\n".encode(), "no http or https URL"),
        ("a.xlsx", b"no zip at all", "not a readable workbook"),
        ("a.csv", b"javascript:alert(1),file:///etc/passwd", "no http or https URL"),
    ],
)
def test_a_file_without_addresses_is_bad_input(
    tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(BadInput, match=reason):
        read_url_list(tmp_path / name)
