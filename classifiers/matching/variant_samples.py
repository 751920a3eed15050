"""Samples of disguises (变形样例), for `hubiao variants`: what the matcher recognises of a mark."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from classifiers.characters.confusion_table import load_confusions
from classifiers.characters.folding import fold
from classifiers.matching.matcher import compile_matcher
from classifiers.matching.near_forms import INFIXES
from classifiers.matching.variants import VariantChannel, patterns
from storage.base.disguises import Disguise
from storage.base.errors import BadInput
from storage.records import Right

_EACH = 12
"""Samples of one kind, chosen by hand; the set of most kinds is open."""
_SEPARATORS = (" ", "/", "·", "*", "-", "_", "|", ".", "🔥", "\u200b")
_ANY = "某"
"""Stands for any character in samples."""
_LATIN_LENGTH = 4
"""Letters from which a Latin mark has print twins in `variants`."""
_PREFIXES, _SUFFIXES = ("新", "正宗", "老"), ("源", "牌", "王")


def sample_variants(text: str) -> Iterator[dict[str, str]]:
    """`{"variant", "how"}` lines, each kind's likest first. Raises BadInput on an empty mark.

    Only what the matcher finds is listed: of a short mark of common characters less than of others.
    """
    folded = fold(text)
    if not folded:
        raise BadInput("mark.no-character", text=text)
    matcher = compile_matcher([Right(id="mark", text=text)])
    written = {text}
    counts: Counter[str] = Counter()
    for variant, how in _all(text, folded):
        if variant not in written and counts[how] < _EACH and matcher.find(variant):
            written.add(variant)
            counts[how] += 1
            yield {"variant": variant, "how": how}


def _all(text: str, folded: str) -> Iterator[tuple[str, str]]:
    yield from _written(text, folded)
    if len(folded) == 1:
        yield f"【{text}】", Disguise.EXACT.value
    for mark in _SEPARATORS:
        yield mark.join(folded), Disguise.SEPARATED.value
    for word in _PREFIXES:
        yield word + text, "prefix"
    for word in _SUFFIXES:
        yield text + word, "suffix"
    for pattern in sorted(patterns(text), key=lambda p: p.cost):
        if pattern.how is not Disguise.EXACT and pattern.channel is VariantChannel.PLAIN:
            yield pattern.text, pattern.how.value
    yield from _spaced_pinyin(folded)
    yield from _pushed_in(folded)
    yield from _confused(folded)
    yield from _latin_twins(folded)


def _written(text: str, folded: str) -> Iterator[tuple[str, str]]:
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)
    for variant in (wide, text.upper(), text.lower(), text.title()):
        yield variant, Disguise.WIDTH.value
    back: dict[str, list[str]] = {}
    for variant, standard in load_confusions().variants.items():
        back.setdefault(standard, []).append(variant)
    for place, character in enumerate(folded):
        for variant in back.get(character, ())[:4]:
            yield folded[:place] + variant + folded[place + 1 :], Disguise.SCRIPT.value


def _spaced_pinyin(folded: str) -> Iterator[tuple[str, str]]:
    readings = load_confusions().readings
    if len(folded) > 1 and all(c in readings for c in folded):
        syllables = [readings[c][0] for c in folded]
        yield " ".join(syllables), Disguise.PINYIN.value
        yield "".join(syllables).upper(), Disguise.PINYIN.value


def _pushed_in(folded: str) -> Iterator[tuple[str, str]]:
    for infix in INFIXES[:_EACH]:
        for place in range(1, len(folded)):
            yield folded[:place] + infix + folded[place:], Disguise.INFIX.value


def _confused(folded: str) -> Iterator[tuple[str, str]]:
    """One character turned into one that looks or sounds like it, the likest first."""
    table = load_confusions()
    alike = [
        (cost, place, confusable)
        for place, character in enumerate(folded)
        if character in table.readings
        for confusable, cost in table.confusables(character)
    ]
    for cost, place, confusable in sorted(alike):
        shape = table.shapes.get(folded[place], {}).get(confusable) == cost
        how = Disguise.SHAPE if shape else Disguise.SOUND
        yield folded[:place] + confusable + folded[place + 1 :], how.value
    if len(folded) > 3 and alike:
        for place in range(len(folded)):
            yield folded[:place] + _ANY + folded[place + 1 :], Disguise.REPLACED.value


def _latin_twins(folded: str) -> Iterator[tuple[str, str]]:
    """Letters written as digits or other letters that print alike."""
    if folded.isascii() and len(folded) >= _LATIN_LENGTH:
        for letter, twin in ("o0", "l1", "i1", "s5", "e3", "a@", ("m", "rn"), ("w", "vv")):
            if letter in folded:
                yield folded.replace(letter, twin), Disguise.LATIN.value
        for place in range(1, len(folded)):
            yield folded[:place] + folded[place + 1 :], Disguise.OMISSION.value
