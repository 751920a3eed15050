"""Position (使用位置): where the mark stands decides whether it is used as a mark."""

from __future__ import annotations

from collections.abc import Iterator

from classifiers.candidate.candidate import Candidate
from classifiers.candidate.position_kinds import Position
from classifiers.matching.registration_numbers import is_sought_number
from classifiers.signals.quote import quote_match
from classifiers.signals.weights import weight
from storage.records import Signal
from storage.records.field_names import field_name
from storage.records.right_words import SIGN_NAMES

_WEIGHTS = {position: weight(f"position.{position}") for position in Position}
_CONTEXT = 4
"""Characters before and behind a match that the explanation quotes."""
_EXPLANATIONS = {
    Position.BRAND: "在{field}作为品牌使用，属商标性使用",
    Position.LEAD: "位于标题{head}，起识别来源作用",
    Position.TITLE: "出现在标题中",
    Position.SHOP: "用于店铺名称，易使人误认经营者与权利人有关",
    Position.IMAGE: "出现在商品图片中",
    Position.TEXT: "仅出现在{field}的叙述中",
    Position.ORIGIN: "出现在{field}，属如实标注产地，推定为正当使用",
    Position.PLACE_NAME: "作为地名使用（“{around}”），不是作为标识使用",
    Position.PLACE_HINT: "后接“{after}”，可能是在说明产地",
    Position.OTHER_FIELD: "出现在{field}",
    Position.MAKER: "出现在{field}，系指生产者名称",
}


_NAME_EXPLANATIONS = _EXPLANATIONS | {
    Position.BRAND: "标在{field}",
    Position.LEAD: "位于标题{head}",
}
"""Of a patent and a plant variety: their name is no mark, so its use is no use as a mark (商标性使用)."""


def signals_of(candidate: Candidate) -> Iterator[Signal]:
    """One signal for each position, on the first match there."""
    quoted = set()
    explanations = _NAME_EXPLANATIONS if candidate.right.kind in SIGN_NAMES else _EXPLANATIONS
    for match, position in zip(candidate.matches, candidate.positions, strict=True):
        if position is Position.TEXT and is_sought_number(match.form):
            continue  # a patent's number is stated wherever it stands
        if position not in quoted:
            quoted.add(position)
            before, after = candidate.context(match, _CONTEXT)
            says = explanations[position].format(
                field=field_name(match.field),
                around=before + match.text + after,
                after=after,
                head=_head(candidate.field(match.field)[: match.span[0]]),
            )
            yield quote_match("position", match, _WEIGHTS[position], f"“{match.text}”{says}")


def _head(before: str) -> str:
    """Where in the head of a title a match stands: at its very beginning, or behind a few other words."""
    return "前部" if any(map(str.isalnum, before)) else "开头"
