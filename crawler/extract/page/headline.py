"""The headline of a page: the name that it puts above its content, found by its document's title."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from crawler.extract.page.document import Document
from crawler.extract.page.element import PageElement
from crawler.extract.page.heading import PageHeading, is_hidden
from crawler.extract.page.markup_names import FRAME_TAGS, ancestors
from crawler.extract.page.page import Page
from crawler.extract.page.selector import CssSelector
from crawler.extract.page.text import SEPARATORS, clean_text, title_without_site
from crawler.extract.visible.shop_words import ASIDE
from crawler.extract.weights import BY_HAND, Weight, WeightTable

HEADLINE_WEIGHTS = WeightTable(
    decision="headline",
    origin=BY_HAND,
    weights={
        "likeness": Weight(1.0, "how much of it stands in the document's title, 0 to 1"),
        "h1": Weight(0.35, "it is a first heading"),
        "only_h1": Weight(
            0.15, "it is the one first heading of the page, outside its head and its menus"
        ),
        "h2": Weight(0.05, "it is a second heading"),
        "named_for_goods": Weight(0.45, "its element is called the name of the goods"),
        "subtitle": Weight(
            -0.5, "its element is called a second title, or one of a part of the page"
        ),
        "untitled_h1": Weight(0.45, "a first heading, where the document's title tells nothing"),
        "untitled_h2": Weight(0.43, "a second heading, where the document's title tells nothing"),
        "untitled_h3": Weight(0.41, "a third heading, where the document's title tells nothing"),
    },
)
_LEAST_SCORE = 0.4
"""Points that a headline must exceed; chosen by hand as the weights are."""
_SELECTOR = CssSelector(
    "h1,#productTitle,[itemprop=name],h2,h3,[class*=product-title],[class*=product-name],"
    "[class*=product_title],[class*=goods-name],[class*=goods_name],[class*=goods-title],"
    "[class*=good_name],[class*=good-name],[class*=sku-name],[class*=item-title],"
    "[class*=goods-tit],[class*=prod-tit],[class*=pro-tit],[class*=main-title],[class*=ProductTitle],[class*=title]"
)
_NAMED_FOR_GOODS = re.compile(
    r"(?:goods?|item|product|prod|sku)[-_]{0,2}(?:(?:info|detail|main|base|page)s?[-_]{1,2})?(?:title|tit|name)(?![a-z])",
    re.I,
)
_SUBTITLE = re.compile(r"sub-?_?title|tag-?line|slogan|kicker|second(?:ary)?[-_]?title|desc", re.I)
_NAMELESS = re.compile(
    r"(?:商品|产品|宝贝)?(?:页面|页|详情|介绍|展示|信息){0,3}|"
    r"(?:product|item|goods)s?(?:\s+(?:page|details?|view))?|"
    r"(?:拼团|秒杀|商城|微商城|会员商城|店铺|未命名|无标题|untitled|document|商品ページ|상품상세)",
    re.I,
)
"""Titles that a template gives to every page: they name nothing."""
_CRUMBS = re.compile(r"\s+(?:[>»›]|::)\s+")
"""What stands between a name and its category where a page repeats its document's title."""
_FOR_READERS = CssSelector(
    ".sr-only,.sr_only,.visually-hidden,.visuallyhidden,.screen-reader-text,.sound_only,.sound-only,"
    ".blind,.a11y-hidden,.offscreen,.assistive-text"
)
"""Words that only a screen reader speaks."""
_MOST_FOR_READERS = 20
"""Of them that are taken out of one candidate; a bound on the work that one page may cost."""
_LINK = CssSelector("a[href]")
_CANDIDATES = 60
"""Elements that are weighed; chosen by hand."""
_MOST_ELEMENTS = 1000
"""Elements that are looked at: menus hold hundreds of titles. A bound on the work that one page may cost."""
_SHORTEST, _LONGEST = 2, 390
"""Characters of a headline; chosen by hand."""
_CUT = re.compile(r"\s*(?:\.{3,}|…+)\s*$")
"""How a title ends that was too long for its template."""
_SHORTEST_CUT = 4
"""Characters of a cut title that still tell which text it began; chosen by hand."""
_NAME_SHARE = 0.6
"""Share of the title's longest piece from which a text in no heading may be the name; chosen by hand."""
_PIECE_SHARE = 0.34
"""Share below which a text is another piece of the title (a category, the site); chosen by hand."""
_FRAME_DEPTH = 12
"""Elements around a first heading that may be the head of the page or a menu; chosen by hand."""
_SHINGLE = 3
"""Characters of the pieces by which a headline and a title are compared."""


