"""Bread crumbs (当前位置): the path of categories above the goods."""

from __future__ import annotations

import re
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
    "[aria-label*=breadcrumb] a"
)
_PLACES = CssSelector("[class*=position] a,[class*=Position] a,.location a")
_PLACE = re.compile(
    r"[Pp]osition(?!-?(?:relative|absolute|fixed|sticky|static|ed\b))(?![a-z])|(?:^|\s)location(?:\s|$)"
)
"""A class for the place of the page (当前位置), not one of a style sheet's helpers: `position-relative`."""
_PLACE_DEPTH = 6
"""Elements around a link that may be called so; chosen by hand."""
_MOST_CRUMBS = 12
"""Links of a path; chosen by hand."""
_MOST_LINKS = 300
"""Links that are looked at; a bound on the work that one page may cost."""
_NAME_LENGTH = 40
"""Characters of a category's name; chosen by hand."""
_LABEL_LENGTH = 24
"""Characters of the words before a path; chosen by hand."""
_MOST_BETWEEN = 40
"""Text runs from one sign between two steps of a path to the next: a menu of siblings may unfold there; chosen
by hand."""
_HOME = WORDS.whole("home")
_WORD = re.compile(r"\w")
_HERE = LABELS.whole("here")


def _says_here(text: str) -> bool:
    return len(text) < _LABEL_LENGTH and bool(_HERE.match(text.strip(" :：>»")))


_SAYS_HERE = MARKS.declare_test(_says_here)
_PARTS_STEPS = MARKS.declare_test(re.compile(r"[>»›→/]|&gt;|>>").fullmatch)


def read_breadcrumbs(layout: Layout) -> tuple[str, ...]:
    """The path of the page, without its home page and the goods themselves."""
    document = layout.document
    links = document.select(_CRUMBS)[:_MOST_CRUMBS] or _links_of_place(layout)
    links = links or _links_behind_label(layout)
    texts = [document.clean_text_of(link, _NAME_LENGTH) for link in links]
    return goods_crumbs(texts or _names_behind_home(layout), layout.headline)


def goods_crumbs(names: Iterable[str], headline: str | None) -> tuple[str, ...]:
    """Of the texts of bread crumbs, those that name a category."""
    return tuple(dict.fromkeys(n for n in names if n and n != headline and not _HOME.match(n)))


def _links_of_place(layout: Layout) -> list[PageElement]:
    """Links in an element whose class calls it the place of the page."""
    links = layout.document.select(_PLACES)[:_MOST_LINKS]
    return [link for link in links if _stands_in_place(link)][:_MOST_CRUMBS]


def _stands_in_place(link: PageElement) -> bool:
    return any(_PLACE.search(around.value("class")) for around in ancestors(link, _PLACE_DEPTH))


def _links_behind_label(layout: Layout) -> list[PageElement]:
    """Links in the smallest element around the words "you are here" that holds any."""
    labels = layout.positions_marked(_SAYS_HERE)
    if not labels:
        return []
    label = layout.runs[labels[0]].element
    around = (layout.document.select_in(block, _LINK) for block in ancestors(label, 3))
    return next((links[:_MOST_CRUMBS] for links in around if links), [])


def _names_behind_home(layout: Layout) -> list[str]:
    """What stands behind the signs of a path that begins at the first page, in elements of no telling name:
    "首页 > 粮油 > 面粉"."""
    runs, names, last = layout.runs, [], None
    for position in layout.positions_marked(_PARTS_STEPS):
        starts = position > 0 and bool(_HOME.fullmatch(runs[position - 1].text.strip()))
        if last is None and not starts:
            continue
        if last is not None and (position - last > _MOST_BETWEEN or starts):
            break
        behind = layout.run_behind(position)
        if behind is None or len(behind.text) > _NAME_LENGTH or not _WORD.search(behind.text):
            break
        last = position
        names.append(behind.text.strip())
    return names[:_MOST_CRUMBS]
