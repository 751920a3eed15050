"""What of a page's bytes tells whether its goods are the same (网页印记): a look that costs far less than reading.

Two visits of one page differ in clocks, tokens, counters and recommended goods. Its marks are the pieces of
its markup that hold the fields that were read: the page says the same while all of them stand in it,
those between its headline and its last field stand there, the same words of stock do, the amounts about its
price are the same, and it has as many elements, or at least the same ones between its headline and what follows
its last field: side boxes are drawn at random, and may show the former price or seller. A list has no marks of
its own: it is the same while it leads nowhere new (unchanged_pages.py).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from hashlib import blake2b
from html import escape
from itertools import islice

import re2

from storage.listings.page_digests import GoodsPart, PageMarks
from storage.records import Listing

_PLACES = 2
"""Places of one field's text that are marks: the headline, and structured data or the title."""
_AROUND = 160
"""Bytes before and after a field's text that its piece may hold."""
_LONGEST_TEXT = 40
"""Characters of a field's text that are looked for."""
_MOST_PARTS = 40
"""Parts of a long text that are looked for."""
_BEHIND_HEADLINE = 48_000
"""Bytes behind the headline in which the fields of goods are looked for on long pages; chosen by hand."""
_NEAR = 800
"""Bytes before and after the price in which further amounts count."""
_MORE_ELEMENTS = 4
"""Tags by which two visits of one page may differ; a row of a table has six. Chosen by hand."""
_PICTURES = 6
"""Pictures that are looked for."""
_LOOKED_AT = 20
"""Places of a number that are looked at for the price."""
_TAG = re.compile(rb"</?[a-zA-Z][\w-]*")
_BEHIND = 12
"""Tags behind the last field that have to be the same: a further row begins there. Chosen by hand."""
_BEHIND_BYTES = 4000
_PARTS = re.compile(r"[\s,，。；;！!？?<>&\"'\\]+")
_SPELT_OTHERWISE = re.compile(r"[&<>\"'\\\x00-\x1f\x7f]")
"""What HTML and JSON write in another way."""
_AMOUNT = re.compile(
    rb"(?:\xc2\xa5|\xef\xbf\xa5|[$]|\xe2\x82\xac|\xc2\xa3)\s*\d[\d.,]*|\d[\d.,]*\s*\xe5\x85\x83"
)
"""An amount with its currency, in UTF-8."""
_STOCK = (
    *(
        "购物车",
        "立即购买",
        "立即抢购",
        "缺货",
        "售罄",
        "下架",
        "无货",
        "补货",
        "预售",
        "到货通知",
        "已结束",
    ),
    *("InStock", "OutOfStock", "SoldOut", "PreOrder", "Discontinued"),
    *("Add to cart", "Add to Cart", "Add to basket", "Sold out", "Out of stock", "out of stock"),
)
"""Words of a page by which its goods are available or not."""


def marks_of(body: bytes, charset: str, listing: Listing | None) -> PageMarks | None:
    """The marks of a page that was read, with its listing or text, if it has one.

    None where the title or the price does not stand in the page's bytes as it was read.
    """
    pieces: dict[bytes, None] = {}
    price_piece = b""
    if listing is not None:
        escapes = b"\\" in body and b"\\u" in body  # one byte is looked for ten times as fast
        titles = list(_places(body, charset, listing.title, escapes=escapes))
        if not titles:
            return None
        if listing.price is not None:
            price_piece = _price_piece(body, f"{listing.price:f}")
            if not price_piece:
                return None
            pieces[price_piece] = None
        near = body[: _end_of_goods(body, charset, listing, titles[0][0])]
        places = (
            place
            for text in dict.fromkeys(_texts(listing))
            for place in _places(near, charset, text, escapes=escapes)
        )
        pieces |= dict.fromkeys(_piece(body, *place) for place in (*titles, *places))
    goods_part = _goods_part(body, list(pieces), charset, listing) if listing is not None else None
    return PageMarks(
        pieces=tuple(piece.decode("latin-1") for piece in pieces),
        stock=_stock(body, charset),
        elements=body.count(b"<"),
        amounts=_amounts(body, price_piece) if price_piece else "",
        charset=charset,
        goods_part=goods_part,
    )


