"""Text cleaned for storage, and the plain text of parts of a page."""

from __future__ import annotations

import html
import re

from selectolax.lexbor import LexborNode

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_MARKUP = re.compile(r"<[a-zA-Z/!]")
SEPARATORS = re.compile(
    r"\s+(?:[|_–—·»›>•]|::)\s+|\s+-\s+|\s*_\s*|【(?=[^】]*(?:图片|价格|品牌|报价|行情))"
)
"""What stands between the pieces of a document's title: the name, its category, the site."""
_BARS = re.compile(r"[|丨｜]")

TITLE_LIMIT = 500
"""Characters of a listing's title."""
DESCRIPTION_LIMIT = 20_000
"""Characters of a listing's description."""
HIDDEN_TAGS = ("script", "style", "noscript", "template", "svg", "iframe")


def clean_text(text: str, limit: int = DESCRIPTION_LIMIT) -> str:
    """One line, without characters that a database or a document cannot hold."""
    if len(text) > limit * 4:
        text = text[: limit * 4]
    if "  " not in text and text.isprintable():  # as most are, and no other white space is
        return text.strip()[:limit]
    return " ".join(_UNPRINTABLE.sub("", text).split())[:limit]


def plain_text(markup: str, limit: int = DESCRIPTION_LIMIT) -> str:
    """Text of a value that may hold markup and entities, as descriptions in structured data do."""
    text = markup[: limit * 4]
    if "&" in text:
        text = html.unescape(text)
    if _MARKUP.search(text):
        from bs4 import BeautifulSoup  # with its parsers a third of all time that a start takes

        # Fragments are rare, and broken in every way: a soup's tolerance is worth its time.
        # lxml under it, since the pure parser is quadratic on hostile tags.
        text = BeautifulSoup(_UNPRINTABLE.sub("", text), "lxml").get_text(" ")
    return clean_text(text, limit)


BLOCKS = frozenset(
    [
        *("div", "p", "br", "li", "td", "th", "dd", "dt", "section", "article"),
        *("h1", "h2", "h3", "h4", "option", "button", "label"),
    ]
)
"""Elements that keep their text apart from what stands beside them."""
_BLOCK_SELECTOR = ",".join(sorted(BLOCKS))
_TEXT = 2
"""Lexbor's number of text nodes (lexbor/tag/const.h)."""


def node_text(node: LexborNode, limit: int = DESCRIPTION_LIMIT) -> str:
    """What an element shows: words of neighbouring blocks kept apart, highlighted words not."""
    child = node.first_child
    if child is not None and child.tag_id == _TEXT and child.next is None:
        return clean_text(child.text_content or "", limit)  # one text, as most have
    apart = node.tag in BLOCKS or node.css_first(_BLOCK_SELECTOR) is not None
    return clean_text(node.text(separator=" " if apart else ""), limit)


def title_without_site(title: str) -> str:
    """A document title without the site's name behind (or before) its separator.

    A bar without spaces may be a part of the name ("山谷坊｜荞麦粉"): it separates only where what it
    leaves is the larger part.
    """
    pieces = [piece.strip() for piece in SEPARATORS.split(title) if piece.strip()]
    if not pieces:
        return title.strip()
    name, *further = (piece.strip() for piece in _BARS.split(pieces[0]))
    return name if len(name) >= len("".join(further)) else pieces[0]
