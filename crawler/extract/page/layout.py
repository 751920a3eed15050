"""The layout of a page: the headline, the main part behind it, the asides (related goods) at the end."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property

from selectolax.lexbor import LexborNode

from crawler.extract.page.heading import Heading
from crawler.extract.page.headline import find_headline
from crawler.extract.page.markup_names import ancestors, element_names
from crawler.extract.page.page import Page
from crawler.extract.page.term_search import ShortTexts
from crawler.extract.page.visible_text import TextRun, join_runs, text_runs
from crawler.extract.visible.shop_words import ASIDE

SHORT = 90
"""A run of text up to this length may be a button or a label."""


@dataclass(frozen=True)
class Layout:
    """The visible page in reading order."""

    runs: list[TextRun]
    headline: str | None
    """The name that the page puts above its content."""
    start: int
    """Index of the headline's first run; 0 where there is none."""
    has_headline: bool
    """The headline stands on the page; else it is only the document's title."""
    end: int
    """Index of the first aside (related goods, recommendations) after it."""
    _positions: dict[re.Pattern[str], frozenset[int]] = field(
        default_factory=dict, repr=False, compare=False
    )

    @property
    def text(self) -> str:
        return join_runs(self.runs)

    def positions_of(self, words: re.Pattern[str]) -> frozenset[int]:
        """Positions of the short runs in which a pattern is found; each pattern is searched once."""
        if words not in self._positions:
            places, texts = self._short
            self._positions[words] = frozenset(places[at] for at in texts.search(words))
        return self._positions[words]

    @cached_property
    def _short(self) -> tuple[list[int], ShortTexts]:
        short = [run for run in self.runs if len(run.text) <= SHORT]
        return [run.position for run in short], ShortTexts([run.text for run in short])

    @property
    def main(self) -> list[TextRun]:
        """From the headline to the first aside."""
        return self.runs[self.start : self.end]


def read_layout(page: Page, heading: Heading) -> Layout:
    """Walk the visible page once and find its headline and its main part."""
    runs = text_runs(page)
    headline, node = find_headline(page, heading)
    start = _position_of_node(runs, node) if node is not None else _position_of_text(runs, headline)
    return Layout(runs, headline, start, node is not None, _main_end(runs, start))


def text_sizes(runs: list[TextRun], climb: int) -> Counter[int]:
    """Characters that the elements around each run show, by the identity of the element.

    Counted from the runs: the text of an element itself may be the whole of a hostile page.
    """
    sizes: Counter[int] = Counter()
    for run in runs:
        size = len(run.text)
        current: LexborNode | None = run.node
        for _ in range(climb):
            if current is None:
                break
            sizes[current.mem_id] += size
            current = current.parent
    return sizes


def _position_of_node(runs: list[TextRun], node: LexborNode) -> int:
    node_id = node.mem_id
    for run in runs:
        if any(at.mem_id == node_id for at in ancestors(run.node)):
            return run.position
    return 0


def _position_of_text(runs: list[TextRun], headline: str | None) -> int:
    if not headline:
        return 0
    for run in runs:
        if headline in run.text or (len(run.text) > 8 and run.text in headline):
            return run.position
    return 0


def _main_end(runs: list[TextRun], start: int) -> int:
    for run in runs[start + 3 :]:
        if len(run.text) < 60 and ASIDE.match(run.text) and _is_heading(run.node):
            return run.position
    return len(runs)


_HEADS = re.compile(r"title|head|caption|carousel|recommend|related|similar", re.I)


def _is_heading(node: LexborNode) -> bool:
    for at in ancestors(node, 3):
        if (at.tag or "") in ("h1", "h2", "h3", "h4", "h5", "h6", "dt", "caption", "legend"):
            return True
        if _HEADS.search(element_names(at)):
            return True
    return False
