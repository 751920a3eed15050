"""Position (使用位置): where the mark stands decides whether it is used as a mark."""

from __future__ import annotations

from collections.abc import Iterator

from classifiers.candidate.candidate import Sighting
from classifiers.candidate.position_kinds import Place
from classifiers.matching.registration_numbers import is_sought_number
from classifiers.signals.quote import field_name, quote_mark
from storage.records import Signal

WEIGHTS = {
    Place.BRAND: 2.0,
    Place.LEAD: 1.4,
    Place.TITLE: 0.8,
    Place.SHOP: 1.2,
    Place.IMAGE: 0.8,
    Place.TEXT: -1.5,
    Place.ORIGIN: -2.5,
    Place.PLACE_NAME: -2.8,
    Place.PLACE_HINT: -0.3,
    Place.OTHER_FIELD: -0.3,
    Place.MAKER: -0.5,
}
_SAYS = {
    Place.BRAND: "在{field}作为品牌使用，属商标性使用",
    Place.LEAD: "位于标题开头，起识别来源作用",
    Place.TITLE: "出现在标题中",
    Place.SHOP: "用于店铺名称，易使人误认经营者与权利人有关",
    Place.IMAGE: "出现在商品图片中",
    Place.TEXT: "仅出现在{field}的叙述中",
    Place.ORIGIN: "出现在{field}，属如实标注产地，推定为正当使用",
    Place.PLACE_NAME: "作为地名使用（“{around}”），不是作为标识使用",
    Place.PLACE_HINT: "后接“{after}”，可能是在说明产地",
    Place.OTHER_FIELD: "出现在{field}",
    Place.MAKER: "出现在{field}，系指生产者名称",
}


def speak(sighting: Sighting) -> Iterator[Signal]:
    """One signal a kind of place, on the first find there."""
    seen = set()
    for mark, place in zip(sighting.marks, sighting.places, strict=True):
        if place is Place.TEXT and is_sought_number(mark.found.form):
            continue  # a patent's number is stated wherever it stands
        if place not in seen:
            seen.add(place)
            before, after = sighting.around(mark, 4)
            says = _SAYS[place].format(
                field=field_name(mark.field),
                around=before + mark.found.text + after,
                after=after,
            )
            yield quote_mark("position", mark, WEIGHTS[place], f"“{mark.found.text}”{says}")
