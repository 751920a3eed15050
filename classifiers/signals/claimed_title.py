"""Titles claimed (权利标记): ® and 注册商标, 地理标志专用标志, patent and variety numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from classifiers.candidate.candidate import Sighting
from classifiers.candidate.licence_check import Standing
from classifiers.matching.registration_numbers import (
    NumberFound,
    is_sought_number,
    number_at,
    patents,
    same_number,
    varieties,
)
from classifiers.signals.licence import standing
from classifiers.signals.quote import quote, quote_mark
from storage.records import RightKind, Signal

_FIELDS = ("title", "description", "image_text")
_REGISTERED = re.compile(r"®|Ⓡ|\(R\)|（R）|注册商标")
_GI_BADGE = re.compile(
    r"地理标志专用标志|地理标志保护产品|地理标志产品|国家地理标志|农产品地理标志|地理标志认证|地标认证"
)
_PATENT_CLAIM = re.compile(r"国家专利|发明专利|专利产品|专利技术|实用新型专利|外观专利|专利配方")
_COLLECTIVE = frozenset(
    {RightKind.GEOGRAPHICAL_INDICATION, RightKind.COLLECTIVE, RightKind.CERTIFICATION}
)


def speak(sighting: Sighting) -> Iterator[Signal]:
    licensed = standing(sighting).standing in (Standing.LICENSED, Standing.HOLDER)
    if not licensed:
        yield from _registered(sighting)
        yield from _badge(sighting)
    if sighting.right.kind is RightKind.PATENT:
        yield from _patent(sighting, licensed)
    if sighting.right.kind is RightKind.PLANT_VARIETY:
        yield from _variety(sighting, licensed)


def _registered(sighting: Sighting) -> Iterator[Signal]:
    """® right behind a mark that the seller may not use (商标法 §52 where it is not registered)."""
    for mark in sighting.marks:
        _, after = sighting.around(mark, 3)
        if _REGISTERED.match(after):
            right = sighting.right
            unregistered = mark.found.cost > 0 and not right.registration_no
            what = "未见注册的标识" if unregistered else "他人标识"
            why = f"在{what}“{mark.found.text}”后标注注册标记，而台账中没有许可"
            yield quote_mark("registered-sign", mark, 1.2, why)
            return


def _badge(sighting: Sighting) -> Iterator[Signal]:
    if sighting.right.kind not in _COLLECTIVE:
        return
    for field in _FIELDS:
        if found := _GI_BADGE.search(sighting.field(field)):
            why = f"自称“{found[0]}”，而台账中没有使用专用标志的核准"
            yield quote("gi-badge", sighting, field, found.span(), 1.4, why)
            return


def _patent(sighting: Sighting, licensed: bool) -> Iterator[Signal]:
    numbers = list(_stated(sighting, patents))
    for field, number in numbers:
        yield from _number(sighting, field, number, "专利号", licensed)
    if not numbers and not licensed:
        for field in _FIELDS:
            if found := _PATENT_CLAIM.search(sighting.field(field)):
                why = f"自称“{found[0]}”但未标明专利号（《专利标识标注办法》）"
                yield quote("patent-claim", sighting, field, found.span(), 0.8, why)
                return


def _variety(sighting: Sighting, licensed: bool) -> Iterator[Signal]:
    for field, number in _stated(sighting, varieties):
        yield from _number(sighting, field, number, "品种权号", licensed)


def _stated(
    sighting: Sighting, read: Callable[[str], Iterator[NumberFound]]
) -> Iterator[tuple[str, NumberFound]]:
    """The numbers stated: those written in full form, and the right's own in any field."""
    full = set()
    for field in _FIELDS:
        for number in read(sighting.field(field)):
            full.add(field)
            yield field, number
    for mark in sighting.marks:
        if is_sought_number(mark.found.form) and mark.field not in full:
            yield mark.field, number_at(sighting.field(mark.field), mark.found.span)


def _number(
    sighting: Sighting, field: str, number: NumberFound, name: str, licensed: bool
) -> Iterator[Signal]:
    right = sighting.right
    own = bool(right.registration_no) and same_number(number.digits, right.registration_no or "")
    if number.holds is False and not own:
        why = f"{name}“{number.text}”的校验位不符，该号码不存在"
        yield quote("number", sighting, field, number.span, 2.4, why)
    elif own:
        if right.valid_until is not None and right.valid_until < sighting.on:
            why = f"{name}“{number.text}”已于{right.valid_until}届满，仍作标注"
            yield quote("number", sighting, field, number.span, 2.0, why)
        elif not licensed:
            why = f"标注了该权利的{name}“{number.text}”，而台账中没有许可"
            yield quote("number", sighting, field, number.span, 1.5, why)
