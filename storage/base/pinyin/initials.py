"""拼音首字母: a name as somebody types it who types only the first letter of each character.

`initials.txt` is built by `tools/pinyin/build.py`. Phrases are not known, so a character with two usual
readings counts with either (重庆 is `cq` and `zq`).
"""

from __future__ import annotations

from functools import cache, lru_cache
from itertools import islice, product
from pathlib import Path

TABLE = Path(__file__).with_name("initials.txt")
MOST_READINGS = 2
"""Readings of one character that count; chosen by hand: the third is rare in names."""
_MOST_SPELLINGS = 8
"""Spellings of one name that are kept; chosen by hand: three characters with two readings."""
_LONGEST = 24
"""Characters of a name that are spelt; chosen by hand, longer than a name that anybody types."""


@lru_cache(maxsize=4096)
def initials_of(name: str) -> str:
    """Each spelling of a name by its initials, with spaces between: `cqhg zqhg` for 重庆火锅.

    Latin letters and digits stand for themselves; all else is left out. Empty where nothing is left.
    """
    letters = [_letters(character) for character in name[:_LONGEST].lower()]
    spellings = product(*(options for options in letters if options))
    texts = dict.fromkeys(map("".join, islice(spellings, _MOST_SPELLINGS)))
    return " ".join(text for text in texts if text)


def is_initials(words: str) -> bool:
    """Whether somebody may have typed initials: Latin letters and digits alone, a letter among them."""
    return words.isascii() and words.isalnum() and not words.isdigit()


def _letters(character: str) -> str:
    if character.isascii():
        return character if character.isalnum() else ""
    return _table().get(character, "")


@cache
def _table() -> dict[str, str]:
    lines = (line.split() for line in TABLE.read_text("utf-8").splitlines())
    return {character: initials for initials, row in lines for character in row}
