"""The description of the goods: the element that is made for it, or the text below its heading."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crawler.extract.page.document import TextRun
from crawler.extract.page.element import PageElement
from crawler.extract.page.markup_names import ancestors
from crawler.extract.page.page import Page
from crawler.extract.page.selector import CssSelector
from crawler.extract.page.visible_text import join_runs
from crawler.extract.prose.labelled_facts import LABELS

_TEXTS = tuple(
    CssSelector(text)
    for text in (
        "[itemprop=description]", "#description", "[class*=goods-desc],[class*=goods_desc]",
        "[class*=product-desc],[class*=product_desc]",
        "[class*=description],[class*=Description]",
        "[id*=desc],[id*=Desc]",
        "[class*=item-desc],[class*=item_desc]",
        "[class*=detail-content],[class*=detail_content],[class*=goods-detail],#detail,.detail",
    )
)  # fmt: skip
_MOST_ELEMENTS = 5
"""Elements of one name that are compared."""
_SHORTEST = 8
"""Characters from which a text describes something; chosen by hand."""
_TITLE_LENGTH = 20
"""Characters of the heading above a description; chosen by hand."""
_MOST_RUNS = 80
"""Text runs of a description; chosen by hand."""
_REVIEWS = re.compile(r"(?<!p)review|comment|rating|pingjia|pinglun", re.I)
_REVIEW_DEPTH = 6
"""Elements around a text that may be named for reviews; chosen by hand."""
_HEADINGS = frozenset({"h1", "h2", "h3", "h4"})
_HEADING = LABELS.whole("description")


def read_description(page: Page, main: Sequence[TextRun]) -> str | None:
    """What describes the goods; `main` are the runs from the headline to the first aside."""
    for selector in _TEXTS:
        elements = [e for e in page.document.select(selector)[:_MOST_ELEMENTS] if not _reviews(e)]
        texts = [page.document.clean_text_of(element) for element in elements]
        texts = [text for text in texts if not _is_heading(text)]
        longest = max(texts, key=len, default="")
        if len(longest) >= _SHORTEST:
            return longest
    return _headed_text(main)


def _headed_text(main: Sequence[TextRun]) -> str | None:
    """From the first sentence below the heading of a description to the next heading.

    The headings of tabs stand beside one another, the first tab's text behind them all.
    """
    heading = next((at for at, run in enumerate(main) if _is_heading(run.text)), None)
    if heading is None:
        return None
    below = main[heading + 1 : heading + 1 + _MOST_RUNS]
    first = next((at for at, run in enumerate(below) if len(run.text) >= _SHORTEST), None)
    if first is None:
        return None
    last = next(
        (
            at
            for at, run in enumerate(below)
            if at > first and run.element.tag in _HEADINGS | {"th", "dt"}
        ),
        len(below),
    )
    return join_runs(list(below[first:last]))


def _reviews(element: PageElement) -> bool:
    """Does an element stand among what buyers write?"""
    return any(_REVIEWS.search(around.names) for around in ancestors(element, _REVIEW_DEPTH))


def _is_heading(text: str) -> bool:
    return len(text) <= _TITLE_LENGTH and bool(_HEADING.match(text.strip(" :：")))
