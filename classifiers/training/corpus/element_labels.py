"""Element labels (要素标注): how a court would answer the elements of each family's listings.

An empty answer teaches nothing: the family's listings differ in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class ElementLabels:
    """The answers for one listing; empty where it is not decided."""

    sign: str = ""
    goods: str = ""
    use: str = ""
    source: str = ""
    source_open: bool = False
    """Whether only the source of the goods is open: the sign itself, on its goods, by nobody known."""


def _labels(
    sign: str, goods: str, use: str, source: str = "unknown", *, source_open: bool = False
) -> ElementLabels:
    return ElementLabels(sign=sign, goods=goods, use=use, source=source, source_open=source_open)


_OPEN = _labels("identical", "same", "mark", source_open=True)
_MARK = _labels("identical", "same", "mark")

BY_FAMILY: Mapping[str, ElementLabels] = {
    "plain": _OPEN, "as_brand": _OPEN, "near_goods": _labels("identical", "similar", "mark"),
    "disguise": _labels("similar", "same", "mark"), "parts_apart": _labels("similar", "same", "mark"),
    "as_shop": _labels("identical", "same", ""), "place_as_brand": _MARK,
    "imitation": _MARK, "compared": _labels("identical", "same", "comparison"),
    "mild": _labels("identical", "same", "comparison"),
    "labels": _MARK, "own_label": _MARK, "lapsed": _MARK, "beyond_licence": _MARK,
    "imitated_shop": _MARK, "on_picture": _OPEN, "boasting": _OPEN, "cheap": _MARK, "claimed": _OPEN,
    "written_twice": _OPEN,
    "named_as_maker": _OPEN,
    "far_name": _labels("identical", "other", "mark"),
    "far_goods": _labels("identical", "other", "mark"), "bait": _labels("identical", "other", "keyword"),
    "licensed": _labels("identical", "same", "mark", "licensed"),
    "own_shop": _labels("identical", "same", "mark", "licensed"),
    "resale": _labels("identical", "same", "mark", "licensed"),
    "secondhand": _labels("identical", "same", "mark", ""),
    "near_goods_meant": _labels("identical", "similar", ""),
    "other_goods": _labels("", "other", ""), "origin_only": _labels("identical", "same", "origin"),
    "place_name": _labels("identical", "same", "origin"), "town": _labels("", "same", "origin"),
    "place_of_other_goods": _labels("part", "other", "origin"),
    "variety": _labels("part", "same", "description"),
    "neighbour": _labels("none", "same", "other-brand"), "others_mark": _labels("none", "other", "other-brand"),
    "longer_sign": _labels("none", "other", "other-brand"),
    "folk": _labels("none", "same", "description"), "told_only": _labels("identical", "same", "origin"),
    "by_chance": _labels("none", "", "none"), "mention": _labels("identical", "other", "purpose"),
    "mended_for": _labels("identical", "other", "purpose"), "part_for": _labels("identical", "other", "purpose"),
    "fits": _labels("identical", "other", "purpose"), "genuine_part": _labels("identical", "similar", "mark"),
    "reported": _labels("identical", "", "none"), "news": _labels("identical", "", "none"),
    "service": _labels("identical", "other", "purpose"), "designed": _labels("identical", "other", "none"),
    "trait": _labels("none", "same", "description"), "likeness": _labels("none", "", "description"),
    "word_on_other_goods": _labels("none", "other", "description"),
    "word_on_own_goods": _labels("", "same", "description"),
    "made_for_many": _labels("identical", "other", "purpose"),
    "the_thing_itself": _labels("none", "other", "description"),
    "denied": _labels("identical", "same", "negation"), "person": _labels("none", "", "description"),
    "torn": _labels("none", "", "none"),
}  # fmt: skip
"""By name of the family's function."""
