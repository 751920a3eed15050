"""Name and value of an attribute (商品属性) out of one row of a table or list that states it."""

from __future__ import annotations

from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from crawler.extract.page.text import node_text

_MOST_CELLS = 12
"""Cells of one row that are read as pairs; a bound on the work that one row may cost."""
_TEXT_LENGTH = 600
"""Characters of a name or value that are read."""
MENU_LINKS = 3
"""Links beside a term from which they are a menu; chosen by hand."""
MENU_SHARE = 0.8
"""Share of the text beside a term that stands in links where it is a menu; chosen by hand."""
_EDGES = " :：\u200e\u200f"


def row_pairs(row: LexborNode) -> Iterator[str]:
    """`产地：巴彦淖尔` for each pair: a term with what stands beside it, cells two by two, or a line."""
    if row.tag == "dt":
        beside = row.next
        while beside is not None and (beside.is_text_node or beside.is_comment_node):
            beside = beside.next
        if beside is not None and beside.tag == "dd" and not _is_menu(row, beside):
            yield from _pair(row, beside)
        return
    cells = list(row.iter(include_text=False))[:_MOST_CELLS]
    is_row = row.tag == "tr" or (len(cells) == 2 and not _has_own_text(row))
    if not is_row:
        if text := node_text(row, _TEXT_LENGTH):
            yield text
        return
    for name, value in zip(cells[::2], cells[1::2], strict=False):
        yield from _pair(name, value)


def _is_menu(term: LexborNode, value: LexborNode) -> bool:
    """Is a term the heading of a menu, and what stands beside it its links? A brand may be a link, too."""
    links = value.css("a[href]")
    if not links or (len(links) < MENU_LINKS and term.css_first("a[href]") is None):
        return False
    linked = sum(len(node_text(link, _TEXT_LENGTH)) for link in links)
    return linked >= len(node_text(value, _TEXT_LENGTH)) * MENU_SHARE


def _pair(name: LexborNode, value: LexborNode) -> Iterator[str]:
    key = node_text(name, _TEXT_LENGTH).strip(_EDGES)
    text = node_text(value, _TEXT_LENGTH).lstrip(_EDGES)
    if key and text and not ({":", "："} & set(key)):
        yield f"{key}：{text}"


def _has_own_text(row: LexborNode) -> bool:
    return bool(row.text(deep=False).strip(_EDGES + "\n\t\r"))
