"""The description of the goods: the element that is made for it, or the text below its heading."""

from __future__ import annotations

from collections.abc import Sequence

from crawler.extract.page.document import TextRun
from crawler.extract.page.page import Page
from crawler.extract.page.selector import Selector
from crawler.extract.page.visible_text import join_runs
from crawler.extract.prose.labelled_facts import LABELS

_TEXTS = tuple(
    Selector(text)
    for text in (
        "[itemprop=description]", "#description", "[class*=goods-desc],[class*=goods_desc]",
        "[class*=product-desc],[class*=product_desc]", "[class*=description]", "[id*=desc]",
        "[class*=item-desc],[class*=item_desc]",
        "[class*=detail-content],[class*=detail_content],[class*=goods-detail],#detail,.detail",
    )
)  # fmt: skip
_SHORTEST = 15
"""Characters from which a text describes something; chosen by hand."""
_TITLE_LENGTH = 20
"""Characters of the heading above a description; chosen by hand."""
_MOST_RUNS = 80
"""Text runs of a description; chosen by hand."""
_HEADINGS = frozenset({"h1", "h2", "h3", "h4"})
_HEADING = LABELS.whole("description")


def read_description(page: Page, main: Sequence[TextRun]) -> str | None:
    """What describes the goods; `main` are the runs from the headline to the first aside."""
    for selector in _TEXTS:
        texts = [page.document.clean_text_of(e) for e in page.document.select(selector)[:5]]
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


def _is_heading(text: str) -> bool:
    return len(text) <= _TITLE_LENGTH and bool(_HEADING.match(text.strip(" :：")))
