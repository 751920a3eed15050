"""Trait (商品特征): the words name a colour, a size or a taste of the goods, not where they come from.

暖驼 as a colour in 颜色分类 is no use as a mark (商标法 §59: words that describe the goods).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from classifiers.candidate.candidate import FieldMark, Sighting
from classifiers.goods.lexicon import load_lists
from classifiers.signals.quote import field_name, quote_mark
from storage.records import Signal

_WEIGHT = -3.0
_BEFORE = re.compile(r"(?:颜色|色号|色系|配色|花色|口味|款式)\s*[:：]?\s*[^，。；]{0,12}$")
_AFTER = re.compile(r"色(?!彩)|系列?色|口味|配色")


def speak(sighting: Sighting) -> Iterator[Signal]:
    """One signal, where all that was found of the mark may be read so."""
    for mark in sighting.marks:
        if mark.field == "brand":
            return
    for mark in sighting.marks:
        if why := _why(sighting, mark):
            yield quote_mark("trait", mark, _WEIGHT, why)
            return


def _why(sighting: Sighting, mark: FieldMark) -> str | None:
    name = mark.field.removeprefix("attributes.")
    shown = mark.found.text
    if mark.field.startswith("attributes.") and name in load_lists("places")["trait_attributes"]:
        return f"{field_name(mark.field)}写明“{shown}”，是对商品颜色、款式等的描述"
    before, after = sighting.around(mark, 20)
    if mark.field == "title" and (_AFTER.match(after) or _BEFORE.search(before)):
        return f"标题中“{shown}”是对颜色或口味的描述"
    return None
