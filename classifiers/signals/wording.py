"""Wording (用语): words of imitation, labels for sale, claims of authority, mere mention."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from classifiers.candidate.candidate import FieldMark, Sighting
from classifiers.goods.grade import Relation
from classifiers.goods.lexicon import Lexicon, WordFound, load_lists
from classifiers.goods.relation import packs_own
from classifiers.goods.words import goods_lexicon
from classifiers.scoring.rules import is_watch
from classifiers.signals.offer import is_offer
from classifiers.signals.quote import quote
from storage.records import Signal

_FIELDS = ("title", "shop", "description", "image_text")
_READ = 2000
"""Characters of a field that are read for wording."""


@dataclass(frozen=True, kw_only=True)
class Family:
    """One family of words with what it means."""

    name: str
    weight: float
    near: int | None
    says: str


@cache
def families() -> dict[str, Family]:
    return {
        name: Family(
            name=name,
            weight=float(entry["weight"]),
            near=entry.get("near"),
            says=entry["says"],
        )
        for name, entry in load_lists("wording").items()
    }


@cache
def _words() -> Lexicon:
    lists = load_lists("wording")
    return Lexicon({str(w): name for name, entry in lists.items() for w in entry["words"]})


def speak(sighting: Sighting) -> Iterator[Signal]:
    """At most one signal a family: the first word that counts."""
    seen = set(_SILENT)
    for field, word in _counting(sighting):
        family = families()[word.label]
        if family.name not in seen and _fits(family, field, sighting):
            seen.add(family.name)
            why = family.says.format(text=word.text)
            weight = family.weight * _share(family, sighting)
            yield quote(f"wording-{family.name}", sighting, field, word.span, weight, why)
    if (
        sells_packaging(sighting)
        and not is_watch(sighting.right)
        and "labels" not in seen
        and (ground := sighting.goods.ground)
    ):
        family = families()["labels"]
        why = family.says.format(text=ground.word.text)
        span = ground.word.span
        yield quote("wording-labels", sighting, ground.field, span, family.weight, why)


_WITHOUT_MARK = ("title", "shop")
"""Fields that are read although the mark stands elsewhere; of the shop only 闲置 and the like."""
_SILENT = ("plain",)
"""Families of words that only keep shorter words in them from being read (仿真 is no 仿)."""
_OF_RULES = ("news", "report")
"""Families that mean something beside a watch word, which is no mark."""
_OFFERED = 0.5
"""What words of a report weigh beside a price: an advertisement quotes the news too."""

_ELSEWHERE = 0.4
"""What 复刻 weighs on other goods: an old map is copied, not a watch."""


def _fits(family: Family, field: str, sighting: Sighting) -> bool:
    """Whether such words mean anything in this listing."""
    if is_watch(sighting.right) and family.name not in _OF_RULES:
        return False
    if family.name == "labels":
        return sells_packaging(sighting)
    if family.name == "parts":
        return not sells_packaging(sighting)
    if family.name == "report":
        return not is_offer(sighting.listing)
    if family.name == "news" and field != "title":
        return sighting.listing.price is None
    return True


def _share(family: Family, sighting: Sighting) -> float:
    """What part of its weight a family has here."""
    if family.name == "news" and is_offer(sighting.listing):
        return _OFFERED
    if family.name == "imitation" and sighting.goods.relation is Relation.OTHER:
        return _ELSEWHERE
    return 1.0


def _counting(sighting: Sighting) -> Iterator[tuple[str, WordFound]]:
    for field in _FIELDS:
        text = sighting.field(field)[:_READ]
        marks = [mark for mark in sighting.marks if mark.field == field]
        if text and (field in _WITHOUT_MARK or marks):
            for word in _words().find(text):
                family = families()[word.label]
                if field == "shop" and not marks and family.name != "secondhand":
                    continue
                if _counts(word, family, marks) and not _of_something_else(text, word, marks):
                    yield field, word


def sells_packaging(sighting: Sighting) -> bool:
    """Whether the goods themselves are packaging or labels (商标法 §57 (4))."""
    return packs_own(sighting.goods, sighting.right)


def _of_something_else(text: str, word: WordFound, marks: list[FieldMark]) -> bool:
    """Whether 通用 behind the mark is said of what stands between: 某某 电磁炉通用."""
    if word.label != "mention":
        return False
    ends = [mark.found.span[1] for mark in marks if mark.found.span[1] <= word.span[0]]
    ahead = any(word.span[1] <= mark.found.span[0] for mark in marks)
    between = text[max(ends, default=word.span[0]) : word.span[0]]
    return not ahead and between[:1].isspace() and bool(goods_lexicon().find(between))


def _counts(word: WordFound, family: Family, marks: list[FieldMark]) -> bool:
    """Whether the word stands near enough to the mark, and is not a piece of it."""
    spans = [mark.found.span for mark in marks]
    if any(start <= word.span[0] and word.span[1] <= end for start, end in spans):
        return False
    if family.near is None:
        return True
    return any(
        word.span[0] - end <= family.near and start - word.span[1] <= family.near
        for start, end in spans
    )
