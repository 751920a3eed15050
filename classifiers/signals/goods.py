"""Goods (商品类别): whether the listing sells what the right is registered for (商标法 §57)."""

from __future__ import annotations

from collections.abc import Iterator

from classifiers.candidate.candidate import Candidate
from classifiers.goods.grade import Relation, table_group
from classifiers.goods.packs import packs_own
from classifiers.goods.similar_groups import title_of
from classifiers.matching.registration_numbers import is_sought_number
from classifiers.signals.quote import quote
from classifiers.signals.weights import weight
from storage.records import RightKind, Signal

_WEIGHTS = {
    relation: weight(f"goods.{relation}")
    for relation in Relation
    if relation is not Relation.UNKNOWN
}
_EXPLANATIONS = {
    Relation.SAME: "“{word}”属于核定使用的商品",
    Relation.SIMILAR: "“{word}”与核定使用的商品类似",
    Relation.NEAR: "“{word}”与核定商品同属一大类，但未必类似",
    Relation.DIFFERENT: "实际销售的是“{word}”，与核定商品不同",
}
_DOUBTFUL_EXPLANATION = "所售可能是“{word}”，与核定商品不同，但其他文字不能确定"
_ACCESSORY_EXPLANATION = "所售似为核定商品的配件、附件（“{word}”），标识或仅说明其适用对象"
_GROUP_EXPLANATIONS = {
    Relation.SIMILAR: "（《类似商品和服务区分表》{code}类似群“{title}”）",
    Relation.DIFFERENT: "（属《类似商品和服务区分表》{code}类似群“{title}”，与核定商品的类似群不同）",
}
_UNNAMED = "标题没有写明商品名称，按使用该标识的商品推定"
_MEAL = "标题所示即核定使用的商品或服务"
_UNNAMED_WEIGHT = weight("goods.unnamed")
_PLAIN = weight("goods.plain-from")
"""Sureness of the ground from which nothing doubtful is said."""


def signals_of(candidate: Candidate) -> Iterator[Signal]:
    """One signal, where a word names the goods; its weight shrinks with doubt."""
    answer = candidate.goods
    if answer.relation is Relation.UNKNOWN or answer.ground is None:
        if candidate.right.goods:
            why = _MEAL if answer.relation is Relation.SAME else _UNNAMED
            span = (0, len(candidate.field("title")))
            yield quote("goods", candidate, "title", span, _UNNAMED_WEIGHT, why)
        return
    ground = answer.ground
    if answer.relation is Relation.DIFFERENT and packs_own(answer, candidate.right):
        return  # packaging with the mark on it is an infringement of its own kind, see wording
    if answer.relation is Relation.DIFFERENT and _states_number(candidate):
        return  # a patent's number on any goods is passing off (专利法 §68)
    doubtful = answer.relation is Relation.DIFFERENT and answer.sure < _PLAIN
    why = (_DOUBTFUL_EXPLANATION if doubtful else _EXPLANATIONS[answer.relation]).format(
        word=ground.match.text
    )
    if answer.accessory:
        why = _ACCESSORY_EXPLANATION.format(word=ground.match.text)
    elif answer.relation in _GROUP_EXPLANATIONS and (
        code := table_group(ground, candidate.right, answer.relation)
    ):
        why += _GROUP_EXPLANATIONS[answer.relation].format(code=code, title=title_of(code))
    log_odds = round(_WEIGHTS[answer.relation] * answer.sure, 2)
    yield quote("goods", candidate, ground.field, ground.match.span, log_odds, why)


def _states_number(candidate: Candidate) -> bool:
    return candidate.right.kind is RightKind.PATENT and any(
        is_sought_number(match.form) for match in candidate.matches
    )
