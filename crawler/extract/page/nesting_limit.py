"""A limit to the nesting of markup, as browsers have one (Chromium flattens beyond 512).

The parser's time grows with the square of the depth: 200,000 nested divs would hold it for a
minute, so that markup is flattened before it is parsed.
"""

from __future__ import annotations

import re
from itertools import islice

_DEEPEST = 512
"""Elements around an element, as Chromium allows (kMaximumHTMLParserDOMTreeDepth)."""
_SUSPECT_LEAD = 4000
"""Opening tags ahead of closing ones from which nesting is looked at; chosen by hand."""
_COUNTED_TAGS, _COUNTED_DEPTH = 20_000, 1000
"""Tags of a page from which its nesting is counted element by element, and elements around an element from which it is
flattened; chosen by hand."""
_CHUNK_LENGTH = 8192
"""Bytes that are counted at once."""
_MOST_TAGS = 200_000
"""Tags of a page that are read: no page that a person reads has half as many."""
_CLOSING = re.compile(b"</")
"""Counted by this in half of the time that `bytes.count` takes."""
_NAME = re.compile(rb"<(/?[a-z][^\s/>]{0,60})")
_TAG = re.compile(rb"<(/?)([a-zA-Z][^\s/>]{0,60})[^<>]*>?")
_LONGEST_TAG = 50_000
"""Bytes without an end of a tag from which attributes are counted; chosen by hand."""
_CROWD = re.compile(rb"<([a-zA-Z][\w:-]{0,40})\s([^<>]{50000,})>?")
_QUOTED = re.compile(rb"\"[^\"]*\"|'[^']*'")
_MOST_ATTRIBUTES = 2000
"""Attributes of one element: the parser's time grows with their square."""
_FLAT = frozenset(
    (
        *(b"area", b"base", b"br", b"col", b"embed", b"hr", b"img", b"input", b"link", b"meta"),
        *(b"param", b"source", b"track", b"wbr", b"script", b"style"),
    )
)
"""Elements that hold no elements: void ones (HTML Living Standard, 13.1.2), scripts and styles."""
_CLOSED_BY_NEXT = frozenset(
    b"p li dt dd option optgroup tr td th thead tbody tfoot colgroup rp rt".split()
)
"""Elements that nest in none of their kind: the next one closes them (13.1.2.4)."""
_DRAWN = frozenset(
    b"path circle ellipse line polygon polyline rect stop use fegaussianblur feoffset feblend".split()
)
"""Shapes of a drawing (SVG 2), which end themselves (`<path/>`) and hold no elements."""
_DRAWING = re.compile(rb"<(?:%b)[\s/>]" % b"|".join(sorted(_DRAWN)), re.I)
_MOST_DRAWN = 20_000
"""Shapes up to which they are taken for such; chosen by hand: a tree of so many in one another is parsed in 4 ms."""
_SLASH = ord("/")


def limit_nesting(markup: bytes) -> bytes:
    """The markup itself, or, when it nests absurdly, without the elements beyond the limit.

    What comes behind two hundred thousand tags is dropped: a tree of a 30 MB page takes a
    gigabyte, and no page that a person reads has half as many.
    """
    tags = markup.count(b"<")
    if tags > _MOST_TAGS:
        markup = _first_tags(markup)
    if crowded := _crowded_spans(markup):
        markup = _thinned(markup, crowded)
    if tags <= _SUSPECT_LEAD:
        return markup
    if _suspect(markup) or (tags > _COUNTED_TAGS and _is_deep(markup)):
        return _flatten(markup)
    return markup


def _flat_names(markup: bytes) -> frozenset[bytes]:
    """Names of elements of this page that hold no elements."""
    shapes = sum(1 for _ in islice(_DRAWING.finditer(markup), _MOST_DRAWN + 1))
    return _FLAT | _DRAWN if shapes <= _MOST_DRAWN else _FLAT


def _crowded_spans(markup: bytes) -> list[tuple[int, int]]:
    """Where more than fifty thousand bytes stand without an end of a tag, each with the end behind it."""
    spans: list[tuple[int, int]] = []
    start = 0
    while len(markup) - start > _LONGEST_TAG:
        last = markup.rfind(b">", start, start + _LONGEST_TAG + 1)
        if last < 0:
            last = markup.find(b">", start + _LONGEST_TAG + 1)
            last = last if last >= 0 else len(markup)
            spans.append((start, last + 1))
        start = last + 1
    return spans


def _thinned(markup: bytes, spans: list[tuple[int, int]]) -> bytes:
    """The markup without thousands of attributes of one element, which stand in one of the spans."""
    pieces: list[bytes] = []
    behind = 0
    for start, end in spans:
        pieces += markup[behind:start], _CROWD.sub(_thin, markup[start:end])
        behind = end
    return b"".join([*pieces, markup[behind:]])


def _first_tags(markup: bytes) -> bytes:
    count = 0
    for start in range(0, len(markup), _CHUNK_LENGTH):
        count += markup.count(b"<", start, start + _CHUNK_LENGTH)
        if count > _MOST_TAGS:
            return markup[:start]
    return markup


def _thin(match: re.Match[bytes]) -> bytes:
    """An element with thousands of attributes costs the parser their square: it loses them."""
    crowded = len(_QUOTED.sub(b"", match[2]).split()) > _MOST_ATTRIBUTES
    return b"<%b>" % match[1] if crowded else match[0]


def _suspect(markup: bytes) -> bool:
    """Do opening tags outrun closing ones by thousands anywhere? Counting costs less than scanning, and
    closing tags are counted only where there are tags enough for it."""
    ahead = behind = 0
    for start in range(0, len(markup), _CHUNK_LENGTH):
        end = start + _CHUNK_LENGTH
        ahead += markup.count(b"<", start, end)
        if ahead > _SUSPECT_LEAD:
            ahead -= 2 * len(_CLOSING.findall(markup, behind, end))
            behind = end
            if ahead > _SUSPECT_LEAD:
                return True
    return False


def _is_deep(markup: bytes) -> bool:
    """Do elements nest by hundreds anywhere? A closing tag without its opening one closes nothing, so that more of
    the former hide how deep the others stand."""
    depth = 0
    opened: dict[bytes, int] = {}
    names = _flat_names(markup) | _CLOSED_BY_NEXT
    uncounted = names | {b"/" + name for name in names}
    for name in _NAME.findall(markup.lower()):
        if name in uncounted:
            continue
        if name[0] != _SLASH:
            opened[name] = opened.get(name, 0) + 1
            depth += 1
            if depth > _COUNTED_DEPTH:
                return True
        elif opened.get(name[1:]):
            opened[name[1:]] -= 1
            depth -= 1
    return False


def _flatten(markup: bytes) -> bytes:
    depth = 0
    opened: dict[bytes, int] = {}
    flat = _flat_names(markup)

    def keep(match: re.Match[bytes]) -> bytes:
        nonlocal depth
        name = match[2].lower()
        if name in flat:
            return match[0]
        count = opened.get(name, 0)
        if match[1]:
            if not count:
                return match[0]
            opened[name] = count - 1
            depth -= 1
            return match[0] if depth < _DEEPEST else b""
        opened[name] = count + 1
        depth += 1
        return match[0] if depth <= _DEEPEST else b""

    return _TAG.sub(keep, markup)
