"""Grounds (依据) of an assessment: what it says several times stands once, with the places that bear it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from console.web.leads.reasons import KIND_NAMES, ShownReason, shown_reason
from storage.records import Signal
from storage.records.field_names import field_name

_PLACES = {
    "title": "标题",
    "brand": "品牌",
    "shop": "店铺",
    "description": "描述",
    "image": "图片",
    "image_text": "图片",
    "location": "发货地",
    "category": "类目",
    "operator.name": "主体",
    "price": "价格",
    "sales": "销量",
    "url": "网址",
    "seen_at": "时间",
}
"""Fields as a chip names them; an attribute is 属性 with its own name."""


@dataclass(frozen=True, kw_only=True)
class Ground:
    """One ground, said once."""

    kind: str
    text: str
    """The words of the page that it rests on; empty where it rests on none."""
    explanation: str
    places: tuple[str, ...]
    """Where the page bears it, in the order of the assessment."""
    weight: float
    """Log-odds of the strongest of its signals; above 0 speaks for infringement."""
    numbers: frozenset[int]
    """Positions in the assessment's signals."""


def place_name(field: str) -> str:
    """A field of a listing as a chip names it."""
    return _PLACES.get(field, f"属性 {field.removeprefix('attributes.')}")


def read_grounds(signals: Sequence[Signal]) -> list[Ground]:
    """The grounds, the strongest first. Signals of one kind and side that say the same of the same words
    in several places are one."""
    alike: dict[tuple[str, bool, str, str], list[int]] = {}
    for number, signal in enumerate(signals):
        key = (signal.kind, signal.weight > 0, signal.text, _without_place(signal))
        alike.setdefault(key, []).append(number)
    grounds = [_ground(signals, numbers) for numbers in alike.values()]
    return sorted(grounds, key=lambda ground: -abs(ground.weight))


def _ground(signals: Sequence[Signal], numbers: Sequence[int]) -> Ground:
    strongest = max((signals[number] for number in numbers), key=lambda s: abs(s.weight))
    reason: ShownReason = shown_reason(strongest)
    places = dict.fromkeys(place_name(signals[number].field) for number in numbers)
    return Ground(
        kind=KIND_NAMES.get(strongest.kind, strongest.kind),
        text=strongest.text,
        explanation=reason.explanation
        if len(places) == 1
        else _cut_place(reason.explanation, strongest.field),
        places=tuple(places),
        weight=strongest.weight,
        numbers=frozenset(numbers),
    )


def _without_place(signal: Signal) -> str:
    return _cut_place(signal.explanation, signal.field)


def _cut_place(explanation: str, field: str) -> str:
    """An explanation without the field's name at its beginning: the chips name the places."""
    return explanation.removeprefix(field_name(field))
