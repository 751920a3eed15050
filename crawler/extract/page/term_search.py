"""Search of patterns in many short texts (找词): one pass over all of them, then one search in each hit.

The words of many countries make long alternations, and Python tries each of them at every
character: thousands of searches took half of a page's time. A linear-time engine looks through
all texts at once with a wider form of the pattern (no word boundaries, no look-around); the pattern
itself is then searched in the texts that it hits, so that the answer is the same.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate

import re2

_BETWEEN = "\x1f\x1f"
"""No text that was cleaned for storage holds it, and no pattern matches across it; two characters,
so that one may be the end of a match and the other the beginning of the next."""
_NO_LETTER_BEFORE = re.compile(r"\(\?<!\[([^\]^]+)\]\)")
_NO_LETTER_BEHIND = re.compile(r"\(\?!\[([^\]^]+)\]\)")
_LOOK_AROUND = re.compile(r"\(\?(?:<?!|=)(?:[^()\\]|\\.)*\)")
_LETTER = r"[\pL\pN\pM_]"
_RE2_MEMORY = 64 * 2**20
"""Bytes that RE2 may use for one pattern (its default: 8 MiB); chosen by hand."""


class ShortTexts:
    """Texts of one line each, cleaned, joined for searching."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts
        self._joined = _with_dots(_BETWEEN.join(texts)).encode("utf-8", "replace")
        ends = accumulate(map(len, self._joined.split(_BETWEEN.encode())))
        self._ends = [end + 2 * at for at, end in enumerate(ends, 1)]

    def search(self, pattern: re.Pattern[str]) -> frozenset[int]:
        """Places of the texts in which the pattern is found."""
        return frozenset(at for at in self.likely(pattern) if pattern.search(self._texts[at]))

    def likely(self, pattern: re.Pattern[str]) -> frozenset[int]:
        """Places of the texts in which the pattern is found, and perhaps of some others."""
        if not self._texts:
            return frozenset()
        ends, matches = self._ends, _wider(pattern.pattern).finditer(self._joined)
        return frozenset([bisect_right(ends, match.end() - 1) for match in matches])


def finds(pattern: re.Pattern[str], text: str) -> bool:
    """Is a pattern found in a long text of cleaned ones? A quick look before the careful one."""
    encoded = _with_dots(text).encode("utf-8", "replace")
    return _wider(pattern.pattern).search(encoded) is not None and bool(pattern.search(text))


def _with_dots(text: str) -> str:
    """Python takes a Turkish i without its dot for an i when case is ignored; RE2 does not."""
    return text if text.isascii() else text.replace("ı", "i").replace("İ", "i")


@lru_cache(maxsize=64)
def _wider(pattern: str) -> re2._Regexp[bytes]:
    """A pattern of RE2 that matches wherever this one does, and in some places more."""
    options = re2.Options()
    options.case_sensitive = False
    options.max_mem = _RE2_MEMORY
    wide = _NO_LETTER_BEFORE.sub(r"(?:^|[^\1])", _with_dots(pattern))
    wide = _LOOK_AROUND.sub("", _NO_LETTER_BEHIND.sub(r"(?:[^\1]|$)", wide))
    wide = wide.replace(r"\b", "").replace(r"\w", _LETTER).replace(r"\d", r"\pN")
    return re2.compile(wide.encode(), options)
