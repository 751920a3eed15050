"""The layout of a page: the headline, the main part behind it, the asides (related goods) at the end."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property

from crawler.extract.page.document import Document, TextRun
from crawler.extract.page.element import PageElement
from crawler.extract.page.heading import PageHeading
from crawler.extract.page.headline import find_headline
from crawler.extract.page.markup_names import ancestors
from crawler.extract.page.page import Page
from crawler.extract.page.text_marks import MARKS, declare_terms
from crawler.extract.page.visible_text import join_runs
from crawler.extract.visible.shop_words import ASIDE

SHORT = 90
"""A run of text up to this length may be a button or a label."""

SENTENCE = 200
"""A run of text up to this length may be a sentence that says something of the goods."""
_HOLDS_DIGIT = MARKS.declare_test(re.compile(r"\d").search)
_ASIDE_REACH = 3
"""Runs behind the headline that are no heading of related goods; chosen by hand."""
_ASIDE_LENGTH = 60
"""Characters of a heading of related goods; chosen by hand."""
declare_terms([ASIDE])


@dataclass(frozen=True)
class Layout:
    """The visible page in reading order."""

    document: Document
    headline: str | None
    """The name that the page puts above its content."""
    start: int
    """Index of the headline's first run; 0 where there is none."""
    has_headline: bool
    """The headline stands on the page; else it is only the document's title."""
    _marked_by_count: dict[int, list[tuple[int, int]]] = field(
        default_factory=dict, repr=False, compare=False
    )
    """Number of declared marks → what `_marked` gave then."""

    @property
    def runs(self) -> list[TextRun]:
        """The visible text in reading order."""
        return self.document.runs

    @cached_property
    def text(self) -> str:
        """The visible text as one."""
        return join_runs(self.runs)

    @cached_property
    def end(self) -> int:
        """Index of the first aside (related goods, recommendations) after the headline."""
        return self._first_aside()

    def _first_aside(self) -> int:
        runs = self.runs
        for position in self.positions_of_all(ASIDE):
            run = runs[position]
            behind = position >= self.start + _ASIDE_REACH and len(run.text) < _ASIDE_LENGTH
            if behind and ASIDE.match(run.text) and _is_heading(run.element):
                return position
        return len(runs)

    def positions_of(self, words: re.Pattern[str]) -> frozenset[int]:
        """Positions of the short runs in which a pattern is found."""
        runs = self.runs
        return frozenset([at for at in self.positions_of_all(words) if len(runs[at].text) <= SHORT])

    def positions_of_all(self, words: re.Pattern[str]) -> list[int]:
        """Positions of the runs up to `SENTENCE` characters in which a pattern is found, in order.

        Raises KeyError for a pattern that no module declared (`declare_terms`).
        """
        return self.positions_marked(MARKS.bit_of(words))

    def positions_marked(self, bits: int) -> list[int]:
        """Positions of the runs up to `SENTENCE` characters that bear one of some marks of `MARKS`, in order."""
        return [at for at, marks in self._marked() if marks & bits]

    @cached_property
    def numbered(self) -> list[int]:
        """Positions of the runs up to `SENTENCE` characters that hold a digit, in order."""
        return self.positions_marked(_HOLDS_DIGIT)

    def _marked(self) -> list[tuple[int, int]]:
        """Position and marks of the runs up to `SENTENCE` characters that hold anything declared so far."""
        count = MARKS.count
        if count not in self._marked_by_count:
            lengths = zip(self.runs, self.document.run_lengths, strict=True)
            texts = [run.text if length <= SENTENCE else "" for run, length in lengths]
            marked = [(at, marks) for at, marks in enumerate(MARKS.of(texts)) if marks]
            self._marked_by_count[count] = marked
        return self._marked_by_count[count]

    def run_behind(self, position: int) -> TextRun | None:
        """The run that follows one."""
        return self.runs[position + 1] if position + 1 < len(self.runs) else None

    @property
    def main(self) -> list[TextRun]:
        """From the headline to the first aside."""
        return self.runs[self.start : self.end]


def read_layout(page: Page, heading: PageHeading, name: str | None = None) -> Layout:
    """Find the headline and the main part behind it; `name` is what the page's own data call its goods."""
    document = page.document
    headline, element = find_headline(page, heading, name)
    if element is not None:
        start = next((run.position for run in document.runs_of(element)), 0)
    else:
        start = _position_of_text(document.runs, headline)
    return Layout(document, headline, start, element is not None)


def _position_of_text(runs: list[TextRun], headline: str | None) -> int:
    if not headline:
        return 0
    for run in runs:
        if headline in run.text or (len(run.text) > 8 and run.text in headline):
            return run.position
    return 0


_HEADS = re.compile(r"title|head|caption|carousel|recommend|related|similar", re.I)


def _is_heading(element: PageElement) -> bool:
    for at in ancestors(element, 3):
        if at.tag in ("h1", "h2", "h3", "h4", "h5", "h6", "dt", "caption", "legend"):
            return True
        if _HEADS.search(at.names):
            return True
    return False
