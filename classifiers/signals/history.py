"""Seller history (卖家记录): verdicts on its other listings, and a picture known from one.

法发〔2020〕32号: going on after a finding is a sign of intent.
"""

from __future__ import annotations

from collections.abc import Iterator

from classifiers.candidate.candidate import Candidate
from classifiers.signals.quote import quote_field
from storage.records import Signal

_ONCE, _OFTEN, _PICTURE, _CLEAN = 0.6, 1.2, 1.4, -0.4
_REPEATED, _CLEARED = 3, 3
"""Confirmed listings that make a repeat; dismissed ones, without any confirmed, that speak for it."""


def signals_of(candidate: Candidate) -> Iterator[Signal]:
    known = candidate.background
    field = "shop" if candidate.field("shop") else "title"
    if known.confirmed:
        weight = _OFTEN if known.confirmed >= _REPEATED else _ONCE
        why = f"该店铺另有{known.confirmed}条商品信息已被确认涉嫌侵权"
        yield quote_field("seller-history", candidate, field, weight, why)
    elif known.dismissed >= _CLEARED:
        why = f"该店铺此前{known.dismissed}条线索均已排除"
        yield quote_field("seller-history", candidate, field, _CLEAN, why)
    if known.same_picture:
        leads = "、".join(map(str, known.same_picture[:3]))
        why = f"商品图片与已确认的线索{leads}相同，可能是换链接再上架"
        yield quote_field("same-picture", candidate, "title", _PICTURE, why)
