"""The brand (品牌) that a page prints beside a label, outside of tables and lists."""

from __future__ import annotations

import re

from crawler.extract.page.document import TextRun
from crawler.extract.page.layout import Layout
from crawler.extract.page.markup_names import ancestors
from crawler.extract.page.text_marks import MARKS
from crawler.extract.visible.attributes import BRAND_WORDS, is_brand_label

_LINE = re.compile(r"([^:：]{2,20}?)\s*[:：]\s*(\S.{0,40})")
_LABELLED = re.compile(r"label|key|name|term|title|attr|spec|prop|param|info|detail|field", re.I)
_BEHIND_LABEL = re.compile(
    r"^.*\b(?:brand|marca|marke|marque|merk|značka)\s*[:：]\s*|^.*品牌\s*[:：]\s*", re.I
)
_VISITED = re.compile(r"(?:visit\s+the\s+)(.{2,40}?)\s+store", re.I)
_MAKER_ADDRESS = re.compile(
    r"(?:^|[/?&=_-])(?:manufacturers?|brands?|brand_?id|marken?|hersteller|marcas?|fabricante|marques?|merken?|"
    r"znack[ay]|vyrobc[ei]|producent|producers?|vendors?|designers?|pinpai)(?:[/?&=_-]|$)",
    re.I,
)
"""Addresses of the goods of one brand."""
_GENERIC = re.compile(
    r"\b(?:all|more|view|see|shop|home\s?page|brands?|marken|marcas|manufacturers?|vendors?)\b|"
    r"\bother\s+(?:products?|items|goods)\b|^(?:products?|items|visit)$|\bvisit\b(?!\s+the\b.*\bstore$)|"
    r"全部|更多|其他|其它|查看|品牌",
    re.I,
)
"""Texts of links to many brands."""
_LINK_REACH = 60
"""Text runs behind the headline in which a link to the brand is looked for; chosen by hand."""
_ROWS = frozenset({"li", "tr", "div", "p", "dl"})
"""Elements that are a row of a table of attributes."""
_PAIR = 2
"""Texts of such a row: the label and its value."""
_COLONS = ":：\u200e "
_REACH = 400
"""Text runs behind the headline in which the brand is looked for; chosen by hand."""
_VALUE_LENGTH = 40
"""Characters of a brand's name; chosen by hand."""


def _may_label_brand(text: str) -> bool:
    if len(text) > _VALUE_LENGTH + 20:
        return False
    line = _LINE.fullmatch(text)
    return (line is not None and is_brand_label(line[1])) or is_brand_label(text.strip(_COLONS))


_LABELS = MARKS.declare_test(_may_label_brand, among=BRAND_WORDS)


def clean_brand(text: str | None) -> str | None:
    """A brand without the words around it: "See more of brand: Valley", "Visit the Valley Store"."""
    if not text:
        return None
    behind = _BEHIND_LABEL.sub("", text).strip()
    visited = _VISITED.fullmatch(behind)
    return (visited[1].strip() if visited else behind) or None


def linked_brand(layout: Layout) -> str | None:
    """The text of a link to a brand's or maker's goods, near the headline; a menu's links stand above it."""
    near = layout.runs[layout.start : min(layout.start + _LINK_REACH, layout.end)]
    for run in near:
        if not 1 < len(run.text) <= _VALUE_LENGTH or _GENERIC.search(run.text):
            continue
        link = next((at for at in ancestors(run.element, 3) if at.tag == "a"), None)
        if link is not None and _MAKER_ADDRESS.search(link.value("href")):
            return run.text.strip(_COLONS)
    return None


def labelled_brand(layout: Layout) -> str | None:
    """ "品牌：示例" in one text, or a label and the text that follows it.

    A label without a colon must stand in an element named as a label, or alone with its value in one
    row: the heading of a filter ("Brand", then a list of brands) does not.
    """
    end = min(layout.start + _REACH, len(layout.runs))
    for position in layout.positions_marked(_LABELS):
        if not layout.start <= position < end:
            continue
        run = layout.runs[position]
        following = layout.runs[position + 1] if position + 1 < end else None
        line = _LINE.fullmatch(run.text)
        if line and is_brand_label(line[1]):
            return line[2].strip()
        if following is None or not is_brand_label(run.text.strip(_COLONS)):
            continue
        if _is_label(run) or _is_row(layout, position):
            value = following.text.strip(_COLONS)
            return value if 1 < len(value) <= _VALUE_LENGTH else None
    return None


def _is_row(layout: Layout, position: int) -> bool:
    """Do a text and the next one stand alone in one row, each in an element of its own?"""
    label, value = layout.runs[position].element, layout.runs[position + 1].element
    row = label.parent
    if row is None or row.tag not in _ROWS or value.parent is not row or label is value:
        return False
    return len(layout.document.runs_of(row)) == _PAIR


def _is_label(run: TextRun) -> bool:
    if run.text.rstrip().endswith((":", "：")):
        return True
    return any(_LABELLED.search(at.names) for at in ancestors(run.element, 2))
