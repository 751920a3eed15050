"""Use in context (使用语境): what the words around a sign make of it — denied, compared, an origin, a purpose.

These are grounds that an officer reads; the model weighs the context itself (`elements.evidence`). 暖驼 as
a colour in 颜色分类 is a trait (商品特征), no use as a mark (商标法 §59: words that describe the goods).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import MappingProxyType

from classifiers.candidate.candidate import Candidate, FieldMatch
from classifiers.candidate.sign_context import SignContext
from classifiers.characters.folding import fold
from classifiers.goods.lexicon import load_lists
from classifiers.goods.ordinary_words import is_spoken
from classifiers.goods.sign_parts import sign_parts
from classifiers.goods.words import goods_lexicon
from classifiers.signals.quote import quote, quote_match
from classifiers.signals.weights import weight
from storage.base.disguises import Disguise
from storage.records import Signal
from storage.records.field_names import field_name

_AGAINST, _FOR = weight("use-context.against"), weight("use-context.for")
_READINGS = MappingProxyType(
    {
        "denied": (_AGAINST, "“{around}”表明所售并非该标识的商品"),
        "compared": (_FOR, "“{around}”是与该标识的商品比较"),
        "source_before": (_AGAINST, "“{around}”说明来源、产地或部件"),
        "place_behind": (_AGAINST, "“{around}”是在指地方"),
        "likeness": (_AGAINST, "“{around}”说的是颜色、味道、图案或材质"),
        "purpose_before": (_AGAINST, "“{around}”说明所售商品的用途或适用对象"),
        "purpose_behind": (_AGAINST, "“{around}”说明所售是其配件或适用于它的商品"),
        "sought": (_AGAINST, "“{around}”与其他名称并列或作搜索词"),
        "named": (_FOR, "“{around}”写明是品牌或厂商名称"),
        "other_name_first": (_AGAINST, "标题以另一名称开头，“{text}”不在其首"),
    }
)
"""Field of a context → its log-odds and what it tells, in the order in which they are read."""
_BESIDE = 6
"""Characters before and behind a match that are quoted."""


_TRAIT = weight("trait")
_TRAIT_REACH = 20
"""Characters before and behind a match that are read for 颜色 and the like; chosen by hand."""
_TRAIT_BEFORE = re.compile(
    r"(?:颜色|色号|色系|配色|花色|口味|款式)\s*[:：]?\s*[^，,。；;】\])）]{0,12}$"
)
_TRAIT_AFTER = re.compile(r"色(?!彩)|系列?色|口味|配色")


def signals_of(candidate: Candidate) -> Iterator[Signal]:
    """What the words around tell, and a trait of the goods."""
    yield from _readings(candidate)
    yield from _traits(candidate)


def _readings(candidate: Candidate) -> Iterator[Signal]:
    """One signal for the first reading of the first match that has one."""
    for match, context in candidate.contexts:
        if reading := _reading(candidate, match, context):
            log_odds, why = reading
            yield quote("use-context", candidate, match.field, match.span, log_odds, why)
            return


def _reading(
    candidate: Candidate, match: FieldMatch, context: SignContext
) -> tuple[float, str] | None:
    before, after = candidate.context(match, _BESIDE)
    around = before + match.text + after
    if match.how is Disguise.GOODS_PART:
        return _AGAINST, f"“{match.text}”是标识中的商品名称"
    if match.how is Disguise.PART and sign_parts(candidate.right).place:
        return _AGAINST, f"“{match.text}”是地名，其后不是该标识的商品"
    for name, (log_odds, says) in _READINGS.items():
        if getattr(context, name) > 0:
            return log_odds, says.format(around=around, text=match.text)
    if context.touches and context.word_gain < 0:
        return _AGAINST, f"“{around}”中该文字与前后文字连读成词"
    mark = fold(match.form)
    if mark in goods_lexicon() or is_spoken(mark):
        return _AGAINST, f"“{match.text}”也是日常用语或商品名称，可能取其本来含义"
    return None


def _traits(candidate: Candidate) -> Iterator[Signal]:
    """One signal, where no match stands in the brand field and one may be read so."""
    for match in candidate.matches:
        if match.field == "brand":
            return
    for match in candidate.matches:
        if why := _trait(candidate, match):
            yield quote_match("trait", match, _TRAIT, why)
            return


def _trait(candidate: Candidate, match: FieldMatch) -> str | None:
    name = match.field.removeprefix("attributes.")
    if match.field.startswith("attributes.") and name in load_lists("places")["trait_attributes"]:
        return f"{field_name(match.field)}写明“{match.text}”，是对商品颜色、款式等的描述"
    before, after = candidate.context(match, _TRAIT_REACH)
    if match.field == "title" and (_TRAIT_AFTER.match(after) or _TRAIT_BEFORE.search(before)):
        return f"标题中“{match.text}”是对颜色或口味的描述"
    return None
