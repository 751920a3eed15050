"""The description of the goods: the element that is made for it, or the text below its heading."""

from __future__ import annotations

import re

from crawler.extract.page.document import TextRun
from crawler.extract.page.element import PageElement
from crawler.extract.page.layout import Layout
from crawler.extract.page.markup_names import ancestors
from crawler.extract.page.selector import CssSelector
from crawler.extract.page.text import DESCRIPTION_LIMIT
from crawler.extract.page.text_marks import MARKS
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
        "[class*=info-content],[class*=info_content],[class*=article-content],[class*=article_content]",
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
_ENDS = _HEADINGS | {"th", "dt"}
_FEWEST_TABS = 2
"""Short texts before a description from which they may be tabs; chosen by hand."""
_SECTION_DEPTH = 5
"""Elements around the heading of a description that may hold its text; chosen by hand."""
_HEADING = LABELS.whole("description")


def _is_heading(text: str) -> bool:
    return len(text) <= _TITLE_LENGTH and bool(_HEADING.match(text.strip(" :：")))


_HEADS = MARKS.declare_test(_is_heading)


def read_description(layout: Layout) -> str | None:
    """What describes the goods: an element made for it, else what follows its heading in the main part."""
    document = layout.document
    for selector in _TEXTS:
        elements = [e for e in document.select(selector)[:_MOST_ELEMENTS] if not _reviews(e)]
        elements = [e for e in elements if not _ends_above(layout, e)]
        texts = [_text_below_tabs(document.runs_of(element)) for element in elements]
        texts = [text for text in texts if not _is_heading(text)]
        longest = max(texts, key=len, default="")
        if len(longest) >= _SHORTEST:
            return longest
    return _headed_text(layout)


def _headed_text(layout: Layout) -> str | None:
    """From the first sentence below the heading of a description to the next heading.

    The headings of tabs stand beside one another, the first tab's text behind them all.
    """
    inside = (at for at in layout.positions_marked(_HEADS) if layout.start <= at < layout.end)
    heading = next(inside, None)
    if heading is None:
        return None
    below = layout.runs[heading + 1 : min(heading + 1 + _MOST_RUNS, layout.end)]
    first = next((at for at, run in enumerate(below) if len(run.text) >= _SHORTEST), None)
    if first is None:
        return None
    end = _section_end(layout, heading, heading + 1 + first) - heading - 1
    return join_runs(below[first : min(end, _next_heading(below, first))])


def _next_heading(runs: list[TextRun], first: int) -> int:
    """Where behind one run the next heading, of a table too, stands; the end where there is none."""
    return next(
        (at for at, run in enumerate(runs) if at > first and run.element.tag in _ENDS), len(runs)
    )


def _section_end(layout: Layout, heading: int, text: int) -> int:
    """Behind the smallest element that holds both a heading and the text below it."""
    document = layout.document
    ends = (
        document.run_span(around)[1]
        for around in ancestors(layout.runs[heading].element, _SECTION_DEPTH)
    )
    return next((end for end in ends if end > text), layout.end)


def _text_below_tabs(runs: list[TextRun]) -> str:
    """The text of an element; of one that begins with the headings of several tabs, that of the first."""
    tabs = next((at for at, run in enumerate(runs) if len(run.text) > _TITLE_LENGTH), 0)
    if tabs < _FEWEST_TABS or not any(_is_heading(run.text) for run in runs[:tabs]):
        return join_runs(runs)[:DESCRIPTION_LIMIT]
    return join_runs(runs[tabs : _next_heading(runs, tabs)])


def _ends_above(layout: Layout, element: PageElement) -> bool:
    """Does an element stand above the headline: in the head of the page, among a visitor's details?"""
    return layout.has_headline and layout.document.run_span(element)[1] <= layout.start


def _reviews(element: PageElement) -> bool:
    """Does an element stand among what buyers write?"""
    return any(_REVIEWS.search(around.names) for around in ancestors(element, _REVIEW_DEPTH))
