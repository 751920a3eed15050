"""The search box of the queue (搜索): number, title, mark, holder, shop and address in one.

Each word must stand somewhere on the lead; which places hold it is told with each row.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import sqlalchemy as sa

from storage.base.pinyin.initials import initials_of
from storage.tables import HolderRow, LeadRow, ListingRow, RightRow, ShopRow
from storage.views.queue.typed_words import holds, name_holds, row_number

_MOST_WORDS = 5
"""Words that are searched; chosen by hand: more narrow a view no further."""


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
    return (*(("number",) if line.id in map(_lead_number, words) else ()), *places)


def _stands_somewhere(word: str) -> sa.ColumnElement[bool]:
    shops = name_holds(ShopRow.name, ShopRow.initials, word)
    rights = [*name_holds(RightRow.text, RightRow.initials, word), holds(HolderRow.name, word)]
    conditions = [
        holds(LeadRow.title, word),
        LeadRow.shop_id.in_(sa.select(ShopRow.id).where(sa.or_(*shops))),
        LeadRow.right_id.in_(
            sa.select(RightRow.id)
            .outerjoin(HolderRow, HolderRow.id == RightRow.holder_id)
            .where(sa.or_(*rights))
        ),
    ]
    if number := _lead_number(word):
        conditions.append(LeadRow.id == number)
    if _is_address(word):
        address = (
            sa.select(ListingRow.id)
            .where(ListingRow.id == LeadRow.listing_id, holds(ListingRow.url, word))
            .correlate(LeadRow)
        )
        conditions.append(address.exists())
    return sa.or_(*conditions)


def _lead_number(word: str) -> int | None:
    """The number of a lead as people write it: 12, #12, 线索12."""
    digits = word.removeprefix("线索").removeprefix("#").removeprefix("＃")
    return row_number(digits.lstrip("0"))


def _is_address(word: str) -> bool:
    return "." in word or "/" in word
