"""Where things stand on a page: the headline, the main part after it, the asides behind."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from selectolax.lexbor import LexborNode

from crawler.extract.page.heading import Heading, hidden
from crawler.extract.page.page import Page
from crawler.extract.page.term_search import ShortTexts
from crawler.extract.page.text import clean, node_text, title_stem
from crawler.extract.page.visible_text import Piece, pieces, visible_text
from crawler.extract.visible.shop_words import ASIDE

_TITLED = (
    "h1,#productTitle,[itemprop=name],h2,h3,[class*=product-title],[class*=product-name],"
    "[class*=product_title],[class*=goods-name],[class*=goods_name],[class*=goods-title],"
    "[class*=good_name],[class*=good-name],[class*=sku-name],[class*=item-title],[class*=main-title],[class*=ProductTitle],[class*=title]"
)
_NAMED = re.compile(r"(?:goods?|item|product|prod|sku)[-_]?(?:title|name)(?!s)", re.I)
SHORT = 90
"""A piece of text up to this length may be a button or a label."""
_NAMELESS = re.compile(
    r"(?:商品|产品|宝贝)?(?:页面|详情|详情页|介绍|展示|信息)?|(?:product|item|goods)s?(?:\s+(?:page|details?|view))?|"
    r"(?:拼团|秒杀|商城|微商城|会员商城|店铺|未命名|无标题|untitled|document|商品ページ|상품상세)",
    re.I,
)
"""Titles that a template gives to every page: they name nothing."""
_LEAST = 0.4
_BY_TAG = {"h1": 0.35, "h2": 0.05}
_UNTITLED = {"h1": 0.45, "h2": 0.43, "h3": 0.41}
"""Without a telling title of the document, its first heading names the page."""
_TRIED = 60
_NEAR = 6


@dataclass(frozen=True)
class Layout:
    """The visible page in reading order."""

    pieces: list[Piece]
    headline: str | None
    """The name that the page puts above its content."""
    start: int
    """Index of the headline's first piece; 0 where there is none."""
    standing: bool
    """The headline stands on the page; else it is only the document's title."""
    end: int
    """Index of the first aside (related goods, recommendations) after it."""
    _said: dict[re.Pattern[str], frozenset[int]] = field(
        default_factory=dict, repr=False, compare=False
    )

    @property
    def text(self) -> str:
        return visible_text(self.pieces)

    def saying(self, words: re.Pattern[str]) -> frozenset[int]:
        """Places of the short pieces in which these words stand; each pattern is searched once."""
        if words not in self._said:
            places, texts = self._short
            self._said[words] = frozenset(places[at] for at in texts.spot(words))
        return self._said[words]

    @cached_property
    def _short(self) -> tuple[list[int], ShortTexts]:
        short = [piece for piece in self.pieces if len(piece.text) <= SHORT]
        return [piece.at for piece in short], ShortTexts([piece.text for piece in short])

    @property
    def main(self) -> list[Piece]:
        """From the headline to the first aside."""
        return self.pieces[self.start : self.end]


def lay_out(page: Page, heading: Heading) -> Layout:
    """Walk the visible page once and find its headline and its main part."""
    found = pieces(page)
    headline, node = _headline(page, heading)
    start = _place(found, node) if node is not None else _place_text(found, headline)
    return Layout(found, headline, start, node is not None, _end(found, start))


def ancestors(node: LexborNode, limit: int = _NEAR) -> Iterator[LexborNode]:
    """An element and those around it, innermost first."""
    at: LexborNode | None = node
    for _ in range(limit):
        if at is None:
            return
        yield at
        at = at.parent


def text_sizes(found: list[Piece], climb: int) -> Counter[int]:
    """How much text the elements right around each piece show: asking an element itself costs its
    whole text, which on a hostile page is the page."""
    sizes: Counter[int] = Counter()
    for piece in found:
        size = len(piece.text)
        at: LexborNode | None = piece.node
        for _ in range(climb):
            if at is None:
                break
            sizes[at.mem_id] += size
            at = at.parent
    return sizes


def marks(node: LexborNode) -> str:
    """Class, id and test names of an element: what its author calls it."""
    shown = node.attributes
    return " ".join(
        value
        for name in ("class", "id", "itemprop", "data-testid", "data-qa")
        if (value := shown.get(name))
    )


def _headline(page: Page, heading: Heading) -> tuple[str | None, LexborNode | None]:
    titles = [t for t in (heading.meta.get("og:title"), heading.title) if t]
    titles = [title for title in titles if not _NAMELESS.fullmatch(title.strip())]
    bonus = _BY_TAG if titles else _UNTITLED
    best: tuple[float, str | None, LexborNode | None] = (_LEAST, None, None)
    for node in page.tree.css(_TITLED)[:_TRIED]:
        text = node_text(node, 400)
        if not 2 <= len(text) <= 390 or ASIDE.match(text):
            continue
        score = max((_likeness(text, title) for title in titles), default=0.0)
        score += bonus.get(node.tag or "", 0.0)
        marked = node.tag in _BY_TAG and node.attributes.get("itemprop") == "name"
        score += 0.45 * (marked or bool(_NAMED.search(marks(node))))
        if score > best[0] and not hidden(node):
            best = (score, text, node)
    if best[1] is None:
        named = title_stem(titles[0]) if titles else None
        return named or next(iter(heading.headlines), None), None
    return best[1], best[2]


def _likeness(text: str, title: str) -> float:
    """How much of a headline stands in the document's title, 0..1."""
    low, high = text.lower(), title.lower()
    if low in high:
        return 0.5 + 0.5 * min(1.0, len(low) / min(len(high), 60))
    match = difflib.SequenceMatcher(None, low[:120], high[:200], autojunk=False)
    longest = match.find_longest_match().size
    return longest / max(len(low[:120]), 1) * 0.9


def _place(found: list[Piece], node: LexborNode) -> int:
    wanted = node.mem_id
    for piece in found:
        if any(at.mem_id == wanted for at in ancestors(piece.node)):
            return piece.at
    return 0


def _place_text(found: list[Piece], headline: str | None) -> int:
    if not headline:
        return 0
    for piece in found:
        if headline in piece.text or (len(piece.text) > 8 and piece.text in headline):
            return piece.at
    return 0


def _end(found: list[Piece], start: int) -> int:
    for piece in found[start + 3 :]:
        if len(piece.text) < 60 and ASIDE.match(piece.text) and _is_heading(piece.node):
            return piece.at
    return len(found)


_HEADS = re.compile(r"title|head|caption|carousel|recommend|related|similar", re.I)


def _is_heading(node: LexborNode) -> bool:
    for at in ancestors(node, 3):
        if (at.tag or "") in ("h1", "h2", "h3", "h4", "h5", "h6", "dt", "caption", "legend"):
            return True
        if _HEADS.search(marks(at)):
            return True
    return False


__all__ = ["Layout", "ancestors", "clean", "lay_out", "marks", "text_sizes"]