def has_marks(marks: PageMarks, body: bytes) -> bool:
    """Does the page show the same goods as when these marks were made?"""
    if not marks.pieces:
        return True
    pieces = [piece.encode("latin-1") for piece in marks.pieces]
    is_as_large = abs(body.count(b"<") - marks.elements) <= _MORE_ELEMENTS
    part = marks.goods_part
    if part is None and not is_as_large:
        return False
    if part is not None and not _has_goods_part(part, pieces, body, with_tags=not is_as_large):
        return False
    if not all(piece in body for piece in pieces) or marks.stock != _stock(body, marks.charset):
        return False
    return not marks.amounts or marks.amounts == _amounts(body, pieces[0])


def _end_of_goods(body: bytes, charset: str, listing: Listing, title: int) -> int:
    """Up to where the fields of goods are looked for: some way behind their headline, on a longer page rows
    of reviews follow; to the end where their description ends behind that."""
    token = listing.title[:_LONGEST_TEXT].strip().encode(charset, "ignore")
    headline = body.find(token, max(body.find(b"<body"), 0))
    end = max(headline, title) + _BEHIND_HEADLINE
    ends = [
        text[:_LONGEST_TEXT].encode(charset, "ignore") for text in _description_parts(listing)[-1:]
    ]
    return end if all(body.find(text, 0, end) >= 0 for text in ends) else len(body)


def _goods_part(
    body: bytes, pieces: list[bytes], charset: str, listing: Listing
) -> GoodsPart | None:
    """From the piece with the headline to that with the last of price, number, attributes and description;
    brand, shop and category stand in menus, too. None for goods without a price."""
    if listing.price is None:
        return None
    title = listing.title[:_LONGEST_TEXT].strip().encode(charset, "ignore")
    values = (_PARTS.split(str(value))[0] for value in listing.attributes.values())
    texts = (*_description_parts(listing), *values, listing.sku or "")
    words = {text[:_LONGEST_TEXT].encode(charset, "ignore") for text in texts if len(text) > 1}
    head = max(body.find(b"<body"), 0)
    places = [(body.find(piece, head), number) for number, piece in enumerate(pieces)]
    titles = [place for place in places if place[0] >= 0 and title in pieces[place[1]]]
    ends = [
        (at, number)
        for at, number in places
        if at >= 0 and (number == 0 or any(word in pieces[number] for word in words))
    ]
    if not titles or not ends:
        return None
    first, last = titles[0], max(ends)
    if last <= first or (span := _span(body, pieces[first[1]], pieces[last[1]])) is None:
        return None
    fields = _pieces_in(body, *span, pieces)
    return GoodsPart(first[1], last[1], _tags(body, *span), fields)


def _has_goods_part(part: GoodsPart, pieces: list[bytes], body: bytes, *, with_tags: bool) -> bool:
    """Do the same fields stand in the goods' part, and `with_tags` the same tags?"""
    span = _span(body, pieces[part.first], pieces[part.last])
    if span is None or part.fields & ~_pieces_in(body, *span, pieces):
        return False
    return not with_tags or part.tags == _tags(body, *span)


def _span(body: bytes, first: bytes, last: bytes) -> tuple[int, int] | None:
    """Where the first of these pieces begins in the body, and the last one behind it ends."""
    start = body.find(first, max(body.find(b"<body"), 0))
    end = body.find(last, start) if start >= 0 else -1
    return (start, end + len(last)) if end >= 0 else None


def _pieces_in(body: bytes, start: int, end: int, pieces: list[bytes]) -> int:
    """Which of the pieces stand there, a bit a piece."""
    return sum(
        1 << number for number, piece in enumerate(pieces) if body.find(piece, start, end) >= 0
    )


