"""Pages that hold nothing of use: parked and reserved names, error pages, soft 404, blank ones."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from crawler.extract.page.heading import PageHeading
from crawler.extract.vocabulary import load_vocabulary

_WORDS = load_vocabulary(__package__, "empty_pages.yml")
_PARKED = _WORDS.pattern("parked")
_RESERVED = _WORDS.pattern("reserved", flags=re.I | re.M)
_FOR_SALE = f"(?:{_WORDS.alternatives('for_sale')})"
_NAME_FOR_SALE = re.compile(
    rf"\bdom(?:ain|ein|inio)\w*\b.{{0,40}}{_FOR_SALE}|buy\s+this\s+domain|make\s+(?:an\s+)?offer.{{0,30}}domain|"
    r"(?:域名|网址).{0,12}(?:出售|转让|待售)|domain\s+(?:name\s+)?(?:may\s+be|is)\s+(?:available|parked)",
    re.I,
)
"""Said on a page that names its own host, the host itself is the goods: nobody's shop."""
_SOON = _WORDS.pattern("soon")
_MISSING = _WORDS.pattern("missing")
_NO_GOODS = _WORDS.pattern("no_goods")
_HEAD_LENGTH = 300
"""Characters at the head of the visible text that say what a page is; chosen by hand."""
_MESSAGE_LENGTH = 80
"""Characters of a title or headline that is a message, not the name of an article; chosen by hand."""
_ERROR_HEAD = re.compile(
    r"^(?:error\s*)?(?:4\d\d|5\d\d)\b|not found|forbidden|不存在|错误|出错", re.I
)
LITTLE_TEXT = 600
"""Characters of visible text up to which a page holds little else than its message; chosen by hand."""
BARE_TEXT = 120
"""Characters of visible text below which a page is bare; chosen by hand."""
_LONG_TEXT = 5000
"""Characters of visible text from which a page is more than a notice; chosen by hand."""
_SAMPLE_LENGTH = 4000
"""Characters of the markup that decide whether a file is text; chosen by hand."""


_HAN = re.compile("[\u4e00-\u9fff]")
"""A Han character says about as much as two letters."""
_JUNK = re.compile("[\x00-\x08\x0e-\x1f\ufffd]")
_JUNK_SHARE = 10
"""One unprintable character in so many makes a file no text; chosen by hand."""


def is_binary(markup: str) -> bool:
    """Is the file no text at all: a picture, an archive, an encrypted answer?"""
    sample = markup[:_SAMPLE_LENGTH]
    return len(_JUNK.findall(sample)) * _JUNK_SHARE > len(sample)


def says_goods_gone(heading: PageHeading, visible: str) -> bool:
    """Does a goods' page say at its head that its goods are not there, whatever follows?"""
    if _NO_GOODS.search(visible[:_HEAD_LENGTH]):
        return True
    names = (heading.title, *heading.headlines)
    return any(len(name) <= _MESSAGE_LENGTH and _MISSING.search(name) for name in names)


def is_reserved_domain(heading: PageHeading, visible: str, *, sells: bool = False) -> bool:
    """A name that is parked, reserved or itself for sale, with a price and a button to buy it too."""
    if len(visible) >= _LONG_TEXT:
        return False
    named = _named(heading)
    host = (urlsplit(heading.url).hostname or "").removeprefix("www.")
    head = f"{named} {visible[:_HEAD_LENGTH]}".lower()
    if host and host in named.lower():
        offered = rf"{re.escape(host)}\W{{0,8}}(?:is\s+)?{_FOR_SALE}"
        if _NAME_FOR_SALE.search(head) or re.search(offered, head):
            return True
    return not sells and bool(_RESERVED.search(named))


def _named(heading: PageHeading) -> str:
    return "\n".join((heading.title, *heading.headlines))


def is_empty_page(heading: PageHeading, visible: str) -> bool:
    """Parked, error, soft-404 and blank pages: their words stand on a page with little else."""
    if len(visible) < BARE_TEXT // 4:
        return True
    named = _named(heading)
    if len(visible) < _LONG_TEXT and (_RESERVED.search(named) or _SOON.search(visible[:200])):
        return True
    size = len(visible) + len(_HAN.findall(visible))
    if size > LITTLE_TEXT * 2:
        return False
    head = f"{named} {visible[:300]}"
    if _MISSING.search(named) or _PARKED.search(named) or _ERROR_HEAD.search(named):
        return True
    return size <= LITTLE_TEXT and bool(
        _PARKED.search(head) or _MISSING.search(visible[:LITTLE_TEXT])
    )
