"""Name and value of an attribute (商品属性) out of one row of a table or list that states it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from selectolax.lexbor import LexborNode

from crawler.extract.page.text import node_text

_LINK = "a[href]"
_MOST_CELLS = 12
"""Cells of one row that are read as pairs; a bound on the work that one row may cost."""
_TEXT_LENGTH = 600
"""Characters of a name or value that are read."""
_MENU_LINKS = 3
"""Links beside a term from which they are a menu; chosen by hand."""
_MENU_SHARE = 0.8
"""Share of the text beside a term that stands in links where it is a menu; chosen by hand."""
_EDGES = " :：\u200e\u200f"
Node = TypeVar("Node")


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
        if text := _text(row):
            yield text
        return
    for name, value in zip(cells[::2], cells[1::2], strict=False):
        yield from _pair(name, value)


def is_link_menu(
    value: Node, links: Sequence[Node], text_of: Callable[[Node], str], *, is_term_linked: bool
) -> bool:
    """Are the links in what stands beside a term those of a menu: several of them, or below a term that is a
    link itself, and with most of the text? A brand or a category may be one link or several, too."""
    if not links or (len(links) < _MENU_LINKS and not is_term_linked):
        return False
    linked = sum(len(text_of(link)) for link in links)
    return linked >= len(text_of(value)) * _MENU_SHARE


def _is_menu(term: LexborNode, value: LexborNode) -> bool:
    """Is a term the heading of a menu, and what stands beside it its links?"""
    is_term_linked = term.css_first(_LINK) is not None
    return is_link_menu(value, value.css(_LINK), _text, is_term_linked=is_term_linked)


def _text(node: LexborNode) -> str:
    return node_text(node, _TEXT_LENGTH)


def _pair(name: LexborNode, value: LexborNode) -> Iterator[str]:
    key = _text(name).strip(_EDGES)
    text = _text(value).lstrip(_EDGES)
    if key and text and not ({":", "："} & set(key)):
        yield f"{key}：{text}"


def _has_own_text(row: LexborNode) -> bool:
    return bool(row.text(deep=False).strip(_EDGES + "\n\t\r"))
