"""Wording (用语): words of imitation, labels for sale, claims of authority, mere mention."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from classifiers.goods_words import PACKAGING
from classifiers.lexicon import Lexicon, WordFound, load_lists
from classifiers.sighting import FieldMark, Sighting
from classifiers.signals.quote import quote
from storage.records import Signal

_FIELDS = ("title", "shop", "description", "image_text")


@dataclass(frozen=True, kw_only=True)
class Family:
    """One family of words with what it means."""

    name: str
    weight: float
    near: int | None
    says: str
    words: Lexicon


@cache
def families() -> tuple[Family, ...]:
    return tuple(
        Family(
            name=name,
            weight=float(entry["weight"]),
            near=entry.get("near"),
            says=entry["says"],
            words=Lexicon({str(word): name for word in entry["words"]}),
        )
        for name, entry in load_lists("wording").items()
    )


def speak(sighting: Sighting) -> Iterator[Signal]:
    """At most one signal a family: the first word that counts."""
    for family in families():
        if family.name == "labels" and not sells_packaging(sighting):
            continue
        found = _first(family, sighting)
        if found is not None:
            field, word = found
            yield quote(
                f"wording-{family.name}",
                sighting,
                field,
                word.span,
                family.weight,
                family.says.format(text=word.text),
            )


def sells_packaging(sighting: Sighting) -> bool:
    """Whether the goods themselves are packaging or labels (商标法 §57 (4))."""
    ground = sighting.goods.ground
    return ground is not None and ground.group == PACKAGING


def _first(family: Family, sighting: Sighting) -> tuple[str, WordFound] | None:
    for field in _FIELDS:
        text = sighting.field(field)[:2000]
        marks = [mark for mark in sighting.marks if mark.field == field]
        if not text or (field != "title" and not marks):
            continue
        for word in family.words.find(text):
            if _counts(word, family, marks):
                return field, word
    return None


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
