"""Position (使用位置): where the mark stands decides whether it is used as a mark."""

from __future__ import annotations

from collections.abc import Iterator

from classifiers.candidate.candidate import Candidate
from classifiers.candidate.position_kinds import Position
from classifiers.matching.registration_numbers import is_sought_number
from classifiers.signals.quote import field_name, quote_mark
from storage.records import Signal

WEIGHTS = {
    Position.BRAND: 2.0,
    Position.LEAD: 1.4,
    Position.TITLE: 0.8,
    Position.SHOP: 1.2,
    Position.IMAGE: 0.8,
    Position.TEXT: -1.5,
    Position.ORIGIN: -2.5,
    Position.PLACE_NAME: -2.8,
    Position.PLACE_HINT: -0.3,
    Position.OTHER_FIELD: -0.3,
    Position.MAKER: -0.5,
}
_SAYS = {
    Position.BRAND: "在{field}作为品牌使用，属商标性使用",
    Position.LEAD: "位于标题开头，起识别来源作用",
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


def signals_of(candidate: Candidate) -> Iterator[Signal]:
    """One signal a kind of place, on the first find there."""
    seen = set()
    for match, place in zip(candidate.matches, candidate.positions, strict=True):
        if place is Position.TEXT and is_sought_number(match.form):
            continue  # a patent's number is stated wherever it stands
        if place not in seen:
            seen.add(place)
            before, after = candidate.context(match, 4)
            says = _SAYS[place].format(
                field=field_name(match.field),
                around=before + match.text + after,
                after=after,
            )
            yield quote_mark("position", match, WEIGHTS[place], f"“{match.text}”{says}")