def find_headline(
    page: Page, heading: PageHeading, name: str | None = None
) -> tuple[str | None, PageElement | None]:
    """The name above the content and its element; no element where only the title names the page.

    `name` is what the page's own data call its goods.
    """
    titles = _titles(heading, name)
    best: tuple[float, str | None, PageElement | None] = (_LEAST_SCORE, None, None)
    for element, text in islice(_candidates(page, titles), _CANDIDATES):
        if ASIDE.match(text) or _NAMELESS.fullmatch(text):
            continue
        features = _features(element, titled=bool(titles))
        features["only_h1"] = bool(features["h1"]) and _is_only_headline(element, heading)
        score = HEADLINE_WEIGHTS.score(features | {"likeness": 1.0})
        if score > best[0]:
            likeness = max((title.likeness(text) for title in titles), default=0.0)
            score = HEADLINE_WEIGHTS.score(features | {"likeness": likeness})
        if score > best[0] and not is_hidden(element):
            best = (score, text, element)
    if best[1] is None:
        named = title_without_site(titles[0].whole) if titles else None
        return named or next(iter(heading.headlines), None), None
    piece = max(_CRUMBS.split(best[1]), key=len)
    if piece == best[1]:
        return best[1], best[2]
    alone = next((run.element for run in page.document.runs if run.text == piece), best[2])
    return piece, alone


def _titles(heading: PageHeading, name: str | None) -> list[_ComparedTitle]:
    """The titles that name something. What the data call the goods is one more, and the only one where the
    others are unlike it: documents of scripted shops are all called alike."""
    of_document = (heading.meta.get("og:title"), heading.title)
    titles = [_ComparedTitle.of(title) for title in of_document if title and _says_name(title)]
    if not name or not _says_name(name):
        return titles
    is_alike = any(title.likeness(name) >= _PIECE_SHARE for title in titles)
    return [*(titles if is_alike else ()), _ComparedTitle.of(name)]


def _says_name(title: str) -> bool:
    return not _NAMELESS.fullmatch(title.strip())


def _is_only_headline(element: PageElement, heading: PageHeading) -> bool:
    """Is a first heading the only one of its page, and none of its head or a menu? Programs that give
    every page the site's own title name their goods there alone."""
    if len(set(heading.headlines)) != 1:
        return False
    return not any(around.tag in FRAME_TAGS for around in ancestors(element, _FRAME_DEPTH))


def _candidates(page: Page, titles: list[_ComparedTitle]) -> Iterator[tuple[PageElement, str]]:
    """Elements that could hold the name, with their texts: headings, and what repeats the title.

    Many pages show the name in an element of no telling name; menus hold hundreds of titles.
    """
    document = page.document
    for element in document.select(_SELECTOR)[:_MOST_ELEMENTS]:
        first = element.tag == "h1" or not titles
        text = _visible_text(document, element)
        if _SHORTEST <= len(text) <= _LONGEST and (
            first
            or any(title.shares(text) for title in titles)
            or _NAMED_FOR_GOODS.search(element.names)
        ):
            yield element, text
    if not titles:
        return
    least = max(_SHORTEST, _NAME_SHARE * min(title.name_length for title in titles))
    most, whole = _LONGEST, ""
    if not any(title.cut for title in titles):  # what stands in a title is no longer than it
        most = min(most, max(len(title.text) for title in titles))
        whole = "\n".join(title.text for title in titles)
    named: list[tuple[PageElement, str]] = []
    for run, length in zip(document.runs, document.run_lengths, strict=True):
        if least <= length <= most:
            low = run.text.lower()
            if (low in whole or not whole) and any(title.is_named(low) for title in titles):
                named.append((run.element, run.text))
    # A name behind the links of its path, as the last of them, is not where the goods begin.
    yield from sorted(named, key=lambda name: document.first_in(name[0], _LINK) is not None)


