"""The visible text of a page, walked once and kept in order with the elements it stands in."""

from __future__ import annotations

from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from crawler.extract.page.page import Page
from crawler.extract.page.text import HIDDEN_TAGS, clean_text

_SKIPPED = frozenset({*HIDDEN_TAGS, "head", "select", "textarea", "object", "canvas", "math"})
_MOST_RUNS = 20_000
"""Runs of visible text; a bound on the work that one page may cost."""


@dataclass(frozen=True, slots=True)
class TextRun:
    """One run of visible text."""

    text: str
    node: LexborNode
    """The element it stands in."""
    position: int
    """Its place in the order of the page."""


def text_runs(page: Page) -> list[TextRun]:
    """Visible runs of text in document order, without recursion (hostile pages nest deeply)."""
    runs: list[TextRun] = []
    node = page.tree.body
    while node is not None:
        inner = None if node.tag in _SKIPPED else node.first_child
        if node.is_text_node and node.parent is not None:
            text = (node.text_content or "").strip()
            if text:
                runs.append(TextRun(clean_text(text, 4000), node.parent, len(runs)))
                if len(runs) >= _MOST_RUNS:
                    break
        node = inner or _after(node)
    return runs


def _after(node: LexborNode) -> LexborNode | None:
    current: LexborNode | None = node
    while current is not None:
        if current.tag == "body":
            return None
        if current.next is not None:
            return current.next
        current = current.parent
    return None


def join_runs(runs: list[TextRun], limit: int = 20_000) -> str:
    """The runs joined into one text."""
    texts: list[str] = []
    size = 0
    for run in runs:
        texts.append(run.text)
        size += len(run.text) + 1
        if size > limit:
            break
    return " ".join(texts)[:limit]
