"""Rows copied out of WPS or Excel (表格粘贴): cells apart by tabs, with or without a head."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence

from console.intake.pasted_item import PastedItem
from console.intake.share_platforms import platform_of
from console.intake.share_text import read_share_text, urls_in
from storage.base.money import read_price

_HEADS: Mapping[str, re.Pattern[str]] = {
    "url": re.compile(r"链接|网址|地址|url|link|href", re.I),
    "shop": re.compile(r"店铺|店名|商家|卖家|经营者|掌柜|shop|seller", re.I),
    "price": re.compile(r"价格|单价|售价|价$|price", re.I),
    "platform": re.compile(r"平台|电商|渠道|platform", re.I),
    "title": re.compile(r"商品|标题|名称|品名|宝贝|产品|title|name", re.I),
}
"""Words of a column's head, the first that fits; 店铺名称 is a shop and 商品链接 an address."""
_LONGEST_CELL = 2000
"""Characters of a cell that are read; chosen by hand, longer than any address of a shop."""
_AMOUNT = re.compile(r"^[￥¥]?\s*\d{1,7}(?:,\d{3})*(?:\.\d{1,2})?\s*元?$")


def read_table(text: str) -> list[PastedItem]:
    """The rows of a table; none where the text is no table."""
    if "\t" not in text:
        return []
    try:
        rows = [
            [cell.strip()[:_LONGEST_CELL] for cell in row]
            for row in csv.reader(io.StringIO(text), delimiter="\t")
            if any(cell.strip() for cell in row)
        ]
    except csv.Error:  # a value longer than any: a quotation mark that nothing closes
        return []
    if not rows or sum(len(row) > 1 for row in rows) * 2 < len(rows):
        return []
    columns = _head(rows[0])
    return [_item(row, columns) for row in (rows[1:] if columns else rows)]


def _head(row: Sequence[str]) -> dict[str, int]:
    """Columns by what they hold; empty where the first row is no head."""
    if any(list(urls_in(cell)) for cell in row):
        return {}
    columns: dict[str, int] = {}
    for place, cell in enumerate(row):
        name = next((name for name, words in _HEADS.items() if words.search(cell)), None)
        if name and name not in columns and len(cell) <= 20:
            columns[name] = place
    return columns if {"url", "title"} & columns.keys() else {}


def _item(row: Sequence[str], columns: Mapping[str, int]) -> PastedItem:
    def cell(name: str) -> str | None:
        place = columns.get(name)
        return row[place] or None if place is not None and place < len(row) else None

    whole = "\t".join(row)
    in_row = read_share_text(whole)
    address = next(urls_in(cell("url") or whole), None)
    title = cell("title") or (None if columns else _longest(row))
    if title and (shared := read_share_text(title)).url:
        title = shared.title
    amount = cell("price") or next((text for text in row if _AMOUNT.match(text)), None)
    platform = platform_of(cell("platform"), address, whole)
    return PastedItem(
        text=whole,
        url=address or in_row.url,
        title=" ".join(title.split()) if title else None,
        price=read_price(amount.rstrip("元")) if amount else None,
        shop=cell("shop"),
        platform=platform.platform if platform else None,
        platform_name=platform.title if platform else cell("platform"),
        code=in_row.code,
    )


def _longest(row: Sequence[str]) -> str | None:
    """The longest cell that is neither an address nor an amount: the title of a table without a head."""
    cells = [cell for cell in row if not list(urls_in(cell)) and not _AMOUNT.match(cell)]
    return max(cells, key=len, default="") or None
