"""Positions (使用位置): in what kind of place of a listing a mark stands.

局令第79号 (集体商标、证明商标注册和管理规定) §22–25: stating an origin factually is presumptively fair; 商标法 §48: in
brand, at the head of the title and in the shop's name words tell where goods come from.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum
from functools import cache

from classifiers.candidate.listing_facts import ListingWords, place_words
from classifiers.characters.confusion_table import load_confusions
from classifiers.goods.gazetteer import PlaceLevel, load_gazetteer
from classifiers.goods.lexicon import load_lists
from classifiers.goods.nice_classes import EDIBLE
from classifiers.goods.words import goods_lexicon
from classifiers.matching.match import Match


class Position(StrEnum):
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


AS_A_MARK = frozenset(
    {Position.BRAND, Position.LEAD, Position.TITLE, Position.SHOP, Position.IMAGE}
)
"""Positions in which words tell where goods come from, i.e. work as a mark."""

_LEAD_REACH = 4
"""Letters and digits before a match at the head of a title (包邮, 正品); chosen by hand in 2026."""
_NATURE = ("山", "岭", "河", "江", "湖")
"""How names of mountains and waters end."""
_FIXED = {
    "location": Position.ORIGIN,
    "brand": Position.BRAND,
    "shop": Position.SHOP,
    "operator.name": Position.MAKER,
    "category": Position.OTHER_FIELD,
}


_NAMED_AS_BRAND = re.compile(r"(?:品牌|商标)(?:名称|名)?\s*[:：]\s*[“「『【\"]?$")
"""What stands before a brand that running text states (品牌：…)."""


def position_of(facts: ListingWords, field: str, match: Match) -> Position:
    """The position of a match in a field."""
    if field.startswith("attributes."):
        return _attribute(field.removeprefix("attributes."))
    if field in _FIXED:
        return _FIXED[field]
    if _NAMED_AS_BRAND.search(facts.fields[field][: match.span[0]]):
        return Position.BRAND
    if _is_place_name(facts, field, match):
        return Position.PLACE_NAME
    if field == "title":
        return _in_title(facts.fields["title"], match)
    return Position.IMAGE if field == "image_text" else Position.TEXT


def _in_title(title: str, match: Match) -> Position:
    start, end = match.span
    if title[end : end + 4].startswith(place_words("hint")):
        return Position.PLACE_HINT
    return Position.LEAD if _is_near_head(title, start) else Position.TITLE


def _is_near_head(title: str, start: int) -> bool:
    """Whether few letters and digits stand before a place; a long title is not counted to its end."""
    ahead = 0
    for place in range(start):
        ahead += title[place].isalnum()
        if ahead > _LEAD_REACH:
            return False
    return True


def _attribute(name: str) -> Position:
    lists = load_lists("places")
    if name in lists["brand_attributes"]:
        return Position.BRAND
    if name in lists["origin_attributes"]:
        return Position.ORIGIN
    return Position.MAKER if name in lists["maker_attributes"] else Position.TEXT


def _is_place_name(facts: ListingWords, field: str, match: Match) -> bool:
    """Whether the words around make the mark a place name, which anybody may use (商标法 §59 (1))."""
    text, (start, end) = facts.fields[field], match.span
    origins = [origin for _, origin in facts.attributes("origin_attributes")]
    before = text[max(0, start - 8) : start]
    return (
        (_follows(text[end : end + 6]) and not ends_in_goods(text[start:end]))
        or larger_place(text, match) is not None
        or _part_of_origin(text, match, origins)
        or _cut_from_place(text, match, origins)
        or _on_a_mountain(match, before)
        or _is_country_of(facts, field, text[start:end])
        or (
            _any_before().search(before) is not None
            and _wider_place().sub("", before).endswith(_before())
        )
    )


@cache
def _wider_place() -> re.Pattern[str]:
    """The country or province that stands before the place: 产自 + 内蒙古."""
    provinces = "|".join(load_lists("places")["provinces"])
    return re.compile(f"(?:中国)?(?:(?:{provinces})[省市]?)?$")


@cache
def _before() -> tuple[str, ...]:
    lists = load_lists("places")
    return tuple(word for word in (*lists["before"], *lists["near_before"]) if len(word) > 1)


@cache
def _any_before() -> re.Pattern[str]:
    """Any of these words, wherever it stands: few titles hold one."""
    return re.compile("|".join(map(re.escape, _before())))


@cache
def _after() -> re.Pattern[str]:
    lists = load_lists("places")
    words = sorted((*lists["after"], *lists["near_after"]), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)))


def _follows(after: str) -> bool:
    """Whether a place word follows; a single character must not begin another word (旗舰店)."""
    place_word = _after().match(after)
    if place_word is None:
        return False
    return len(place_word[0]) > 1 or after[:2] not in load_confusions().words


def ends_in_goods(sign: str) -> bool:
    """Whether a sign ends in a word for goods, behind which no word makes a place of it: 带鱼 + 段."""
    return any(
        word.span[1] == len(sign) and word.span[0] > 0 for word in goods_lexicon().find(sign)
    )


def larger_place(text: str, match: Match) -> str | None:
    """The name of a larger division of which the sign as registered is only a piece: 内蒙古 of 蒙古, 巴彦淖尔 of 巴彦.
    Towns are as many as words of two characters, so that a piece of their names tells nothing."""
    if match.cost > 0:
        return None
    start, end = match.span
    gazetteer = load_gazetteer()
    for first in range(max(0, start - _PLACE_REACH), start + 1):
        for last in range(end, min(len(text), end + _PLACE_REACH) + 1):
            name = text[first:last]
            if (first, last) == (start, end) or name not in gazetteer:
                continue
            level = gazetteer.level(name)
            if level is not None and level <= PlaceLevel.COUNTY:
                return name
    return None


_PLACE_REACH = 3
"""Characters before and behind a sign that may belong to the name of a larger place; chosen by hand."""


def _part_of_origin(text: str, match: Match, origins: Iterable[str]) -> bool:
    """Whether the text repeats a longer place of origin that holds the mark (大青山北麓)."""
    start, matched_text = match.span[0], text[slice(*match.span)]
    for origin in origins:
        place = origin.find(matched_text)
        if place >= 0 and len(origin) > len(matched_text):
            return text[max(0, start - place) :].startswith(origin)
    return False


_UNITS = "省市县旗盟区州镇乡村苏木嘎查"
"""How names of administrative units end."""


def _cut_from_place(text: str, match: Match, origins: Iterable[str]) -> bool:
    """Whether the match begins inside a place that 产地 states: 蓝旗额吉 in 正蓝旗额吉家."""
    start = match.span[0]
    for origin in origins:
        for end in range(start + 1, min(match.span[1], start + 4) + 1):
            for begin in range(max(0, start - 3), start):
                place = text[begin:end]
                if place[-1] in _UNITS and place in origin:
                    return True
    return False


def _is_country_of(facts: ListingWords, field: str, sign: str) -> bool:
    """Whether the mark as written is the name of a country and what is sold comes from countries: food, drink,
    journeys and books (哥伦比亚咖啡豆)."""
    if field != "title" or sign not in _countries():
        return False
    classes = {word.nice for word in facts.goods_words((sign,)) if word.firm}
    return bool(classes) and classes <= _OF_COUNTRIES


_OF_COUNTRIES = EDIBLE | frozenset({16, 34, 39, 41, 43})
"""Nice classes of goods that countries are named with: food and drink, books and maps, tobacco, journeys."""


@cache
def _countries() -> frozenset[str]:
    return frozenset(load_lists("places")["countries"])


def _on_a_mountain(match: Match, before: str) -> bool:
    """Whether a short mark follows a mountain's or river's name at once (秦岭北麓); a city may be called so too
    (佛山, 九江), and before a sign it tells where the seller is."""
    plain = len(match.form) == 2 and match.cost == 0
    if not (plain and len(before) >= 2 and before.endswith(_NATURE) and before[-2:].isalnum()):
        return False
    level = load_gazetteer().level(before[-2:])
    return level is None or level > PlaceLevel.COUNTY
