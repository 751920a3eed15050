"""Kinds of place (使用位置) in which a mark stands in a listing.

局令79号 §22–25: stating an origin factually is presumptively fair; brand, title lead, shop name
are use as a mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum
from functools import cache

from classifiers.candidate.listing_facts import Stated
from classifiers.goods.lexicon import load_lists
from classifiers.matching.confusion_table import load_confusions
from classifiers.matching.matcher import MarkFound


class Place(StrEnum):
    """Where a mark stands, by what standing there means."""

    BRAND = "brand"
    LEAD = "title-lead"
    TITLE = "title"
    SHOP = "shop"
    IMAGE = "image"
    TEXT = "text"
    ORIGIN = "origin"
    PLACE_NAME = "place-name"
    PLACE_HINT = "place-hint"
    OTHER_FIELD = "other"
    MAKER = "maker"


AS_A_MARK = frozenset({Place.BRAND, Place.LEAD, Place.TITLE, Place.SHOP, Place.IMAGE})
"""Places in which words tell where goods come from, i.e. work as a mark."""

_LEAD_REACH = 4
_NATURE = ("山", "岭", "河", "江", "湖")
_FIXED = {
    "location": Place.ORIGIN,
    "brand": Place.BRAND,
    "shop": Place.SHOP,
    "operator.name": Place.MAKER,
    "category": Place.OTHER_FIELD,
}


def place_of(stated: Stated, field: str, found: MarkFound) -> Place:
    """Which kind of place a find stands in."""
    if field.startswith("attributes."):
        return _attribute(field.removeprefix("attributes."))
    if field in _FIXED:
        return _FIXED[field]
    if _is_place_name(stated, field, found):
        return Place.PLACE_NAME
    if field == "title":
        return _in_title(stated.fields["title"], found)
    return Place.IMAGE if field == "image_text" else Place.TEXT


def _in_title(title: str, found: MarkFound) -> Place:
    start, end = found.span
    if title[end : end + 4].startswith(tuple(load_lists("places")["hint"])):
        return Place.PLACE_HINT
    ahead = sum(character.isalnum() for character in title[:start])
    return Place.LEAD if ahead <= _LEAD_REACH else Place.TITLE


def _attribute(name: str) -> Place:
    places = load_lists("places")
    if name in places["brand_attributes"]:
        return Place.BRAND
    if name in places["origin_attributes"]:
        return Place.ORIGIN
    return Place.MAKER if name in places["maker_attributes"] else Place.TEXT


def _is_place_name(stated: Stated, field: str, found: MarkFound) -> bool:
    """Whether the words around make the mark a place (商标法 §59)."""
    text, (start, end) = stated.fields[field], found.span
    origins = [told for _, told in stated.attributes("origin_attributes")]
    before = text[max(0, start - 6) : start]
    return (
        _follows(text[end : end + 6])
        or _part_of_origin(text, found, origins)
        or _cut_from_place(text, found, origins)
        or _on_a_mountain(found, before)
        or before.endswith(_before())
    )


@cache
def _before() -> tuple[str, ...]:
    return tuple(word for word in load_lists("places")["before"] if len(word) > 1)


@cache
def _after() -> re.Pattern[str]:
    words = sorted(load_lists("places")["after"], key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)))


def _follows(after: str) -> bool:
    """Whether a place word follows; a single character must not begin another word (旗舰店)."""
    found = _after().match(after)
    if found is None:
        return False
    return len(found[0]) > 1 or after[:2] not in load_confusions().words


def _part_of_origin(text: str, found: MarkFound, origins: Iterable[str]) -> bool:
    """Whether the text repeats a longer place of origin that holds the mark (大青山北麓)."""
    start, said = found.span[0], text[slice(*found.span)]
    for stated in origins:
        place = stated.find(said)
        if place >= 0 and len(stated) > len(said):
            return text[max(0, start - place) :].startswith(stated)
    return False


_UNITS = "省市县旗盟区州镇乡村苏木嘎查"


def _cut_from_place(text: str, found: MarkFound, origins: Iterable[str]) -> bool:
    """Whether the find begins inside a place that 产地 states: 蓝旗额吉 in 正蓝旗额吉家."""
    start = found.span[0]
    for stated in origins:
        for end in range(start + 1, min(found.span[1], start + 4) + 1):
            for begin in range(max(0, start - 3), start):
                place = text[begin:end]
                if place[-1] in _UNITS and place in stated:
                    return True
    return False


def _on_a_mountain(found: MarkFound, before: str) -> bool:
    """Whether a short mark follows a mountain's or river's name at once (秦岭北麓)."""
    plain = len(found.form) == 2 and found.cost == 0
    return plain and len(before) >= 2 and before.endswith(_NATURE) and before[-2:].isalnum()
