"""Disguises (变形): what a mark can hide behind, written out as patterns with a cost.

Two kinds of pattern: PLAIN ones are looked for in the folded text; SOUND ones in its sound
classes, where every character may already be any other of the same sound, and what was found is
then priced character by character.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import combinations, product

from classifiers.confusions.table import Confusions, load_confusions
from classifiers.folding import fold
from classifiers.sounds import sounds, spellings
from storage.disguises import Disguise


class Channel(StrEnum):
    """Where a pattern is looked for."""

    PLAIN = "plain"
    SOUND = "sound"
    LATIN = "latin"


@dataclass(frozen=True, slots=True)
class Pattern:
    """One disguise of one form of a mark."""

    text: str
    how: Disguise
    cost: float
    channel: Channel = Channel.PLAIN


INFIXES = (
    "大小新老真正好金银牌之的源家美福鑫优品上天御尚一喜特王记号坊堂香园村铺味"
    "人心宝爱乐华国中东西南北山水地海龙凤黑白红绿纯古原名农牧高级"
)
"""Characters that sellers push into a mark (新…, …大…, …源)."""

_PAIR_COST = 0.4
"""Highest cost at which one character of a two-character mark may be another."""
_PAIR_SHAPE_COST = 0.37
"""The same for look-alikes, of which common characters have many."""
_ONE_COST = 0.62
"""Highest cost of a single look-alike in a longer mark."""
_TWO_COST = 0.36
"""Highest cost of each of two look-alikes in a mark of four or more."""
_WORD_RANK = 4
"""Rank (0..9) from which a turned mark is a word of the language and no disguise."""
_LATIN_SEPARATORS = "xol"
"""Letters that are put between characters as if they were symbols."""
_PINYIN_LETTERS = 4
"""Pinyin shorter than this is met by chance in model names."""
_MIXED_UP_TO = 6
"""Longest mark whose every mixture of characters and pinyin is written out (2^n patterns)."""


def patterns(form: str) -> Iterator[Pattern]:
    """Every PLAIN and LATIN pattern of one registered form.

    The same text may come with several costs.
    """
    folded = fold(form)
    if not folded:
        return
    yield Pattern(folded, Disguise.EXACT, 0.0)
    table = load_confusions()
    if all(character in table.readings for character in folded):
        yield from _han_patterns(folded, table)
    elif folded.isascii() and len(folded) >= 4:
        yield from _latin_patterns(folded)


def _han_patterns(mark: str, table: Confusions) -> Iterator[Pattern]:
    if len(mark) < 2:
        return
    yield from _pinyin(mark, table)
    yield from _split(mark, table)
    yield from _order(mark, table)
    yield from _infix(mark)
    yield from _omission(mark, table)
    if len(mark) == 2:
        yield from _pair_confusions(mark, table)


def _pinyin(mark: str, table: Confusions) -> Iterator[Pattern]:
    syllables = [table.readings[character][0] for character in mark]
    joined = "".join(syllables)
    if len(joined) >= _PINYIN_LETTERS:
        yield Pattern(joined, Disguise.PINYIN, 0.15 if len(joined) > 7 else 0.35)
    if len(mark) >= 4:
        yield Pattern("".join(s[0] for s in syllables), Disguise.INITIALS, 0.5)
    for text in _mixtures(mark, syllables):
        yield Pattern(text, Disguise.MIXED_PINYIN, 0.1)
    noted = [character + s for character, s in zip(mark, syllables, strict=True)]
    yield Pattern("".join(noted), Disguise.INSERTED_PINYIN, 0.05)
    for place in range(len(mark) - 1):
        yield Pattern(
            mark[:place] + noted[place] + mark[place + 1 :], Disguise.INSERTED_PINYIN, 0.05
        )
    for place in range(2, len(mark)):
        head = mark[:place] + "".join(syllables[:place]) + mark[place:]
        yield Pattern(head, Disguise.INSERTED_PINYIN, 0.05)


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
    """Characters written as two; halves that are mere strokes are nobody's disguise."""
    whole = [
        [half for one in table.splits.get(character, ()) if len(half := fold(one)) == 2]
        for character in mark
    ]
    for place, halves in enumerate(whole):
        for half in halves:
            text = mark[:place] + half + mark[place + 1 :]
            yield Pattern(text, Disguise.SPLIT, 0.15)
    if sum(bool(halves) for halves in whole) > 1:
        text = "".join(h[0] if h else c for c, h in zip(mark, whole, strict=True))
        yield Pattern(text, Disguise.SPLIT, 0.2)


