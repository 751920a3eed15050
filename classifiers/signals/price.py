"""Price (价格): far below what genuine goods cost, by the reference prices on file or, where none
fits, by what licensed sellers ask."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from classifiers.candidate.candidate import Candidate
from classifiers.candidate.licence_check import Standing
from classifiers.candidate.package_size import price_each, price_per
from classifiers.characters.folding import fold
from classifiers.goods.grade import Relation
from classifiers.signals.licence import standing
from storage.records import ReferencePrice, Signal

_FAR_BELOW, _BELOW, _USUAL = 1.6, 1.0, -0.3


def signals_of(candidate: Candidate) -> Iterator[Signal]:
    told = list(_against_reference(candidate))
    yield from told or _against_licensed(candidate)


def _against_reference(candidate: Candidate) -> Iterator[Signal]:
    listing = candidate.listing
    for reference in _fitting(candidate):
        each = price_per(listing, reference.unit)
        if each is None or reference.low <= 0:
            continue
        shown = f"折合{each.quantize(Decimal('0.01'))}元/{reference.unit}"
        usual = f"参考价{reference.low}–{reference.high}元/{reference.unit}"
        if each < reference.low * Decimal("0.4"):
            yield _signal(listing.price, _FAR_BELOW, f"{shown}，远低于{usual}")
        elif each < reference.low * Decimal("0.7"):
            yield _signal(listing.price, _BELOW, f"{shown}，明显低于{usual}")
        elif reference.low <= each <= reference.high:
            yield _signal(listing.price, _USUAL, f"{shown}，在{usual}之内")
        return


def _against_licensed(candidate: Candidate) -> Iterator[Signal]:
    """Far below the median of licensed sellers' current listings of the same goods and unit."""
    own = [one for one in candidate.background.prices if one.right == candidate.right.id]
    if not own or candidate.goods.relation not in _OWN or _is_licensed(candidate):
        return
    if (each := price_each(candidate.listing)) is None:
        return
    usual = max(own, key=lambda one: len(one.goods))
    share = each[0] / usual.median
    if share < _MUCH_LESS:
        why = (
            f"折合{each[0].quantize(Decimal('0.01'))}元/{usual.unit}，许可店铺{usual.listings}条在售"
            f"“{usual.goods}”的中位价为{usual.median}元/{usual.unit}，仅为其{share:.0%}"
        )
        weight = _FAR_LESS_WEIGHT if share < _FAR_LESS else _LESS_WEIGHT
        yield _signal(candidate.listing.price, weight, why, kind="price-licensed")


_OWN = frozenset({Relation.SAME, Relation.SIMILAR})
_MUCH_LESS, _FAR_LESS = Decimal("0.6"), Decimal("0.35")
"""Shares of the usual price that are remarkable: discounts reach further than one thinks."""
_LESS_WEIGHT, _FAR_LESS_WEIGHT = 0.7, 1.3


def _is_licensed(candidate: Candidate) -> bool:
    return standing(candidate).standing in (Standing.LICENSED, Standing.HOLDER)


def _fitting(candidate: Candidate) -> Iterator[ReferencePrice]:
    if known := candidate.right.reference_prices:
        title = fold(candidate.listing.title)
        yield from (r for r in known if fold(r.goods) in title)


def _signal(price: Decimal | None, weight: float, why: str, kind: str = "price") -> Signal:
    text = format(price or Decimal(0), "f")
    return Signal(
        kind=kind, field="price", span=(0, len(text)), text=text, weight=weight, explanation=why
    )
