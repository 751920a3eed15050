"""Folding: texts brought to one form before marks are looked for in them.

Width, case, accents, look-alike letters of other alphabets, traditional and variant characters
become one; everything that is neither letter nor digit (spaces, symbols, emoji, zero-width
characters) falls out, because sellers write "透/析原/液". Spans are mapped back to the original.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from classifiers.confusions.table import load_confusions

FIELD_END = "\ue000"
TEXT_END = "\ue001"
"""Private-use characters that survive folding: no match reaches across them."""

# Letters of other alphabets that print like Latin ones, and kana that print like characters.
_LOOK_ALIKES = dict(
    zip(
        "аеорсухікмтвнѕјԁոցɡαβεηικμνορτυχωᴀʙᴄᴅᴇɢʜɪᴊᴋʟᴍɴᴏᴘʀᴛᴜᴠᴡʏᴢØøĐđŁłıℓカロニエタトハミ",
        "aeopcyxikmtbhsjdnggabenikmvoptuxwabcdeghijklmnoprtuvwyzooddllil力口二工夕卜八三",
        strict=True,
    )
)
_STROKES = frozenset("丨丶丿亅ㄧㄨ丄〡ーヽヾㆍᆞㅡㅣ")
"""Letters to Unicode, but sellers use them as separators."""
_LETTER_NAME = re.compile(r"(?:SQUARED|CIRCLED|SYMBOL) (?:LATIN )?(?:CAPITAL )?LETTER ([A-Z])$")


class _Fold(dict[int, str]):
    """Code point → folded text, worked out when a character is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold_character(chr(code))
        return folded


def _fold_character(character: str) -> str:
    if character in (FIELD_END, TEXT_END):
        return character
    if character in _STROKES:
        return ""
    variants = load_confusions().variants
    spelt = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", character)).casefold()
    folded = (_LOOK_ALIKES.get(character) or "".join(_LOOK_ALIKES.get(c, c) for c in spelt)).lower()
    folded = "".join(variants.get(c, c) for c in folded if c.isalnum())
    return folded or _letter_symbol(character)


def _letter_symbol(character: str) -> str:
    """🅰 and 🇦 are symbols to Unicode and letters to a reader."""
    found = _LETTER_NAME.search(unicodedata.name(character, ""))
    return found[1].lower() if found else ""


@cache
def fold_table() -> dict[int, str]:
    """For `str.translate`: the fast way for texts that are only scanned."""
    return _Fold()


def fold(text: str) -> str:
    return text.translate(fold_table())


@dataclass(frozen=True, kw_only=True, eq=False)
class Folded:
    """A folded text that remembers where every character came from."""

    source: str
    text: str
    origin: NDArray[np.int64]
    """For every character of `text`, its place in `source`."""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original half-open span of the folded range."""
        return int(self.origin[start]), int(self.origin[end - 1]) + 1


@lru_cache(maxsize=64)
def fold_with_origin(source: str) -> Folded:
    text = fold(source)
    table = fold_table()
    lengths = [len(table[ord(character)]) for character in source]
    return Folded(source=source, text=text, origin=np.repeat(np.arange(len(source)), lengths))
