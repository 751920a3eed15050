"""A limit to the nesting of markup, as browsers have one (Chromium flattens beyond 512).

The parser's time grows with the square of the depth: 200,000 nested divs would hold it for a
minute, so that markup is flattened before it is parsed.
"""

from __future__ import annotations

import re

_LIMIT = 512
_SUSPECT = 4000
_CHUNK = 8192
_MOST_TAGS = 200_000
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]{0,60})[^<>]*>?")
_LONG = 50_000
_CROWD = re.compile(r"<([a-zA-Z][\w:-]{0,40})\s([^<>]{50000,})>?")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_ATTRIBUTES = 2000
_VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
        "script",
        "style",
    ]
)


def limit_nesting(markup: str) -> str:
    """The markup itself, or, when it nests absurdly, without the elements beyond the limit.

    What comes behind two hundred thousand tags is dropped: a tree of a 30 MB page takes a
    gigabyte, and no page that a person reads has half as many.
    """
    tags = markup.count("<")
    if tags > _MOST_TAGS:
        markup = _first_tags(markup)
    if _is_crowded(markup):
        markup = _CROWD.sub(_thin, markup)
    return _flatten(markup) if tags > _SUSPECT and _suspect(markup) else markup


def _is_crowded(markup: str) -> bool:
    """Do more than fifty thousand characters stand anywhere without an end of a tag?"""
    start = 0
    while len(markup) - start > _LONG:
        last = markup.rfind(">", start, start + _LONG + 1)
        if last < 0:
            return True
        start = last + 1
    return False


def _first_tags(markup: str) -> str:
    count = 0
    for start in range(0, len(markup), _CHUNK):
        count += markup.count("<", start, start + _CHUNK)
        if count > _MOST_TAGS:
            return markup[:start]
    return markup


def _thin(match: re.Match[str]) -> str:
    """An element with thousands of attributes costs the parser their square: it loses them."""
    crowded = len(_QUOTED.sub("", match[2]).split()) > _ATTRIBUTES
    return f"<{match[1]}>" if crowded else match[0]


def _suspect(markup: str) -> bool:
    """Do openings outrun closings by thousands anywhere? Counting is cheap, scanning is not."""
    ahead = 0
    for start in range(0, len(markup), _CHUNK):
        chunk = markup[start : start + _CHUNK]
        ahead += chunk.count("<") - 2 * chunk.count("</")
        if ahead > _SUSPECT:
            return True
    return False


def _flatten(markup: str) -> str:
    depth = 0

    def keep(match: re.Match[str]) -> str:
        nonlocal depth
        if match[2].lower() in _VOID:
            return match[0]
        if match[1]:
            depth = max(0, depth - 1)
            return match[0] if depth < _LIMIT else ""
        depth += 1
        return match[0] if depth <= _LIMIT else ""

    return _TAG.sub(keep, markup)
