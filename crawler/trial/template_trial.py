"""Trying what was learnt of a shop on one page (试读自学模板): its fields, and pieces of the page from
which an officer chooses the right place of a field."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from crawler.extract.page.element import PageElement
from crawler.extract.page.page import Page
from crawler.extract.page.pictures import picture_of
from crawler.frontier.page_queue import host_of
from crawler.platform.selectors import Selector
from crawler.templates.election.css_paths import leading_paths
from crawler.templates.election.element_index import PageElements
from crawler.templates.profile_text import selector_text
from crawler.templates.skeleton import path_shape, skeleton_of
from crawler.templates.template_book import TemplateBook
from storage.base.database import Database

_MOST_PIECES = 300
"""Pieces of one page that are offered; chosen by hand."""
_PIECE_LENGTH = 160
"""Characters of a piece that are printed; chosen by hand."""
_SMALL = 6
"""Elements of one piece; chosen by hand."""
_NUMBERED = re.compile(r"\d{3,}")
_FIELD_OF_META = {"og:title": True, "product:price:amount": True, "product:brand": True}
"""Meta elements that are offered, too."""


def try_templates(page: Page, database: Database) -> dict[str, object]:
    """What a crawl would make of this page now, and its pieces with their selectors, for programs."""
    reading = TemplateBook(database).read(page, None)
    return {
        "url": page.url,
        "host": host_of(page.url),
        "shape": path_shape(page.url),
        "status": page.status,
        **reading.to_json(),
        "pieces": list(islice(_pieces(page), _MOST_PIECES)),
    }


def _pieces(page: Page) -> Iterator[dict[str, str]]:
    """Short texts and pictures in the order of the page, each with a selector that finds it first."""
    names = frozenset(name for name in skeleton_of(page.text) if not _NUMBERED.search(name))
    index = PageElements(page, names)
    texts = {e.index: text for e, text in index.texts if index.size_of(e) <= _SMALL}
    for element in index.elements:
        text, picture = texts.get(element.index), None
        if element.tag == "img":
            picture = picture_of(page.base, element.attributes)
        elif element.tag == "meta" and element.attributes.get("property") in _FIELD_OF_META:
            text = element.attributes.get("content")
        if not text and not picture:
            continue
        if element.parent is not None and texts.get(element.parent.index) == text and not picture:
            continue  # the element around it says the same
        css = next(leading_paths(index, element), None)
        if css is not None:
            way = _way(element, css)
            content = {"image": picture} if picture else {"text": (text or "")[:_PIECE_LENGTH]}
            yield {**content, "selector": selector_text(way)}


def _way(element: PageElement, css: str) -> Selector:
    return Selector(css=css, attribute="content" if element.tag == "meta" else None)