def _visible_text(document: Document, element: PageElement) -> str:
    """What an element shows, without words that only a screen reader speaks ("Name <i class=sr-only>price</i>")."""
    text = document.clean_text_of(element, 400)
    for_readers = document.select_in(element, _FOR_READERS)[:_MOST_FOR_READERS]
    if not for_readers:
        return text.strip()
    visible = text
    for at in for_readers:
        visible = visible.replace(document.clean_text_of(at, 400), " ", 1)
    return clean_text(visible) or text


@dataclass(frozen=True)
class _ComparedTitle:
    """A document's title, prepared for comparing many texts with it."""

    whole: str
    """As the page has it."""
    text: str
    """In lower case, without the dots of a cut title."""
    cut: bool
    name_length: int
    """Characters of its longest piece, which names the page; its site and category are shorter."""
    shingles: frozenset[str]

    @classmethod
    def of(cls, title: str) -> _ComparedTitle:
        text = _CUT.sub("", title.lower().strip())
        pieces = (len(piece.strip()) for piece in SEPARATORS.split(text))
        shingles = frozenset(text[at : at + _SHINGLE] for at in range(len(text) - _SHINGLE + 1))
        return cls(title, text, len(text) < len(title.strip()), max(pieces, default=0), shingles)

    def shares(self, text: str) -> bool:
        """Does a text begin or end like a part of the title? A quick look before the careful one."""
        low = text.lower()
        return low[:_SHINGLE] in self.text or low[-_SHINGLE:] in self.text

    def is_named(self, low: str) -> bool:
        """Is a text in lower case that stands in no heading the name in the title, or what a cut
        title began?"""
        if self.cut and self._continues(low):
            return True
        return len(low) >= _NAME_SHARE * self.name_length and low in self.text

    def likeness(self, text: str) -> float:
        """How much of a headline stands in the title, 0 to 1."""
        low = text.lower()
        if self._continues(low):
            return 1.0
        if low in self.text:
            share = min(1.0, len(low) / max(min(self.name_length, 60), 1))
            return 0.5 + 0.5 * share if share >= _PIECE_SHARE else share
        head = low[:120]
        pieces = [head[at : at + _SHINGLE] for at in range(len(head) - _SHINGLE + 1)]
        return 0.9 * sum(piece in self.shingles for piece in pieces) / max(len(pieces), 1)

    def _continues(self, low: str) -> bool:
        return self.cut and len(self.text) >= _SHORTEST_CUT and low.startswith(self.text)


def _features(element: PageElement, *, titled: bool) -> dict[str, float]:
    """All features but the likeness. `titled`: the document's title tells something."""
    tag, names = element.tag, element.names
    named = tag in ("h1", "h2") and element.attributes.get("itemprop") == "name"
    return {
        "h1": titled and tag == "h1",
        "h2": titled and tag == "h2",
        "named_for_goods": named or bool(_NAMED_FOR_GOODS.search(names)),
        "subtitle": tag != "h1" and bool(_SUBTITLE.search(names)),
        "untitled_h1": not titled and tag == "h1",
        "untitled_h2": not titled and tag == "h2",
        "untitled_h3": not titled and tag == "h3",
    }
