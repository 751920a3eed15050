"""The headline of a page: the name that it puts above its content, found by its document's title."""

from __future__ import annotations

import re

from crawler.extract.page.element import Element
from crawler.extract.page.heading import Heading, is_hidden
from crawler.extract.page.page import Page
from crawler.extract.page.selector import Selector
from crawler.extract.page.text import title_without_site
from crawler.extract.visible.shop_words import ASIDE
from crawler.extract.weights import BY_HAND, Weight, WeightTable

HEADLINE_WEIGHTS = WeightTable(
    decision="headline",
    origin=BY_HAND,
    weights={
        "likeness": Weight(1.0, "how much of it stands in the document's title, 0 to 1"),
        "h1": Weight(0.35, "it is a first heading"),
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
_SELECTOR = Selector(
    "h1,#productTitle,[itemprop=name],h2,h3,[class*=product-title],[class*=product-name],"
    "[class*=product_title],[class*=goods-name],[class*=goods_name],[class*=goods-title],"
    "[class*=good_name],[class*=good-name],[class*=sku-name],[class*=item-title],"
    "[class*=main-title],[class*=ProductTitle],[class*=title]"
)
_NAMED_FOR_GOODS = re.compile(r"(?:goods?|item|product|prod|sku)[-_]{0,2}(?:title|name)(?!s)", re.I)
_SUBTITLE = re.compile(r"sub-?_?title|tag-?line|slogan|kicker|second(?:ary)?[-_]?title|desc", re.I)
_NAMELESS = re.compile(
    r"(?:商品|产品|宝贝)?(?:页面|详情|详情页|介绍|展示|信息)?|"
    r"(?:product|item|goods)s?(?:\s+(?:page|details?|view))?|"
    r"(?:拼团|秒杀|商城|微商城|会员商城|店铺|未命名|无标题|untitled|document|商品ページ|상품상세)",
    re.I,
)
"""Titles that a template gives to every page: they name nothing."""
_CANDIDATES = 60
"""Elements that are compared with the title; more are cards of a list."""
_COMPARED, _COMPARED_TITLE = 120, 200
"""Characters of a headline and of a title that are compared; chosen by hand."""
_SHORTEST, _LONGEST = 2, 390
"""Characters of a headline; chosen by hand."""


def find_headline(page: Page, heading: Heading) -> tuple[str | None, Element | None]:
    """The name above the content and its element; no element where only the title names the page."""
    titles = [title for title in (heading.meta.get("og:title"), heading.title) if title]
    titles = [title for title in titles if not _NAMELESS.fullmatch(title.strip())]
    lower = [title.lower() for title in titles]
    best: tuple[float, str | None, Element | None] = (_LEAST_SCORE, None, None)
    for element in page.document.select(_SELECTOR)[:_CANDIDATES]:
        text = page.document.clean_text_of(element, 400)
        if not _SHORTEST <= len(text) <= _LONGEST or ASIDE.match(text):
            continue
        features = _features(element, titled=bool(titles))
        score = HEADLINE_WEIGHTS.score(features | {"likeness": 1.0})
        if score > best[0]:
            likeness = _likeness(text.lower(), lower)
            score = HEADLINE_WEIGHTS.score(features | {"likeness": likeness})
        if score > best[0] and not is_hidden(element):
            best = (score, text, element)
    if best[1] is None:
        named = title_without_site(titles[0]) if titles else None
        return named or next(iter(heading.headlines), None), None
    return best[1], best[2]


def _features(element: Element, *, titled: bool) -> dict[str, float]:
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


def _likeness(text: str, titles: list[str]) -> float:
    """How much of a headline stands in one of the document's titles, 0 to 1; all in lower case."""
    likeness = 0.0
    for title in titles:
        if text in title:
            whole = 0.5 + 0.5 * min(1.0, len(text) / min(len(title), 60))
            likeness = max(likeness, whole)
        else:
            head = text[:_COMPARED]
            shared = _longest_shared(head, title[:_COMPARED_TITLE]) / max(len(head), 1) * 0.9
            likeness = max(likeness, shared)
    return likeness


def _longest_shared(text: str, title: str) -> int:
    """Characters of the longest text that stands in both."""
    longest = 0
    for start in range(len(text)):
        while start + longest < len(text) and text[start : start + longest + 1] in title:
            longest += 1
    return longest
