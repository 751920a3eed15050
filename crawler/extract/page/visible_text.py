"""The visible text of a page, walked once and kept in order with the elements it stands in."""

from __future__ import annotations

from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from crawler.extract.page.page import Page
from crawler.extract.page.text import HIDDEN_TAGS, clean_text

_SKIPPED = frozenset({*HIDDEN_TAGS, "head", "select", "textarea", "object", "canvas", "math"})
_LIMIT = 20_000


@dataclass(frozen=True, slots=True)
class TextRun:
    """One run of visible text."""

    text: str
    node: LexborNode
    """The element it stands in."""
    at: int
    """Its place in the order of the page."""


def text_runs(page: Page) -> list[TextRun]:
    """Visible runs of text in document order, without recursion (hostile pages nest deeply)."""
    found: list[TextRun] = []
    node = page.tree.body
    while node is not None:
        inner = None if node.tag in _SKIPPED else node.first_child
        if node.is_text_node and node.parent is not None:
            text = (node.text_content or "").strip()
            if text:
                found.append(TextRun(clean_text(text, 4000), node.parent, len(found)))
                if len(found) >= _LIMIT:
                    break
        node = inner or _after(node)
    return found


def _after(node: LexborNode) -> LexborNode | None:
    at: LexborNode | None = node
    while at is not None:
        if at.tag == "body":
            return None
        if at.next is not None:
            return at.next
        at = at.parent
    return None


def join_runs(found: list[TextRun], limit: int = 20_000) -> str:
    """The runs joined into one text."""
    joined: list[str] = []
    size = 0
    for piece in found:
        joined.append(piece.text)
        size += len(piece.text) + 1
        if size > limit:
            break
    return " ".join(joined)[:limit]
