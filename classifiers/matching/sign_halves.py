"""Two parts of a sign (标识的两部分): place and goods, or the distinctive part and what describes.

A seller who puts words between them (五常某某香米) uses the sign yet. The second part may be written
by a narrower or a shorter word for the same goods (带鱼段, 蟹 for 大闸蟹).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from classifiers.characters.confusion_table import load_confusions
from classifiers.characters.folding import FIELD_END, TEXT_END, fold
from classifiers.goods.gazetteer import load_gazetteer
from classifiers.goods.sign_parts import sign_parts
from classifiers.goods.words import goods_lexicon
from classifiers.matching.costs import cost_of
from storage.records import Right

_LEAST = 2
"""Characters of a part that is sought."""
_HALVED_FROM = 4
"""Characters of the shortest mark whose halves are sought apart."""


@dataclass(frozen=True, kw_only=True)
class Halves:
    """The first part of a sign, and the words that stand for its second."""

    right: int
    """Position of the right in its book."""
    form: str
    """The registered form that is parted."""
    first: str
    seconds: tuple[str, ...]
    """Folded, the longest first."""
    alone: bool
    """Whether the first part by itself is worth a look: a place or a name, not the half of a word."""
    of_goods: bool = False
    """Whether `first` names the goods and no second part is sought."""


def halves_of(number: int, right: Right) -> list[Halves]:
    """The parts of each form of a right that is parted; `number` is its position in the book."""
    forms = [right.text, *right.aliases]
    whole = {fold(form) for form in forms}
    halves: dict[str, Halves] = {}
    for form in forms:
        parts = sign_parts(right, form)
        firsts = parts.place or ((parts.distinctive,) if parts.distinctive else ())
        seconds = parts.product or ((parts.descriptive,) if parts.descriptive else ())
        alone = bool(firsts) and not _is_mere_word(firsts[0], right)
        if not alone and _is_halved(fold(form)):
            folded = fold(form)
            middle = len(folded) // 2
            firsts, seconds = (folded[:middle],), (folded[middle:],)
        for first in map(fold, firsts):
            if len(first) >= _LEAST and first not in whole and seconds:
                words = _seconds(seconds, right) if alone else seconds
                halves.setdefault(
                    first,
                    Halves(right=number, form=form, first=first, seconds=words, alone=alone),
                )
        for product in _telling_products(parts.product, right):
            if product not in whole:
                halves.setdefault(
                    product,
                    Halves(
                        right=number,
                        form=form,
                        first=product,
                        seconds=(),
                        alone=True,
                        of_goods=True,
                    ),
                )
    return list(halves.values())


def _telling_products(products: Iterable[str], right: Right) -> Iterator[str]:
    """Folded names of the goods in a sign that say more than the right's goods do: 铁观音 where those
    are 茶叶, but not 大米 of 大米."""
    names = {fold(name) for name in right.goods}
    for product in map(fold, products):
        if names and len(product) >= _LEAST and product not in names:
            yield product


def _is_mere_word(first: str, right: Right) -> bool:
    """Whether the first part of a sign is a word of the language and no place: 草原 of 草原红牛."""
    if right.place or first in load_gazetteer():
        return False
    return load_confusions().words.get(fold(first), -1) >= _SPOKEN


_SPOKEN = 2
"""Rank (0..9, common_words) from which a word is in everybody's mouth; chosen by hand."""


def _is_halved(folded: str) -> bool:
    return len(folded) >= _HALVED_FROM and not any(c.isascii() for c in folded)


def halves_in(rights: Iterable[Right]) -> list[Halves]:
    """The parts of all rights, in the order of the book."""
    return [halves for number, right in enumerate(rights) for halves in halves_of(number, right)]


@lru_cache(maxsize=16_384)
def seconds_of(right: Right, form: str) -> tuple[str, ...]:
    """The words for the second part of one form of a right; none for halves of a word."""
    return next(
        (h.seconds for h in halves_of(0, right) if h.form == form and h.alone and not h.of_goods),
        (),
    )


def second_behind(halves: Halves, folded: str, start: int) -> tuple[int, int] | None:
    """The first place behind `start`, within reach and in one text, where the second part stands."""
    reach = _REACH if halves.alone else _INSIDE
    near = folded[start : start + reach + len(halves.seconds[0])]
    near = near.split(FIELD_END)[0].split(TEXT_END)[0]
    if (first := first_of(halves.seconds, near)) is None:
        return None
    place, second = first
    return start + place, start + place + len(second)


def first_of(seconds: Iterable[str], folded: str) -> tuple[int, str] | None:
    """Of several second parts the one that stands first in a folded text, the longest at that place."""
    places = [
        (place, -len(second), second)
        for second in seconds
        if (place := place_of(second, folded)) is not None
    ]
    if not places:
        return None
    place, _, second = min(places)
    return place, second


def place_of(second: str, folded: str) -> int | None:
    """The first place in a folded text where a second part stands and is not denied (赣南夏橙 非脐橙)."""
    place = folded.find(second)
    while place >= 0:
        if not folded.endswith(_DENYING, 0, place):
            return place
        place = folded.find(second, place + 1)
    return None


_DENYING = ("非", "不是")
"""What stands before goods that a listing does not sell."""


def parts_cost(halves: Halves, second: tuple[int, int], start: int) -> float:
    """What the words between the parts cost, and a shorter second part."""
    between = second[0] - start
    shorter = second[1] - second[0] < min(2, len(halves.seconds[0]))
    base = cost_of("parts" if halves.alone else "parts.halves")
    return base + cost_of("parts.each") * between + cost_of("parts.shorter") * shorter


_REACH, _INSIDE = 8, 4
"""Most characters between the parts of a sign of place and goods, and between the halves of a word."""


def _seconds(products: tuple[str, ...], right: Right) -> tuple[str, ...]:
    """The words for the goods, and the heads of them that name goods of the same class (蟹, 米)."""
    words = {fold(product) for product in products}
    classes = {_class(word) for word in words} | set(right.classes)
    endings = {fold(name)[-1:] for name in right.goods}
    heads = {word[-1] for word in words if _class(word[-1]) in classes - {0} or word[-1] in endings}
    kin = {fold(name) for name in right.goods if fold(name)[-1:] in heads}
    return tuple(sorted({*words, *heads, *kin} - {""}, key=len, reverse=True))


def _class(word: str) -> int:
    """Nice class of a goods word; 0 for any other."""
    label = goods_lexicon().label(word)
    return int(label.split("/")[1]) if label else 0
