"""Other owners' marks (他人标识): 河套王, 河套酒业 share characters with a mark and are not it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from classifiers.candidate.candidate import FieldMark, Sighting
from classifiers.candidate.listing_facts import attribute_fields
from classifiers.goods.lexicon import load_lists
from classifiers.matching.confusion_table import load_confusions
from classifiers.matching.folding import fold
from classifiers.signals.quote import field_name, quote_field, quote_mark
from storage.base.disguises import Disguise
from storage.records import Signal

_PLAINLY = 0.05
"""Cost up to which the other mark stands there plainly."""
_COVERED, _OTHER_BRAND, _COMPANY, _PERSON = -3.5, -1.6, -2.0, -2.2


def speak(sighting: Sighting) -> Iterator[Signal]:
    yield from _covered(sighting)
    yield from _branded_otherwise(sighting)
    yield from _company(sighting)
    yield from _person(sighting)
    yield from _straddled(sighting)


def _person(sighting: Sighting) -> Iterator[Signal]:
    """Every find is the name of a person: 歌手蒙恩, 可岚老师 (商标法 §59, a name honestly used)."""
    lists = load_lists("places")
    for mark in sighting.marks:
        before, after = sighting.around(mark, 4)
        if not after.startswith(tuple(lists["person_after"])) and not before.endswith(
            tuple(lists["person_before"])
        ):
            return
    why = f"“{sighting.likest.found.text}”在此是人名"
    yield quote_mark("person-name", sighting.likest, _PERSON, why)


def _straddled(sighting: Sighting) -> Iterator[Signal]:
    """On both sides the find is torn out of common words: 独贵葵 in 唯独贵葵花籽."""
    words = load_confusions().words
    if all(_torn(sighting.fields[m.field], m.found.span, words) for m in sighting.marks):
        why = f"“{sighting.likest.found.text}”横跨前后两个词语，可能只是文字巧合"
        yield quote_mark("chance-words", sighting.likest, _TORN, why)


_TORN = -3.2
_COMMON_WORD = 2
"""Rank (0..9) from which a word is read as one."""


def _torn(text: str, span: tuple[int, int], words: Mapping[str, int]) -> bool:
    start, end = span
    before, after = text[start - 1 : start + 1], text[end - 1 : end + 1]
    if start == 0 or len(after) < 2:
        return False
    ranks = sorted((words.get(before, -1), words.get(after, -1)))
    return ranks[1] >= _COMMON_WORD and ranks[0] >= (0 if end - start < 3 else _COMMON_WORD)


def _covered(sighting: Sighting) -> Iterator[Signal]:
    """The find is a piece of another right's mark in the same book."""
    for mark in sighting.marks:
        for other, right in sighting.others:
            if _inside(mark, other):
                whose = "同一权利人的" if right.holder == sighting.right.holder else "他人的"
                why = f"“{mark.found.text}”是{whose}另一标识“{right.text}”的一部分，以后者为准"
                yield quote_mark("other-mark", mark, _COVERED, why)
                return


def _inside(mark: FieldMark, other: FieldMark) -> bool:
    start, end = mark.found.span
    first, last = other.found.span
    return (
        mark.field == other.field
        and first <= start
        and end <= last
        and other.found.cost <= _PLAINLY
        and (last - first > end - start or other.found.cost < mark.found.cost)
    )


def _branded_otherwise(sighting: Sighting) -> Iterator[Signal]:
    """The brand field names another brand, in which nothing of the mark was found."""
    named = ("brand", sighting.field("brand")), *sighting.stated.attributes("brand_attributes")
    branded = [(field, shown) for field, shown in named if len(fold(shown)) >= 2]
    if not branded or any(mark.field in _brand_fields() for mark in sighting.marks):
        return
    field, shown = branded[0]
    if fold(shown) in _NO_BRAND:
        return
    why = f"{field_name(field)}标明为另一品牌“{shown}”"
    yield quote_field("other-brand", sighting, field, _OTHER_BRAND, why)


@cache
def _brand_fields() -> frozenset[str]:
    return frozenset({"brand", *attribute_fields("brand_attributes")})


_NO_BRAND = frozenset(
    fold(word)
    for word in [
        "无",
        "无品牌",
        "其他",
        "其它",
        "other",
        "others",
        "none",
        "暂无",
        "自有品牌",
        "不详",
        "见详情",
        "没有",
        "国产",
        "null",
        "nobrand",
        "其他品牌",
        "其他/other",
    ]
)
"""What sellers write where they name no brand."""


_PLAIN = frozenset({Disguise.EXACT, Disguise.WIDTH, Disguise.SCRIPT})
_TRADES = {"酒业": 33, "药业": 5, "医药集团": 5, "乳业": 29, "酒店": 43, "宾馆": 43, "大酒店": 43}
"""Trades in company names by class: 酒业 behind a mark for liquor tells of no other owner."""


def _company(sighting: Sighting) -> Iterator[Signal]:
    """The find goes on into a company's or institution's name (河套酒业, 河套大学)."""
    for mark in sighting.marks:
        _, after = sighting.around(mark, 4)
        for word in load_lists("places")["company"]:
            if (
                after.startswith(word)
                and _TRADES.get(word) not in sighting.right.classes
                and mark.found.how in _PLAIN
                and mark.field != "brand"
            ):
                why = f"“{mark.found.text}{word}”是企业或机构名称的一部分"
                yield quote_mark("company-name", mark, _COMPANY, why)
                return
