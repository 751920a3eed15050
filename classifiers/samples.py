"""Samples of disguises (变形样例), for `hubiao variants`: what the matcher recognises of a mark."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from classifiers.confusions.table import load_confusions
from classifiers.folding import fold
from classifiers.variants import patterns
from storage.disguises import Disguise
from storage.errors import BadInput

_EACH = 12
"""Samples of one kind; the set of most kinds is open."""
_SEPARATORS = (" ", "/", "·", "*", "-", "_", "|", ".", "🔥", "\u200b")
_PREFIXES, _SUFFIXES = ("新", "正宗", "老"), ("源", "牌", "王")


def sample_variants(text: str) -> Iterator[dict[str, str]]:
    """`{"variant", "how"}` lines, each kind's likest first. Raises BadInput on an empty mark."""
    folded = fold(text)
    if not folded:
        raise BadInput(f"'{text}' holds no letter or character to look for")
    seen = {text}
    counts: Counter[str] = Counter()
    for variant, how in _all(text, folded):
        if variant not in seen and counts[how] < _EACH:
            seen.add(variant)
            counts[how] += 1
            yield {"variant": variant, "how": how}


def _all(text: str, folded: str) -> Iterator[tuple[str, str]]:
    yield from _written(text, folded)
    for mark in _SEPARATORS:
        yield mark.join(folded), Disguise.SEPARATED.value
    for word in _PREFIXES:
        yield word + text, "prefix"
    for word in _SUFFIXES:
        yield text + word, "suffix"
    for pattern in sorted(patterns(text), key=lambda p: p.cost):
        if pattern.how is not Disguise.EXACT:
            yield pattern.text, pattern.how.value
    yield from _spaced_pinyin(folded)
    yield from _confused(folded)


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
        yield " ".join(readings[c][0] for c in folded), Disguise.PINYIN.value


def _confused(folded: str) -> Iterator[tuple[str, str]]:
    """One character turned into its likest neighbours by sound and by shape."""
    table = load_confusions()
    if len(folded) < 3:
        return
    for place, character in enumerate(folded):
        shapes = table.shapes.get(character, {})
        for shown in sorted(shapes, key=shapes.__getitem__)[:3]:
            yield folded[:place] + shown + folded[place + 1 :], Disguise.SHAPE.value
        alike = [c for c in table.readings if c != character and _same_first(character, c)]
        for shown in alike[:3]:
            yield folded[:place] + shown + folded[place + 1 :], Disguise.SOUND.value


def _same_first(one: str, other: str) -> bool:
    readings = load_confusions().readings
    return bool(readings.get(one)) and readings[one][:1] == readings[other][:1]