def _order(mark: str, table: Confusions) -> Iterator[Pattern]:
    turned = {mark[::-1]}
    if len(mark) >= 3:
        turned |= {mark[place:] + mark[:place] for place in range(1, len(mark))}
    if len(mark) >= 4:
        turned |= {mark[:n] + mark[n + 1] + mark[n] + mark[n + 2 :] for n in range(len(mark) - 1)}
    for text in sorted(turned - {mark}):
        if table.words.get(text, 0) < _WORD_RANK:
            yield Pattern(text, Disguise.REVERSED, 0.3 if len(mark) > 2 else 0.5)


def _infix(mark: str) -> Iterator[Pattern]:
    for letter in _LATIN_SEPARATORS:
        yield Pattern(letter.join(mark), Disguise.SEPARATED, 0.1)
    for place in range(1, len(mark)):
        for infix in INFIXES:
            text = mark[:place] + infix + mark[place:]
            yield Pattern(text, Disguise.INFIX, 0.3 if len(mark) > 2 else 0.5)


def _omission(mark: str, table: Confusions) -> Iterator[Pattern]:
    """One character left out, inside the mark: a mark without its end is often a plain word."""
    if len(mark) < 4:
        return
    for place in range(1, len(mark) - 1):
        text = mark[:place] + mark[place + 1 :]
        if text not in table.words:
            yield Pattern(text, Disguise.OMISSION, 0.6)


def _pair_confusions(mark: str, table: Confusions) -> Iterator[Pattern]:
    for place, character in enumerate(mark):
        for shown, cost in _alike(character, table, _PAIR_COST):
            text = mark[:place] + shown + mark[place + 1 :]
            shape = _is_shape(character, shown, table)
            if text not in table.words and not (shape and cost > _PAIR_SHAPE_COST):
                yield Pattern(text, Disguise.SHAPE if shape else Disguise.SOUND, cost)


def sound_patterns(form: str) -> list[str]:
    """Every SOUND pattern of one registered form, in sound classes, each once.

    Any characters of near sound, with up to two look-alikes of another sound. Bare texts: a mark
    of four characters has thousands, and what they cost is priced where one is found.
    """
    mark = fold(form)
    table = load_confusions()
    if len(mark) < 3 or not all(character in table.readings for character in mark):
        return []
    spelt = spellings(mark)
    return list(dict.fromkeys(text for one in spelt for text in (one, *_look_alikes(one, mark))))


def _look_alikes(spelt: str, mark: str) -> list[str]:
    wide = [_classes(c, spelt[n], _ONE_COST) for n, c in enumerate(mark)]
    found = [
        spelt[:place] + one + spelt[place + 1 :]
        for place, classes in enumerate(wide)
        for one in classes
    ]
    if len(mark) < 4:
        return found
    near = [_classes(c, spelt[n], _TWO_COST) for n, c in enumerate(mark)]
    for first, second in combinations(range(len(mark)), 2):
        head, middle, tail = spelt[:first], spelt[first + 1 : second], spelt[second + 1 :]
        heads = [head + one + middle for one in near[first]]
        tails = [other + tail for other in near[second]]
        found += [one + other for one in heads for other in tails]
    return found


def _classes(character: str, own: str, limit: float) -> list[str]:
    """Sound classes of everything that `character` may be taken for, its own left out."""
    return [one for one in _near_classes(character, limit) if one != own]


@cache
def _near_classes(character: str, limit: float) -> tuple[str, ...]:
    table = load_confusions()
    return tuple(sorted({sounds(shown) for shown, _ in _alike(character, table, limit)}))


def _alike(character: str, table: Confusions, limit: float) -> Iterator[tuple[str, float]]:
    return ((shown, cost) for shown, cost in table.alike(character) if cost <= limit)


def _is_shape(right: str, shown: str, table: Confusions) -> bool:
    return table.cost(right, shown) == table.shapes.get(right, {}).get(shown)


_LATIN_TWINS = str.maketrans("0135789il|$@!u", "oleslbgllasalv")
"""Letters and digits that print alike, made one; both the mark and the text are written so."""


def latin_skeleton(folded: str) -> str:
    return folded.translate(_LATIN_TWINS)


def _latin_patterns(mark: str) -> Iterator[Pattern]:
    yield Pattern(latin_skeleton(mark), Disguise.LATIN, 0.2, Channel.LATIN)
    if len(mark) < 6:
        return
    skeleton = latin_skeleton(mark)
    for place in range(1, len(skeleton)):
        yield Pattern(
            skeleton[:place] + skeleton[place + 1 :], Disguise.OMISSION, 0.4, Channel.LATIN
        )
        yield Pattern(skeleton[:place] + skeleton[place - 1 :], Disguise.LATIN, 0.3, Channel.LATIN)
