"""Folding: texts brought to one form before marks are looked for in them.

Width, case, accents, look-alike letters of other alphabets, traditional and variant characters
become one; everything that is neither letter nor digit (spaces, symbols, emoji, flags, zero-width
characters) falls out, because sellers write "透/析原/液". Spans are mapped back to the original.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import compress

import numpy as np
from numpy.typing import NDArray

from classifiers.characters.confusion_table import load_confusions
from classifiers.characters.flags import flags_as_signs

Places = NDArray[np.int32]
"""Positions in a text: int32 of shape (n,)."""

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
_STROKES = frozenset("の丨丶丿亅ㄧㄨ丄〡ーヽヾㆍᆞㅡㅣ")
"""Letters to Unicode, but sellers use them as separators."""
_LETTER_NAME = re.compile(
    r"""
    (?:SQUARED|CIRCLED|SYMBOL)[ ]           # the frame
    (?:LATIN[ ])?(?:CAPITAL[ ])?LETTER[ ]
    ([A-Z])$                                # the letter in it
    """,
    re.VERBOSE,
)
"""Unicode's name of a framed letter."""


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
    """🅰 and 🇦 are symbols to Unicode and letters to a reader; two 🇦 that show a flag are none (`flags`)."""
    match = _LETTER_NAME.search(unicodedata.name(character, ""))
    return match[1].lower() if match else ""


@cache
def fold_table() -> dict[int, str]:
    """For `str.translate`: the fast way for texts that are only scanned."""
    return _Fold()


class _Lengths(dict[int, str]):
    """Code point → the character whose code is the length of the folded text."""

    def __missing__(self, code: int) -> str:
        self[code] = length = chr(len(fold_table()[code]))
        return length


@cache
def _length_table() -> dict[int, str]:
    return _Lengths()


def fold(text: str) -> str:
    return _fold_word(text) if len(text) <= _WORD else _translated(text)


@lru_cache(maxsize=1 << 15)
def _fold_word(text: str) -> str:
    return _translated(text)


def _translated(text: str) -> str:
    return flags_as_signs(text).translate(fold_table())


_WORD = 12
"""Characters up to which a text is mostly a word that is folded again and again; chosen by hand."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Folded:
    """A folded text that remembers where every character came from."""

    source: str
    text: str

    @cached_property
    def origin(self) -> Places:
        """For every character of `text`, its place in `source`; worked out where it is asked for."""
        return np.repeat(np.arange(len(self.source), dtype=np.int32), self._traits // _LENGTH)

    @cached_property
    def places(self) -> list[int]:
        """The same as a list; of a short text without the detour over an array."""
        if len(self.source) > _SHORT:
            listed: list[int] = self.origin.tolist()
            return listed
        signs = flags_as_signs(self.source)
        lengths = signs.translate(_length_table()).encode("latin-1")
        if lengths.translate(None, b"\0\1"):  # some character folds to several
            return [place for place, length in enumerate(lengths) for _ in range(length)]
        return list(compress(range(len(lengths)), lengths))

    @cached_property
    def _traits(self) -> NDArray[np.uint8]:
        return _traits_of(flags_as_signs(self.source))

    def touched(self, start: Places, end: Places) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """For folded ranges, given by arrays of shape (n,): whether a letter or digit stands directly before,
        and behind, each; two bool arrays of shape (n,)."""
        runs = np.append(self._traits & _RUNS_ON, 0).astype(bool)
        first, last = self.origin[start], self.origin[end - 1] + 1
        return (first > 0) & runs[first - 1], runs[last]

    @cached_property
    def phrase_starts(self) -> Places:
        """The places of `text` before which no letter or digit stands in the source; int32 of shape (n,)."""
        places = np.arange(len(self.text), dtype=np.int32)
        before, _ = self.touched(places, places + 1)
        return np.flatnonzero(~before).astype(np.int32)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original half-open span of the folded range."""
        return int(self.origin[start]), int(self.origin[end - 1]) + 1


@lru_cache(maxsize=64)
def fold_with_origin(source: str) -> Folded:
    return Folded(source=source, text=fold(source))


_SHORT = 100
"""Characters up to which a list is made faster than an array; chosen by hand."""
_UNMET = 255
"""Mark of a code point that was not met yet; no character folds to 127."""
_LENGTH, _RUNS_ON = 2, 1
"""Parts of a trait: twice the length of the folded text, plus one for letters and digits."""


@cache
def _traits() -> NDArray[np.uint8]:
    """uint8 of shape (code points,): the traits of each, _UNMET where not computed yet."""
    return np.full(sys.maxunicode + 1, _UNMET, dtype=np.uint8)


def _traits_of(source: str) -> NDArray[np.uint8]:
    codes = np.frombuffer(source.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    traits_by_code, table = _traits(), fold_table()
    traits: NDArray[np.uint8] = traits_by_code[codes]
    unmet = traits == _UNMET
    if not unmet.any():
        return traits
    for code in np.unique(codes[unmet]).tolist():
        traits_by_code[code] = len(table[code]) * _LENGTH + chr(code).isalnum() * _RUNS_ON
    return traits_by_code[codes]


def is_chinese_character(character: str) -> bool:
    """Is it one of the common Chinese characters (CJK Unified Ideographs)? No text is none."""
    return "\u4e00" <= character <= "\u9fff"


def is_latin_letter(character: str) -> bool:
    """Whether it is one of a–z, A–Z; false for an empty text."""
    return character.isascii() and character.isalpha()
