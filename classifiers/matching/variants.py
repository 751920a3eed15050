"""Disguises (变形): what a mark can hide behind, written out as patterns with a cost.

Characters replaced by others that look or sound alike, and characters pushed in, are not written
out: `near_forms` seeks them.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from itertools import islice, product
from typing import NamedTuple

from classifiers.characters.confusion_table import Confusions, load_confusions
from classifiers.characters.english_words import is_english
from classifiers.characters.folding import fold
from classifiers.matching.costs import cost_of
from classifiers.matching.registration_numbers import is_sought_number
from classifiers.matching.tentative_variants import tentative_variants
from storage.base.disguises import Disguise


class VariantChannel(StrEnum):
    """Where a pattern is looked for."""

    PLAIN = "plain"
    LATIN = "latin"


class Pattern(NamedTuple):
    """One disguise of one form of a mark."""

    text: str
    """Folded, as the channel writes it."""
    how: Disguise
    cost: float
    """0 the mark itself, 1 hardly like it."""
    channel: VariantChannel = VariantChannel.PLAIN
    tentative: bool = False
    """Whether it counts only where a mark would stand, beside its goods."""


_WORD_RANK = 4
"""Rank (0..9, common_words) from which a turned mark is a word of the language and no disguise; by hand."""
_LATIN_SEPARATORS = "xol"
"""Letters that are put between characters as if they were symbols."""
_PINYIN_LETTERS = 4
"""Letters of the shortest pinyin: shorter ones are met by chance in model names; chosen by hand."""
_MOST_READINGS = 8
"""Most spellings of a mark whose characters have several readings; chosen by hand."""
_MIXED_UP_TO = 6
"""Characters of the longest mark whose every mixture of characters and pinyin is written out (2^n patterns)."""


def patterns(form: str, *, parted: bool = False) -> Iterator[Pattern]:
    """Every PLAIN and LATIN pattern of one registered form; `parted`: its first part is sought by itself
    as what it is (`sign_halves`).

    The same text may come with several costs.
    """
    folded = fold(form)
    if not folded:
        return
    yield Pattern(folded, Disguise.EXACT, 0.0)
    if is_sought_number(folded):
        return  # another digit makes another number
    table = load_confusions()
    if not folded.isascii() and all(c in table.readings or c.isascii() for c in folded):
        yield from _han_patterns(folded, table, parted=parted)
    elif folded.isascii() and len(folded) >= 4:
        yield from _latin_patterns(folded)


def _han_patterns(mark: str, table: Confusions, *, parted: bool) -> Iterator[Pattern]:
    if len(mark) < 2:
        return
    yield from _pinyin(mark, table)
    yield from _split(mark, table)
    yield from _order(mark, table)
    yield from _separating_letters(mark)
    yield from _omission(mark, table)
    for text, how, cost in tentative_variants(mark, table, parted=parted):
        if len(text) > 1:
            yield Pattern(text, how, cost, tentative=True)


def _pinyin(mark: str, table: Confusions) -> Iterator[Pattern]:
    readings = [table.readings.get(character, (character,)) for character in mark]
    syllables = [listed[0] for listed in readings]
    for joined in dict.fromkeys(islice(map("".join, product(*readings)), _MOST_READINGS)):
        if len(joined) >= _PINYIN_LETTERS:
            for text in {joined, joined.replace("v", "u"), joined.replace("v", "yu")}:
                yield Pattern(text, Disguise.PINYIN, _pinyin_cost(text))
    if len(mark) >= 4 and all(character in table.readings for character in mark):
        yield Pattern("".join(s[0] for s in syllables), Disguise.INITIALS, cost_of("initials"))
    for text in dict.fromkeys(_mixtures(mark, syllables)):
        yield Pattern(text, Disguise.MIXED_PINYIN, cost_of("pinyin.mixed"))
    for place, listed in enumerate(readings):
        for reading in listed[1:]:
            text = mark[:place] + reading + mark[place + 1 :]
            yield Pattern(text, Disguise.MIXED_PINYIN, cost_of("pinyin.mixed"))
    yield from _noted(mark, readings)


def _pinyin_cost(text: str) -> float:
    return cost_of("pinyin.long" if len(text) >= cost_of("pinyin.long-from") else "pinyin.short")


def _noted(mark: str, readings: list[tuple[str, ...]]) -> Iterator[Pattern]:
    """Pinyin written behind its characters, as if to help a reader (天tian赋fu河套)."""
    syllables = [listed[0] for listed in readings]
    pairs = zip(mark, syllables, strict=True)
    noted = [c if c == syllable else c + syllable for c, syllable in pairs]
    whole = ["".join(noted)]
    for place, listed in enumerate(readings[:-1]):
        whole += [mark[: place + 1] + reading + mark[place + 1 :] for reading in listed]
    for place in range(2, len(mark)):
        whole.append(mark[:place] + "".join(syllables[:place]) + mark[place:])
        whole.append("".join(noted[:place]) + mark[place:])
    for text in dict.fromkeys(whole):
        if text != mark:
            yield Pattern(text, Disguise.INSERTED_PINYIN, cost_of("pinyin.inserted"))


def _mixtures(mark: str, syllables: list[str]) -> Iterator[str]:
    if len(mark) <= _MIXED_UP_TO:
        for choice in product(*zip(mark, syllables, strict=True)):
            text = "".join(choice)
            if text != mark and not text.isascii():
                yield text
        return
    for place, syllable in enumerate(syllables):
        yield mark[:place] + syllable + mark[place + 1 :]


def _split(mark: str, table: Confusions) -> Iterator[Pattern]:
    """Characters written as two; a half that is a mere stroke (丿乚 for 儿) folds away."""
    whole = [
        [half for split in table.splits.get(character, ()) if _is_half(half := fold(split), table)]
        for character in mark
    ]
    for place, halves in enumerate(whole):
        for half in halves:
            text = mark[:place] + half + mark[place + 1 :]
            yield Pattern(text, Disguise.SPLIT, cost_of("split.one"))
    if sum(bool(halves) for halves in whole) > 1:
        text = "".join(h[0] if h else c for c, h in zip(mark, whole, strict=True))
        yield Pattern(text, Disguise.SPLIT, cost_of("split.all"))


def _is_half(half: str, table: Confusions) -> bool:
    """Whether a split is told by what is left of it; one character must be seldom met by itself."""
    return len(half) == 2 or (len(half) == 1 and table.bits(half) >= _SELDOM_BITS)


_SELDOM_BITS = 14
"""Bits from which a single half of a character is rare enough to stand for it; chosen by hand."""


def _order(mark: str, table: Confusions) -> Iterator[Pattern]:
    turned = {mark[::-1]}
    if len(mark) >= 3:
        turned |= {mark[place:] + mark[:place] for place in range(1, len(mark))}
    if len(mark) >= 4:
        turned |= {mark[:n] + mark[n + 1] + mark[n] + mark[n + 2 :] for n in range(len(mark) - 1)}
    reversed_cost = cost_of("reversed" if len(mark) > 2 else "reversed.two")
    for text in sorted(turned - {mark}):
        if table.words.get(text, 0) < _WORD_RANK:
            yield Pattern(text, Disguise.REVERSED, reversed_cost)


def _separating_letters(mark: str) -> Iterator[Pattern]:
    for letter in _LATIN_SEPARATORS:
        yield Pattern(letter.join(mark), Disguise.SEPARATED, cost_of("separators.letters"))


def _omission(mark: str, table: Confusions) -> Iterator[Pattern]:
    """One character left out: of a mark of four one inside it, since its ends are often words."""
    if len(mark) < 4:
        return
    for place in range(len(mark)) if len(mark) > 4 else range(1, len(mark) - 1):
        text = mark[:place] + mark[place + 1 :]
        if text not in table.words:
            yield Pattern(text, Disguise.OMISSION, cost_of("omission"))


_LATIN_TWINS = str.maketrans("0135789il|$@!u", "oleslbgllasalv")
"""Letters and digits that print alike, made one; both the mark and the text are written so."""


def latin_skeleton(folded: str) -> str:
    return folded.translate(_LATIN_TWINS)


_LATIN_PAIRS = (("rn", "m"), ("vv", "w"), ("cl", "d"))
"""Two letters that print like one."""


def _latin_patterns(mark: str) -> Iterator[Pattern]:
    skeleton = latin_skeleton(mark)
    yield Pattern(skeleton, Disguise.LATIN, cost_of("latin"), VariantChannel.LATIN)
    for pair in _LATIN_PAIRS:
        for letters, print_twin in (pair, pair[::-1]):
            if letters in mark:
                twin = latin_skeleton(mark.replace(letters, print_twin))
                yield Pattern(twin, Disguise.LATIN, cost_of("latin"), VariantChannel.LATIN)
    if len(mark) < 6:
        return
    for place in range(1, len(skeleton)):
        yield Pattern(
            skeleton[:place] + skeleton[place + 1 :],
            Disguise.OMISSION,
            cost_of("omission.latin"),
            VariantChannel.LATIN,
            tentative=is_english(mark[:place] + mark[place + 1 :]),
        )
        yield Pattern(
            skeleton[:place] + skeleton[place - 1 :],
            Disguise.LATIN,
            cost_of("latin.doubled"),
            VariantChannel.LATIN,
        )
