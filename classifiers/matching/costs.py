"""Costs of disguises (变形代价), and the bits that a near form must tell.

A cost is between 0, the mark itself, and 1, hardly like it. Bits are explained in
`characters.alphabet`.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from classifiers.characters.confusion_table import (
    NEAR_SYLLABLE,
    ONE_LETTER,
    SAME_SYLLABLE,
    SAME_TONE,
)
from classifiers.tuned_number import BY_HAND, TunedNumber, markdown_table

_ON_TITLES = f"{BY_HAND}, with benchmarks.variants and benchmarks.false_alarms"


def _cost(value: float, meaning: str, origin: str = BY_HAND) -> TunedNumber:
    return TunedNumber(value=value, unit="cost", meaning=meaning, origin=origin)


def _bits(value: float, meaning: str) -> TunedNumber:
    return TunedNumber(value=value, unit="bits", meaning=meaning, origin=_ON_TITLES)


def _share(value: float, meaning: str) -> TunedNumber:
    return TunedNumber(value=value, unit="share", meaning=meaning, origin=_ON_TITLES)


def _characters(value: float, meaning: str) -> TunedNumber:
    return TunedNumber(value=value, unit="characters", meaning=meaning, origin=_ON_TITLES)


COSTS: Mapping[str, TunedNumber] = MappingProxyType(
    {
        "script": _cost(0.02, "traditional or variant characters, look-alike letters"),
        "separators": _cost(0.05, "symbols between characters"),
        "separators.letters": _cost(0.1, "x, o or l between characters as if a symbol"),
        "pinyin.long": _cost(0.15, "the whole mark in pinyin of eight letters and more"),
        "pinyin.short": _cost(0.35, "the same of fewer letters, which chance writes too"),
        "pinyin.long-from": TunedNumber(value=8, unit="letters", meaning="what long means"),
        "pinyin.mixed": _cost(0.1, "some characters in pinyin or by a homophone syllable"),
        "pinyin.inserted": _cost(0.05, "pinyin behind its characters"),
        "initials": _cost(0.5, "first letters of the pinyin"),
        "split.one": _cost(0.15, "one character written as two"),
        "split.all": _cost(0.2, "all that can be split"),
        "reversed": _cost(0.3, "characters in another order"),
        "reversed.two": _cost(0.5, "the same of a mark of two"),
        "turned-and-sounding": _cost(0.6, "both halves turned and one character of the same sound"),
        "half": _cost(0.5, "the first half of a coined mark, or more of it, alone"),
        "omission": _cost(0.6, "one character left out"),
        "omission.latin": _cost(0.4, "one letter left out"),
        "latin": _cost(0.2, "letters and digits that print alike"),
        "latin.doubled": _cost(0.3, "one letter doubled"),
        "tentative": _cost(0.5, "least that a likeness costs which its surroundings must bear out"),
        "tentative.most": _cost(0.8, "most that it costs"),
        "latin.likely": _share(0.1, "of a Latin mark may differ wherever it stands"),
        "latin.likely-from": TunedNumber(value=6, unit="letters", meaning="shortest such mark"),
        "latin.possible": _share(0.2, "of a Latin mark may differ beside its goods"),
        "latin.possible-short": _share(0.16, "of one of three or four letters"),
        "latin.possible-english": _cost(0.6, "letters that may differ in an English word"),
        "latin.possible-words": _cost(0.5, "the same where the mark is an English word too"),
        "whole.added": _cost(0.5, "a word before or behind a Latin mark in a name read as a whole"),
        "whole.letters": _cost(0.55, "letters of such a name that differ from the mark's"),
        "whole.characters": _cost(0.55, "a character of such a name that differs, or is left out"),
        "whole.apart": _share(0.25, "of the letters that may differ in such a name"),
        "whole.apart-long-head": _share(0.32, "the same where four letters at the head agree"),
        "whole.apart-both-ends": _share(0.36, "the same where both ends agree"),
        "whole.spoken": _share(
            0.16, "of the letters as they are spoken that may differ in such a name"
        ),
        "whole.kept": _share(
            0.6, "of the characters of a mark or such a name that both have in their order"
        ),
        "chance-from": _cost(
            0.25, "from here a likeness amid other words, on other goods, is chance"
        ),
        "part": _cost(0.7, "one part of a sign of two alone"),
        "added": _cost(
            0.1, "a character or a word before or behind that makes a longer name of it"
        ),
        "parts": _cost(
            0.15, "both parts, with other words between or a narrower word for the goods"
        ),
        "parts.each": _cost(0.02, "for each character between"),
        "parts.shorter": _cost(0.1, "where a single character stands for the goods"),
        "parts.apart": _cost(0.4, "both parts in other order or in two fields"),
        "parts.halves": _cost(0.4, "both halves of a word, with other words between"),
        "infix.usual": _cost(0.3, "a character pushed in that sellers use so"),
        "infix.other": _cost(0.4, "any other character pushed in"),
        "infix.two": _cost(0.5, "a character pushed into a mark of two"),
        "sound.same-syllable": _cost(SAME_SYLLABLE, "a character of the same syllable"),
        "sound.near-syllable": _cost(NEAR_SYLLABLE, "of one that many do not tell apart"),
        "sound.one-letter": _cost(ONE_LETTER, "of one that a slip of a key makes"),
        "sound.same-tone": _cost(
            -SAME_TONE,
            "less where the tone agrees",
            "measured on words that differ in one character",
        ),
        "replaced": _cost(1.0, "a character that nobody would take for the mark's"),
        "replaced.spread": TunedNumber(
            value=1.5,
            unit="factor",
            meaning="costs of pairs are shared by the mark's length, times this",
        ),
        "replaced.most-3": _cost(0.65, "most that several replaced characters of three may cost"),
        "replaced.most-each": _cost(0.27, "the same of longer marks, for each of their characters"),
        "alike-up-to": _cost(
            0.25, "up to here a near form that tells much is read amid any words", _ON_TITLES
        ),
        "enough-2": _bits(11.5, "what a near form of a mark of two must tell to be rare by chance"),
        "enough-3": _bits(16.5, "the same of a mark of three"),
        "enough-long": _bits(20.0, "the same of longer marks"),
        "enough-unchanged": _bits(27.0, "what is left of four and more, one character being any"),
        "enough-whole": _bits(22.0, "what the characters that a name shares with a mark must tell"),
        "enough-tentative-2": _bits(9.0, "what a tentative form of a mark of two must tell"),
        "tentative-runs-on": _bits(2.5, "more where a mark of two runs on into the next word"),
        "enough-tentative-3": _bits(13.0, "the same of a mark of three"),
        "enough-tentative-long": _bits(15.0, "the same of longer marks"),
        "enough-infix-2": _bits(12.0, "what a mark of two must tell to be sought with an infix"),
        "enough-infix-3": _bits(18.0, "the same of a mark of three"),
        "enough-infix-long": _bits(20.0, "the same of longer marks"),
        "any-infix": _bits(10.0, "more where the infix is none that sellers use"),
        "pair-likeness": _bits(5.0, "likeness below which a mark of two has no replacement"),
        "embedded": _bits(3.0, "more where characters run on before and behind"),
        "sure": _bits(7.0, "beyond enough, from which a mark of three is no chance amid words"),
        "torn-up-to": _characters(3, "longest mark whose near form may be pieces of two words"),
    }
)
"""By kind of disguise (`storage.base.disguises`) and, behind the dot, the case."""


def cost_of(name: str) -> float:
    """The value of one entry. Raises KeyError for a name that the table lacks."""
    return COSTS[name].value


def costs_table() -> str:
    """All costs as Markdown, for the model card."""
    return markdown_table(COSTS)
