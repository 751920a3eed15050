"""A shop that cannot answer just now (暂时无法服务): an error page in the page's place, whatever its status."""

from __future__ import annotations

from crawler.extract.page.page import Page, PageReading
from crawler.extract.page.selector import CssSelector
from crawler.extract.vocabulary import load_vocabulary

_OVERLOADED = load_vocabulary(__package__, "overload.yml").pattern("overloaded")
_TITLE, _H1, _BODY = CssSelector("title"), CssSelector("h1"), CssSelector("body")
_LITTLE_TEXT = 300
"""Characters of text up to which a page may be nothing but an error; chosen by hand."""
_HEADING = 80
"""Characters of a title that may name an error."""


def is_overloaded(page: Page, reading: PageReading) -> bool:
    """Does the page say, instead of showing what it is for, that it cannot be shown just now?

    Such a page is worth another visit. One that shows goods, or leads to any, is none.
    """
    if reading.kind == "blocked":
        return reading.blocked_why == "rate"
    if reading.kind in ("listing", "list") or any(link.kind == "listing" for link in reading.links):
        return False
    document = page.document
    elements = filter(None, map(document.first, (_TITLE, _H1)))
    if any(_OVERLOADED.search(document.text_of(element)[:_HEADING]) for element in elements):
        return True
    body = document.first(_BODY)
    text = page.text if body is None else " ".join(document.text_of(body, " ").split())
    return len(text) <= _LITTLE_TEXT and bool(_OVERLOADED.search(text))
