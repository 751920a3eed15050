"""Disguises that count only where a mark would stand, beside its goods (存疑变形), written out.

Any order of the characters, one of them left out, the first half alone, two of them written as one, a
character that stands twice replaced twice by the same, and both halves in turned order with one of
the same sound: elsewhere they are mostly words of the language.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import combinations, permutations

from classifiers.characters.confusion_table import Confusions, load_confusions
from classifiers.goods.ordinary_words import means_something
from classifiers.matching.costs import cost_of
from storage.base.disguises import Disguise

_PERMUTED_UP_TO = 4
"""Characters of the longest mark whose every order is written out (24); of longer ones two change places."""
_OMITTED_FROM = 3
"""Characters of the shortest mark of which one may be missing."""


def tentative_variants(
    mark: str, table: Confusions, *, parted: bool = False
) -> Iterator[tuple[str, Disguise, float]]:
    """(text, kind, cost) of each such disguise of a folded Chinese mark; of a `parted` one the first half
    is none, since its parts are sought by what they are."""
    cost = cost_of("tentative")
    for text in sorted(_orders(mark)):
        if text not in table.words:
            yield text, Disguise.REVERSED, cost
    if len(mark) >= _OMITTED_FROM:
        for place in range(len(mark)):
            text = mark[:place] + mark[place + 1 :]
            if text not in table.words and _tells(text, table):
                yield text, Disguise.OMISSION, cost_of("omission")
    for text in () if parted else _first_halves(mark, table):
        yield text, Disguise.OMISSION, cost_of("half")
    yield from _turned_and_sounding(mark, table)
    for text in sorted(_of_one_series(mark)):
        if text not in table.words:
            yield text, Disguise.REPLACED, cost
    for place in range(len(mark) - 1):
        for joined in _joined().get(mark[place : place + 2], ()):
            yield mark[:place] + joined + mark[place + 2 :], Disguise.JOINED, cost
    yield from _repeated(mark, table)


def _tells(left: str, table: Confusions) -> bool:
    """Whether what is left of a mark of three tells it: 老村 is no 老村长."""
    return len(left) > 2 or table.bits(left) >= _TELLING_BITS


_TELLING_BITS = 21
"""Bits that two left characters must tell; by hand."""
_HALVED_FROM = 4
"""Characters of the shortest mark of which the first half is sought alone."""
_TELLING_HALF = 26, 33
"""Bits that a first half of two characters, and a longer one, must tell (施华洛 36, 香格 20); by hand."""


def _first_halves(mark: str, table: Confusions) -> Iterator[str]:
    """What takes over the first half of a coined mark, or more, without all that follows: no word of the
    language or for goods, and no place."""
    if len(mark) < _HALVED_FROM:
        return
    for length in range((len(mark) + 1) // 2, len(mark) - 1):
        half = mark[:length]
        if table.bits(half) >= _TELLING_HALF[length > 2] and not means_something(half):
            yield half


_SAME_SOUND = 0.15
"""Most that a character costs, of the same syllable and tone, where the halves of a mark are turned too."""


def _turned_and_sounding(mark: str, table: Confusions) -> Iterator[tuple[str, Disguise, float]]:
    """The second half of a mark before its first, one character replaced by one of its sound."""
    if len(mark) < _HALVED_FROM:
        return
    for middle in {len(mark) // 2, (len(mark) + 1) // 2}:
        turned = mark[middle:] + mark[:middle]
        for place, character in enumerate(turned):
            for homophone in _sounding(character):
                text = turned[:place] + homophone + turned[place + 1 :]
                if text not in table.words and text != mark:
                    yield text, Disguise.REVERSED, cost_of("turned-and-sounding")


@cache
def _sounding(character: str) -> tuple[str, ...]:
    """Characters in use that sound like one."""
    table = load_confusions()
    shapes = table.shapes.get(character, {})
    return tuple(
        confusable
        for confusable, cost in table.confusables(character)
        if cost <= _SAME_SOUND and shapes.get(confusable) != cost and confusable in table.rarity
    )


_SERIES = (
    "爸妈爷奶哥姐弟妹叔姨公婆爹娘嫂舅姑", "村镇乡县", "一二三四五六七八九十", "红黄蓝绿白黑紫", "东南西北",
    "春夏秋冬", "虎狼豹狮熊牛马羊狗猫兔鹿", "男女", "江河湖海", "王皇帝后",
)  # fmt: skip
"""Closed series of characters, of which a buyer remembers the series and not the member: kin, places,
numbers, colours, directions, seasons, animals (好妈妈 for 好爸爸); by hand."""
_SERIES_FROM = 3
"""Characters of the shortest mark of which a member of a series is replaced."""


def _of_one_series(mark: str) -> Iterator[str]:
    """The mark with a character replaced, wherever it stands, by another of its series."""
    if len(mark) < _SERIES_FROM:
        return
    for character in dict.fromkeys(mark):
        for series in _SERIES:
            if character in series:
                for member in series.replace(character, ""):
                    yield mark.replace(character, member)


def _orders(mark: str) -> set[str]:
    if len(mark) <= _PERMUTED_UP_TO:
        orders = {"".join(order) for order in permutations(mark)}
    else:
        orders = {_swapped(mark, *pair) for pair in combinations(range(len(mark)), 2)}
    return orders - {mark}


def _swapped(mark: str, first: int, second: int) -> str:
    characters = list(mark)
    characters[first], characters[second] = characters[second], characters[first]
    return "".join(characters)


@cache
def _joined() -> dict[str, tuple[str, ...]]:
    """Two characters → those that are written by joining them (木木 → 林)."""
    joined: dict[str, list[str]] = {}
    for character, splits in load_confusions().splits.items():
        for halves in splits:
            joined.setdefault(halves, []).append(character)
    return {halves: tuple(characters) for halves, characters in joined.items()}


def _repeated(mark: str, table: Confusions) -> Iterator[tuple[str, Disguise, float]]:
    if len(set(mark)) == len(mark):
        return
    for character in sorted({c for c in mark if mark.count(c) > 1 and c in table.readings}):
        for confusable, how, cost in _replacements(character):
            yield mark.replace(character, confusable), how, cost


@cache
def _replacements(character: str) -> tuple[tuple[str, Disguise, float], ...]:
    """What a character is replaced by where it stands twice: (character, kind, cost) of each."""
    table, least = load_confusions(), cost_of("tentative")
    shapes = table.shapes.get(character, {})
    return tuple(
        (
            confusable,
            Disguise.SHAPE if shapes.get(confusable) == cost else Disguise.SOUND,
            max(cost, least),
        )
        for confusable, cost in table.confusables(character)
    )
