"""Generic names (商品统称): what 茶叶, 白酒 or 家电 covers.

A right registered for a generic name covers every kind of those goods: 红富士 is 苹果, 苹果 is
新鲜水果. `lexicons/goods.yml` names the kinds of each group, `goods_relations.yml` the names that
cover several groups and the goods that are bought together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from classifiers.characters.folding import fold
from classifiers.goods.lexicon import load_lists

_NONE: frozenset[str] = frozenset()


def generic_names(word: str, goods_group: str = "") -> frozenset[str]:
    """Folded generic names that cover a goods word, or, for a word of no list, its group."""
    return _covering(kind_names(word, goods_group))


@cache
def kind_names(word: str, goods_group: str = "") -> frozenset[str]:
    """Folded names of the kind and group of a goods word, without those that cover several groups."""
    by_word, by_group = _tables()
    return by_word.get(fold(word), _NONE) | by_group.get(goods_group, _NONE)


@cache
def _covering(names: frozenset[str]) -> frozenset[str]:
    return names | {name for name, kinds in _covers() if not names.isdisjoint(kinds)}


@cache
def _covers() -> tuple[tuple[str, frozenset[str]], ...]:
    """Folded names that cover several groups or kinds, with the folded names of these."""
    covers = load_lists("goods_relations")["covers"].items()
    return tuple((fold(name), _folded(kinds)) for name, kinds in covers)


def is_covered(word: str, goods_group: str, names: frozenset[str]) -> bool:
    """Whether one of the folded `names` covers a goods word, as itself or as its generic name; a name of one
    kind (`single` of `goods_relations.yml`) covers no other kind of its group."""
    generic = generic_names(word, goods_group) & names
    return word in names or any(
        name not in _single() or word.endswith(name) or name in _kinds().get(word, _NONE)
        for name in generic
    )


@cache
def _single() -> frozenset[str]:
    return _folded(load_lists("goods_relations")["single"])


@cache
def _kinds() -> Mapping[str, frozenset[str]]:
    """Names of its kinds, without those of its group, by folded word."""
    kinds: defaultdict[str, set[str]] = defaultdict(set)
    for group in _groups():
        for kind in group.get("kinds", ()):
            for word in (*kind["names"], *kind["words"]):
                kinds[fold(str(word))] |= _folded(kind["names"])
    return {word: frozenset(names) for word, names in kinds.items()}


def groups_of_name(name: str) -> frozenset[str]:
    """Groups of `lexicons/goods.yml` that a generic name covers wholly or in part."""
    return _groups_by_name().get(fold(name), _NONE)


@cache
def neighbours(names: frozenset[str]) -> frozenset[str]:
    """Folded generic names of goods that are bought together with goods that `names` cover."""
    clusters = [cluster for cluster in _clusters() if not cluster.isdisjoint(names)]
    return frozenset().union(*clusters)


@cache
def _clusters() -> tuple[frozenset[str], ...]:
    clusters = load_lists("goods_relations")["neighbours"]
    return tuple(frozenset(fold(name) for name in cluster) for cluster in clusters)


@cache
def _tables() -> tuple[Mapping[str, frozenset[str]], Mapping[str, frozenset[str]]]:
    """Generic names by folded word and by group."""
    by_word: defaultdict[str, set[str]] = defaultdict(set)
    by_group: defaultdict[str, set[str]] = defaultdict(set)
    placed: set[str] = set()
    for group in _groups():
        by_group[group["words"][0]] |= _folded(_names(group))
        for word in _folded(group["words"]) - placed:
            by_word[word] |= _folded(_names(group))
        placed |= _folded(group["words"])
    for word, names in _kinds().items():
        by_word[word] |= names
    return (
        {word: frozenset(names) for word, names in by_word.items()},
        {group: frozenset(names) for group, names in by_group.items()},
    )


@cache
def _groups_by_name() -> Mapping[str, frozenset[str]]:
    groups: defaultdict[str, set[str]] = defaultdict(set)
    for group in _groups():
        for name in _names(group):
            groups[fold(name)].add(group["words"][0])
        for kind in group.get("kinds", ()):
            for name in kind["names"]:
                groups[fold(str(name))].add(group["words"][0])
    for name, covered in load_lists("goods_relations")["covers"].items():
        for member in covered:
            groups[fold(name)] |= groups.get(fold(member), set())
    return {name: frozenset(members) for name, members in groups.items()}


def _groups() -> Iterator[dict[str, Any]]:
    for section in load_lists("goods").values():
        yield from section


def _names(group: dict[str, Any]) -> tuple[str, ...]:
    """Generic names of a group: its own name is the first of its words."""
    return (str(group["words"][0]), *map(str, group.get("names", ())))


def _folded(words: Any) -> frozenset[str]:
    return frozenset(fold(str(word)) for word in words)
