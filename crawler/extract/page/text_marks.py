"""What short texts hold (文字标记): terms and further signs, each text searched once in a process.

Eleven readers look for their words in the texts of a page. A reader declares its terms when its module
is loaded; one pass over a page's texts marks them with all that was declared, and the readers go
through the marked ones alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from crawler.extract.page.searched_texts import SearchedTexts
from crawler.extract.page.term_search import ShortTexts


class TextMarks:
    """Marks of texts: one bit for each term or test that was declared."""

    def __init__(self) -> None:
        self._terms: dict[re.Pattern[str], int] = {}
        self._tests: dict[Callable[[str], object], _Test] = {}
        self._texts = SearchedTexts(self._searched)

    def declare_term(self, words: re.Pattern[str]) -> int:
        """The bit of texts in which a pattern is found."""
        if words not in self._terms:
            self._terms[words] = 1 << self.count
            self._texts.forget()  # after it: a thread that reads a page meanwhile may not keep marks without it
        return self._terms[words]

    def declare_test(
        self, test: Callable[[str], object], among: re.Pattern[str] | None = None
    ) -> int:
        """The bit of texts that pass a test, which looks at nothing but the text; in each of them `among` is
        found, so that the others need no test."""
        if test not in self._tests:
            self._tests[test] = _Test(1 << self.count, among)
            self._texts.forget()
        return self._tests[test].bit

    def bit_of(self, words: re.Pattern[str]) -> int:
        """The bit of a term; raises KeyError for one that nobody declared."""
        return self._terms[words]

    @property
    def count(self) -> int:
        """How many terms and tests were declared so far."""
        return len(self._terms) + len(self._tests)

    def of(self, texts: Sequence[str]) -> list[int]:
        """The marks of each text, in order."""
        return self._texts.of(texts)

    def _searched(self, texts: Sequence[str]) -> list[int]:
        marks = [0] * len(texts)
        joined = ShortTexts(texts)
        for words, bit in list(self._terms.items()):  # a module may be loaded meanwhile
            for at in joined.search(words):
                marks[at] |= bit
        for test, (bit, among) in list(self._tests.items()):
            for at in range(len(texts)) if among is None else joined.likely(among):
                if test(texts[at]):
                    marks[at] |= bit
        return marks


class _Test(NamedTuple):
    bit: int
    among: re.Pattern[str] | None


MARKS = TextMarks()
"""Those of all pages that this process reads."""


def declare_terms(patterns: Iterable[re.Pattern[str]]) -> None:
    """Declare the terms that a module looks for, once, when it is loaded."""
    for words in patterns:
        MARKS.declare_term(words)
