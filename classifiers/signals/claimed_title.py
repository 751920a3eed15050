"""Titles claimed (权利标记): ® and 注册商标, 地理标志专用标志, patent and variety numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from classifiers.candidate.candidate import Candidate
from classifiers.candidate.licence_check import LicenceStanding
from classifiers.matching.registration_numbers import (
    RegistrationNumber,
    is_sought_number,
    number_at,
    patents,
    same_number,
    varieties,
)
from classifiers.signals.quote import quote, quote_match
from classifiers.signals.seller_standing import standing
from classifiers.signals.weights import weight
from storage.records import RightKind, Signal
from storage.records.right_term import Standing, standing_of
from storage.records.right_words import OF_A_PLACE

_FIELDS = ("title", "description", "image_text")
_REGISTERED = re.compile(r"®|Ⓡ|\(R\)|（R）|注册商标")
_GI_BADGE = re.compile(
    r"""
      地理标志专用标志 | 地理标志保护产品 | 地理标志产品    # 国家知识产权局
    | 国家地理标志 | 农产品地理标志
    | 地理标志认证 | 地标认证                              # no such thing, but sellers write it
    """,
    re.VERBOSE,
)
"""Words that claim the protection of a geographical indication."""
_PATENT_CLAIM = re.compile(r"国家专利|发明专利|专利产品|专利技术|实用新型专利|外观专利|专利配方")


_REGISTERED_SIGN, _BADGE = weight("registered-sign"), weight("gi-badge")
_PATENT_CLAIMED = weight("patent-claim")
_INVALID, _ENDED = weight("number.invalid"), weight("number.ended")
_UNLICENSED = weight("number.unlicensed")
_SIGN_REACH = 3
"""Characters behind a mark in which ® belongs to it; chosen by hand."""


def signals_of(candidate: Candidate) -> Iterator[Signal]:
    """Signals of titles that a seller without licence claims, and of numbers that do not hold."""
    licensed = standing(candidate).standing in (LicenceStanding.LICENSED, LicenceStanding.HOLDER)
    if not licensed:
        yield from _registered(candidate)
        yield from _badge(candidate)
    if candidate.right.kind is RightKind.PATENT:
        yield from _patent(candidate, licensed)
    if candidate.right.kind is RightKind.PLANT_VARIETY:
        yield from _variety(candidate, licensed)


def _registered(candidate: Candidate) -> Iterator[Signal]:
    """® right behind a mark that the seller may not use (商标法 §52 where it is not registered)."""
    for match in candidate.matches:
        _, after = candidate.context(match, _SIGN_REACH)
        if _REGISTERED.match(after):
            right = candidate.right
            unregistered = match.cost > 0 and not right.registration_no
            what = "未见注册的标识" if unregistered else "他人标识"
            why = f"在{what}“{match.text}”后标注注册标记，而台账中没有许可"
            yield quote_match("registered-sign", match, _REGISTERED_SIGN, why)
            return


def _badge(candidate: Candidate) -> Iterator[Signal]:
    if candidate.right.kind not in OF_A_PLACE:
        return
    for field in _FIELDS:
        if badge := _GI_BADGE.search(candidate.field(field)):
            why = f"自称“{badge[0]}”，而台账中没有使用专用标志的核准"
            yield quote("gi-badge", candidate, field, badge.span(), _BADGE, why)
            return


def _patent(candidate: Candidate, licensed: bool) -> Iterator[Signal]:
    numbers = list(_numbers_in(candidate, patents))
    for field, number in numbers:
        yield from _number(candidate, field, number, "专利号", licensed)
    if not numbers and not licensed:
        for field in _FIELDS:
            if claim := _PATENT_CLAIM.search(candidate.field(field)):
                why = f"自称“{claim[0]}”但未标明专利号（《专利标识标注办法》）"
                yield quote("patent-claim", candidate, field, claim.span(), _PATENT_CLAIMED, why)
                return


def _variety(candidate: Candidate, licensed: bool) -> Iterator[Signal]:
    for field, number in _numbers_in(candidate, varieties):
        yield from _number(candidate, field, number, "品种权号", licensed)


def _numbers_in(
    candidate: Candidate, read: Callable[[str], Iterator[RegistrationNumber]]
) -> Iterator[tuple[str, RegistrationNumber]]:
    """(field, number) of those written in full form, and of the right's own in any field."""
    full = set()
    for field in _FIELDS:
        for number in read(candidate.field(field)):
            full.add(field)
            yield field, number
    for match in candidate.matches:
        if is_sought_number(match.form) and match.field not in full:
            yield match.field, number_at(candidate.field(match.field), match.span)


def _number(
    candidate: Candidate, field: str, number: RegistrationNumber, name: str, licensed: bool
) -> Iterator[Signal]:
    right = candidate.right
    is_the_rights = bool(right.registration_no) and same_number(
        number.digits, right.registration_no or ""
    )
    if number.holds is False and not is_the_rights:
        why = f"{name}“{number.text}”的校验位不符，该号码不存在"
        yield quote("number", candidate, field, number.span, _INVALID, why)
    elif is_the_rights:
        if standing_of(right, candidate.on) is Standing.ENDED:
            why = f"{name}“{number.text}”已于{right.valid_until}届满，仍作标注"
            yield quote("number", candidate, field, number.span, _ENDED, why)
        elif not licensed:
            why = f"标注了该权利的{name}“{number.text}”，而台账中没有许可"
            yield quote("number", candidate, field, number.span, _UNLICENSED, why)
