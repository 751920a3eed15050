"""Names of goods with which titles are read although no list of sellers' words holds them (标准名称)."""

from __future__ import annotations

from collections.abc import Iterable

from classifiers.characters.folding import fold
from classifiers.goods.lexicon import load_lists
from classifiers.goods.nice_classes import SERVICES
from classifiers.goods.similar_groups import standard_names

_MATERIAL_GROUPS = frozenset(
    {
        "0101", "0102", "0107", "0108", "0113", "0116", "0601", "1401", "1701", "1703",
        "1801", "1901", "1902", "1903", "2204", "2205", "2301", "2302", "2401", "2601",
    }
)  # fmt: skip
"""Similar groups of materials (原料): metals, leather, cloth, yarn, stone."""


def with_table_names(listed: Iterable[tuple[str, str]]) -> dict[str, str]:
    """`listed` words with their labels, and the names of the office's table besides, each under its similar group.
    Names of materials and services stay out: titles say them of other goods."""
    labels = dict(listed)
    silent = {fold(word) for word in load_lists("goods_tails")["silent"]}
    for name, group in standard_names():
        nice = int(group[:2])
        is_silent = name in silent or group in _MATERIAL_GROUPS or nice >= SERVICES
        if len(name) > 1 and not is_silent:
            labels.setdefault(name, f"{group}/{nice}")
    return labels
