"""Bread crumbs (当前位置): the path of categories above the goods."""

from __future__ import annotations

from collections.abc import Iterable

from crawler.extract.page.element import PageElement
from crawler.extract.page.layout import Layout
from crawler.extract.page.markup_names import ancestors
from crawler.extract.page.selector import CssSelector
from crawler.extract.page.text_marks import MARKS
from crawler.extract.prose.labelled_facts import LABELS
from crawler.extract.visible.shop_words import WORDS

_LINK = CssSelector("a[href]")
_CRUMBS = CssSelector(
    "[class*=breadcrumb] a,[class*=Breadcrumb] a,[class*=crumb] a,[id*=breadcrumb] a,"
    "[id*=BreadCrumb] a,[id*=Breadcrumb] a,[id*=breadCrumb] a,[class*=BreadCrumb] a,"
    "[aria-label*=breadcrumb] a,[class*=position] a,.location a"
)
_MOST_CRUMBS = 12
"""Links of a path; chosen by hand."""
_NAME_LENGTH = 40
"""Characters of a category's name; chosen by hand."""
_LABEL_LENGTH = 24
"""Characters of the words before a path; chosen by hand."""
_HOME = WORDS.whole("home")
_HERE = LABELS.whole("here")


def _says_here(text: str) -> bool:
    return len(text) < _LABEL_LENGTH and bool(_HERE.match(text.strip(" :：>»")))


_SAYS_HERE = MARKS.declare_test(_says_here)


def read_breadcrumbs(layout: Layout) -> tuple[str, ...]:
    """The path of the page, without its home page and the goods themselves."""
    document = layout.document
    links = document.select(_CRUMBS)[:_MOST_CRUMBS] or _links_behind_label(layout)
    texts = (document.clean_text_of(link, _NAME_LENGTH) for link in links)
    return goods_crumbs(texts, layout.headline)


def goods_crumbs(names: Iterable[str], headline: str | None) -> tuple[str, ...]:
    """Of the texts of bread crumbs, those that name a category."""
    return tuple(dict.fromkeys(n for n in names if n and n != headline and not _HOME.match(n)))


def _links_behind_label(layout: Layout) -> list[PageElement]:
    """Links in the smallest element around the words "you are here" that holds any."""
    labels = layout.positions_marked(_SAYS_HERE)
    if not labels:
        return []
    label = layout.runs[labels[0]].element
    around = (layout.document.select_in(block, _LINK) for block in ancestors(label, 3))
    return next((links[:_MOST_CRUMBS] for links in around if links), [])
