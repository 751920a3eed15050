"""The search box of the queue (搜索): number, title, mark, holder, shop and address in one.

Each word must stand somewhere on the lead; which places hold it is told with each row.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import sqlalchemy as sa

from storage.base.pinyin.initials import initials_of, is_initials
from storage.tables import HolderRow, LeadRow, ListingRow, RightRow, ShopRow

_MOST_WORDS = 5
"""Words that are searched; chosen by hand: more narrow a view no further."""
_LONGEST_NUMBER = 18
"""Digits of a lead's number: 64 bits hold any of so many."""


class SearchedLine(Protocol):
    """A lead with the texts that are searched."""

    @property
    def id(self) -> int: ...
    @property
    def title(self) -> str: ...
    @property
    def right(self) -> str: ...
    @property
    def holder(self) -> str | None: ...
    @property
    def shop(self) -> str | None: ...
    @property
    def url(self) -> str: ...


def search_words(text: str) -> Sequence[str]:
    """The words of a search box."""
    return text.split()[:_MOST_WORDS]


def search_condition(text: str) -> sa.ColumnElement[bool]:
    """The condition of the leads on which each word of a text stands somewhere."""
    return sa.and_(sa.true(), *map(_stands_somewhere, search_words(text)))


def places_of_words(line: SearchedLine, text: str) -> tuple[str, ...]:
    """Which texts of a lead hold a word of the search: number, title, mark, holder, shop, address."""
    words = [word.lower() for word in search_words(text)]
    texts = {
        "title": line.title,
        "mark": f"{line.right} {initials_of(line.right)}",
        "holder": line.holder or "",
        "shop": f"{line.shop or ''} {initials_of(line.shop or '')}",
        "address": line.url if any(map(_is_address, words)) else "",
    }
    places = [name for name, value in texts.items() if any(w in value.lower() for w in words)]
    return (*(("number",) if str(line.id) in map(_number, words) else ()), *places)


def _stands_somewhere(word: str) -> sa.ColumnElement[bool]:
    shops = [_holds(ShopRow.name, word)]
    rights = [_holds(RightRow.text, word), _holds(HolderRow.name, word)]
    if is_initials(word):
        shops.append(_holds(ShopRow.initials, word.lower()))
        rights.append(_holds(RightRow.initials, word.lower()))
    conditions = [
        _holds(LeadRow.title, word),
        LeadRow.shop_id.in_(sa.select(ShopRow.id).where(sa.or_(*shops))),
        LeadRow.right_id.in_(
            sa.select(RightRow.id)
            .outerjoin(HolderRow, HolderRow.id == RightRow.holder_id)
            .where(sa.or_(*rights))
        ),
    ]
    if number := _number(word):
        conditions.append(LeadRow.id == int(number))
    if _is_address(word):
        address = (
            sa.select(ListingRow.id)
            .where(ListingRow.id == LeadRow.listing_id, _holds(ListingRow.url, word))
            .correlate(LeadRow)
        )
        conditions.append(address.exists())
    return sa.or_(*conditions)


def _holds(column: Any, word: str) -> sa.ColumnElement[bool]:
    """Whether a text holds a word, whatever the case of Latin letters."""
    has_case = word.lower() != word.upper()
    compare = column.icontains if has_case else column.contains
    condition: sa.ColumnElement[bool] = compare(word, autoescape=True)
    return condition


def _number(word: str) -> str:
    """The number of a lead as people write it (12, #12, 线索12) without what stands around it."""
    digits = word.removeprefix("线索").removeprefix("#").removeprefix("＃").lstrip("0")
    return (
        digits if digits.isascii() and digits.isdigit() and len(digits) <= _LONGEST_NUMBER else ""
    )


def _is_address(word: str) -> bool:
    return "." in word or "/" in word
