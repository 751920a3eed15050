"""A shop that cannot answer just now (暂时无法服务): an error page in the page's place, whatever its status."""

from __future__ import annotations

from crawler.extract.page.page import Page, PageReading
from crawler.extract.vocabulary import load_vocabulary

_OVERLOADED = load_vocabulary(__package__, "overload.yml").pattern("overloaded")
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
    title = page.tree.css_first("title")
    heading = page.tree.css_first("h1")
    names = [node.text()[:_HEADING] for node in (title, heading) if node is not None]
    if any(map(_OVERLOADED.search, names)):
        return True
    body = page.tree.body
    text = " ".join(body.text(separator=" ").split()) if body is not None else page.text
    return len(text) <= _LITTLE_TEXT and bool(_OVERLOADED.search(text))
