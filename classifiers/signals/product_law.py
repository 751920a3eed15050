"""Product law (产品法规): preparations of hospitals sold, diseases claimed on food, no licence.

药品管理法 §76, 食品安全法 §73, 广告法 §17. Useful even where the mark is not infringed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from classifiers.candidate.candidate import Candidate
from classifiers.goods.lexicon import Lexicon, WordMatch, load_lists
from classifiers.signals.quote import quote
from classifiers.signals.weights import weight
from storage.records import RightKind, Signal

_FIELDS = ("title", "description", "image_text")
_FOOD = frozenset({29, 30, 31, 32})
"""Nice classes of food."""
_ON_A_MARK = weight("law.on-a-mark")
"""Share of the weight where the right is a mark: bad goods, but not yet a bad mark."""
_READ = 2000
"""Characters of a field that are read; chosen by hand."""


@dataclass(frozen=True, kw_only=True)
class ProductLawRule:
    """One rule of product law."""

    name: str
    weight: float
    """Log-odds, from `lexicons/product_law.yml`."""
    food_only: bool
    says: str


@cache
def rules() -> dict[str, ProductLawRule]:
    return {
        name: ProductLawRule(
            name=name,
            weight=float(entry["weight"]),
            food_only=entry["goods"] == "food",
            says=entry["says"],
        )
        for name, entry in load_lists("product_law").items()
    }


@cache
def _words() -> Lexicon:
    lists = load_lists("product_law")
    return Lexicon({str(w): name for name, entry in lists.items() for w in entry["words"]})


def signals_of(candidate: Candidate) -> Iterator[Signal]:
    """At most one signal for each rule: the first word that breaks it."""
    classes = {word.nice for word in candidate.goods_words}
    share = 1.0 if candidate.right.kind is RightKind.PRODUCT_RULE else _ON_A_MARK
    broken = set()
    for field in _FIELDS:
        for word in _words().find(candidate.field(field)[:_READ]):
            rule = rules()[word.label]
            if rule.name in broken or (rule.food_only and classes and classes.isdisjoint(_FOOD)):
                continue
            if denied(candidate.field(field), word.span[0]) or _is_mark(candidate, field, word):
                continue
            broken.add(rule.name)
            log_odds = round(rule.weight * share, 2)
            why = rule.says.format(text=word.text)
            yield quote(f"law-{rule.name}", candidate, field, word.span, log_odds, why)


def _is_mark(candidate: Candidate, field: str, word: WordMatch) -> bool:
    """Whether the word is the watch word itself, which `watch` speaks of."""
    return any(
        match.field == field and match.span[0] < word.span[1] and word.span[0] < match.span[1]
        for match in candidate.matches
    )


_DENIALS = (
    "不是",
    "并非",
    "不能",
    "不得",
    "不可",
    "禁止",
    "不具有",
    "没有",
    "无法",
    "切勿",
    "不宣称",
    "非",
)
_REACH = 8
"""Characters before a word that may deny it; chosen by hand."""


def denied(text: str, start: int) -> bool:
    """Whether the text just before the place `start` denies or forbids what follows."""
    before = text[max(0, start - _REACH) : start]
    return any(word in before for word in _DENIALS)
