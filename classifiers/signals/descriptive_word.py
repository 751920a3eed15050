"""Descriptive words (商品特征): a colour, a size or a taste of the goods, not where they come from.

暖驼 as a colour in 颜色分类 is no use as a mark (商标法 §59: words that describe the goods).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from classifiers.candidate.candidate import Candidate, FieldMatch
from classifiers.goods.lexicon import load_lists
from classifiers.signals.quote import quote_match
from classifiers.signals.weights import weight
from storage.records import Signal
from storage.records.field_names import field_name

_WEIGHT = weight("trait")
_REACH = 20
"""Characters before and behind a match that are read for 颜色 and the like; chosen by hand."""
_BEFORE = re.compile(r"(?:颜色|色号|色系|配色|花色|口味|款式)\s*[:：]?\s*[^，,。；;】\])）]{0,12}$")
_AFTER = re.compile(r"色(?!彩)|系列?色|口味|配色")


def signals_of(candidate: Candidate) -> Iterator[Signal]:
    """One signal, where no match stands in the brand field and one may be read so."""
    for match in candidate.matches:
        if match.field == "brand":
            return
    for match in candidate.matches:
        if why := _explanation(candidate, match):
            yield quote_match("trait", match, _WEIGHT, why)
            return


def _explanation(candidate: Candidate, match: FieldMatch) -> str | None:
    name = match.field.removeprefix("attributes.")
    if match.field.startswith("attributes.") and name in load_lists("places")["trait_attributes"]:
        return f"{field_name(match.field)}写明“{match.text}”，是对商品颜色、款式等的描述"
    before, after = candidate.context(match, _REACH)
    if match.field == "title" and (_AFTER.match(after) or _BEFORE.search(before)):
        return f"标题中“{match.text}”是对颜色或口味的描述"
    return None
