"""One scan of the markup for hints that the page shows what its structured data does not say.

Reading the visible page costs many times what structured data costs, so pages whose data is complete
and that hold none of these hints skip it. All patterns are searched in one pass of a linear-time
engine (RE2): it costs as much as six searches for a plain word, however many patterns there are.
"""

from __future__ import annotations

from enum import IntEnum

import re2

from crawler.extract.visible.shop_words import PRINTED_NUMBER, SOLD_OUT


class Hint(IntEnum):
    """What the markup contains, in the order of the patterns."""

    STRUCK = 0
    """A former price."""
    SELLER = 1
    """A shop or seller (店铺, 卖家)."""
    OPERATOR = 2
    """备案号, or the particulars of a seller's licence (主体信息)."""
    NUMBER = 3
    """A printed item number."""
    GONE = 4
    """A text that says that something is sold out."""
    PAID = 5
    """What a buyer pays in the end, beside the price (到手价)."""


_MOST_BEFORE = 40
"""Characters between a tag and a word of sold-out goods; chosen by hand."""
_GONE = rf">[^<>]{{0,{_MOST_BEFORE}}}(?:{SOLD_OUT.pattern})"
_PATTERNS = (
    r"<del|<s>|<s |<strike|line-through|(?:was|old|regular|list|before|original|rrp|msrp|uvp|crossed)[-_]?price|"
    r"price[-_](?:was|old|regular|list|before|original|rrp|compare|crossed)|compare-?at|"
    r">\s*(?:was|rrp|uvp|msrp|statt)\b|原价|划线|市场价|吊牌价|专柜价",
    r"店铺|卖家|掌柜|商家|销售方|经营者|销售者|供应商|由[^<>]{2,40}(?:经营|销售|发货|提供)|"
    r"(?:sold|vendu|vendido|venduto|verkauft?|verkauf und versand)\s+(?:and shipped )?(?:by|par|por|da|durch|von)|"
    r">\s*(?:seller|verkäufer|händler|vendeur|vendedor|venditore|продавец|販売元|販売者|出品者|판매자)",
    r"ICP|信用代码|(?:主体|企业|公司|经营者|营业执照)名称|经营主体|销售主体|证照编号",
    PRINTED_NUMBER,
    _GONE,
    r"到手|券后|券後|折后|折後|实付|實付|after\s+(?:the\s+)?(?:coupon|voucher)|you\s+pay",
)
_OPTIONS = re2.Options()
_OPTIONS.case_sensitive = False
_OPTIONS.max_mem = 64 * 2**20
"""Bytes that RE2 may use: with its default of 8 MiB its automaton does not fit and is built again and
again, at six times the time (measured on saved shop pages)."""
_SET = re2.Set.SearchSet(_OPTIONS)
for _pattern in _PATTERNS:
    _SET.Add(_pattern)
_SET.Compile()


def scan_markup(markup: bytes) -> frozenset[Hint]:
    """Every hint that the markup, in UTF-8, gives."""
    return frozenset(Hint(at) for at in _SET.Match(markup) or ())


_GONE_WORDS = re2.compile(SOLD_OUT.pattern, _OPTIONS)


def says_gone(markup: bytes) -> bool:
    """Does the markup, in UTF-8, give the hint `Hint.GONE`? A search for the words alone, whose place is looked at
    where there are any, costs a third of one for the whole pattern."""
    return any(_is_visible(markup, match.start()) for match in _GONE_WORDS.finditer(markup))


def count_words_of_gone(markup: bytes) -> int:
    """How many words of sold-out goods the markup, in UTF-8, shows or may show: `says_gone` asks for one."""
    return sum(_is_visible(markup, match.start()) for match in _GONE_WORDS.finditer(markup))


def _is_visible(markup: bytes, place: int) -> bool:
    """Does a tag end shortly before this place, with text alone between?"""
    start = max(0, place - 4 * _MOST_BEFORE - 1)  # of UTF-8 a character has four bytes at most
    before = markup[start:place]
    end = before.rfind(b">")
    text = before[end + 1 :]
    return end >= 0 and b"<" not in text and len(text.decode("utf-8", "replace")) <= _MOST_BEFORE