def _tags(body: bytes, start: int, end: int) -> str:
    """A digest of the tags there and of some behind."""
    behind = islice(_TAG.finditer(body, end, end + _BEHIND_BYTES), _BEHIND)
    tags = [*_TAG.findall(body, start, end), *(match[0] for match in behind)]
    return blake2b(b" ".join(tags), digest_size=8).hexdigest()


def _texts(listing: Listing) -> Iterator[str]:
    """The texts of a listing's fields, long ones in parts; of its pictures the ends of their addresses."""
    fields = (listing.brand, listing.shop, listing.sku, *listing.category[:3])
    yield from (text for text in fields if text)
    yield from (image[-_LONGEST_TEXT:] for image in listing.images[:_PICTURES])
    for value in listing.attributes.values():
        yield from _PARTS.split(str(value))[:1]
    yield from _description_parts(listing)


def _description_parts(listing: Listing) -> list[str]:
    """The first parts of a description and its last one, behind which a further paragraph would stand."""
    parts = [part for part in _PARTS.split(listing.description or "") if len(part) > 1]
    return [*parts[: _MOST_PARTS - 1], *parts[-1:]]


def _places(body: bytes, charset: str, text: str, *, escapes: bool) -> Iterator[tuple[int, int]]:
    """The first places of a text in the page: as it is, with entities, or as JSON writes it, where
    the page holds `escapes` of JSON at all."""
    for token in _spellings(text[:_LONGEST_TEXT].strip(), charset, escapes=escapes):
        start, length = body.find(token), len(token)
        for _ in range(_PLACES):
            if start < 0:
                break
            yield start, start + length
            start = body.find(token, start + length)


def _spellings(text: str, charset: str, *, escapes: bool) -> list[bytes]:
    """How a page may write a text, each spelling once. Most texts have one: without quotes and brackets,
    entities and JSON without `escapes` leave them as they are."""
    if not escapes and not _SPELT_OTHERWISE.search(text):
        return [text.encode(charset, "ignore")] if text else []
    spellings = dict.fromkeys((text, escape(text), json.dumps(text)[1:-1]))
    tokens = [spelling.encode(charset, "ignore") for spelling in spellings if spelling]
    return [token for token in tokens if escapes or b"\\u" not in token]


def _price_piece(body: bytes, price: str) -> bytes:
    """The first piece of markup that holds the price as a number of its own."""
    plain = price.rstrip("0").rstrip(".") if "." in price else price
    for spelling in dict.fromkeys((price, plain, f"{plain}.00")):
        number = re.compile(rb"(?<![\d.])" + re.escape(spelling.encode()) + rb"(?![\d])")
        best = b""
        for match in islice(number.finditer(body), _LOOKED_AT):
            piece = _piece(body, *match.span())
            if _AMOUNT.search(piece) or b"price" in piece.lower():
                return piece
            best = best or piece
        if best:
            return best
    return b""


def _piece(body: bytes, start: int, end: int) -> bytes:
    """The markup around a place: from its tag, or the value before, to the next tag or value."""
    before = body[max(0, start - _AROUND) : start]
    after = body[end : end + _AROUND]
    first = max(before.rfind(b"<"), before.rfind(b","))
    last = min((place for mark in (b"<", b",") if (place := after.find(mark)) >= 0), default=0)
    return before[max(first, 0) :] + body[start:end] + after[:last]


def _amounts(body: bytes, price_piece: bytes) -> str:
    """A digest of the amounts about the price."""
    place = body.find(price_piece)
    near = body[max(0, place - _NEAR) : place + _NEAR]
    return blake2b(b" ".join(_AMOUNT.findall(near)), digest_size=8).hexdigest()


def _stock(body: bytes, charset: str) -> int:
    """Which of the words of stock the page holds, a bit a word: all are looked for in one pass."""
    return sum(1 << place for place in _stock_words(charset).Match(body) or ())


@lru_cache(maxsize=16)
def _stock_words(charset: str) -> re2.Set:
    options = re2.Options()
    options.encoding = re2.Options.Encoding.LATIN1
    options.literal = True
    words = re2.Set.SearchSet(options)
    for word in _STOCK:
        words.Add(word.encode(charset, "replace"))
    words.Compile()
    return words
