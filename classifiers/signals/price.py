"""Price (价格): far below what genuine goods cost, by the reference prices on file or, where none
fits, by what licensed sellers ask."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from classifiers.candidate.candidate import Candidate
from classifiers.candidate.licence_check import LicenceStanding
from classifiers.candidate.package_size import price_each, price_per
from classifiers.characters.folding import fold
from classifiers.goods.grade import Relation
from classifiers.signals.seller_standing import standing
from classifiers.signals.weights import weight
from storage.records import ReferencePrice, Signal

_FAR_BELOW, _BELOW = weight("price.far-below"), weight("price.below")
_USUAL = weight("price.usual")
_FAR_BELOW_UNDER = Decimal(str(weight("price.far-below-under")))
_BELOW_UNDER = Decimal(str(weight("price.below-under")))
"""Shares of the lowest reference price."""
_FAR_BELOW_MEDIAN = weight("price-licensed.far-below")
_BELOW_MEDIAN = weight("price-licensed.below")
_FAR_BELOW_MEDIAN_UNDER = Decimal(str(weight("price-licensed.far-below-under")))
_BELOW_MEDIAN_UNDER = Decimal(str(weight("price-licensed.below-under")))
"""Shares of licensed sellers' median: discounts reach further than one thinks."""
_CENT = Decimal("0.01")
"""Yuan."""


def signals_of(candidate: Candidate) -> Iterator[Signal]:
    """At most one signal; the reference prices on file go before licensed sellers' median."""
    by_reference = list(_against_reference(candidate))
    yield from by_reference or _against_licensed(candidate)


def _against_reference(candidate: Candidate) -> Iterator[Signal]:
    listing = candidate.listing
    for reference in _fitting(candidate):
        each = price_per(listing, reference.unit)
        if each is None or not 0 < reference.low <= reference.high:
            continue
        unit_price = f"折合{each.quantize(_CENT)}元/{reference.unit}"
        usual = f"参考价{reference.low}–{reference.high}元/{reference.unit}"
        if each < reference.low * _FAR_BELOW_UNDER:
            yield _signal(listing.price, _FAR_BELOW, f"{unit_price}，远低于{usual}")
        elif each < reference.low * _BELOW_UNDER:
            yield _signal(listing.price, _BELOW, f"{unit_price}，明显低于{usual}")
        elif reference.low <= each <= reference.high:
            yield _signal(listing.price, _USUAL, f"{unit_price}，在{usual}之内")
        return


def _against_licensed(candidate: Candidate) -> Iterator[Signal]:
    """Far below the median of licensed sellers' current listings of the same goods and unit."""
    prices = [price for price in candidate.background.prices if price.right == candidate.right.id]
    if not prices or candidate.goods.relation not in _RIGHTS_GOODS or _is_licensed(candidate):
        return
    if (each := price_each(candidate.listing)) is None:
        return
    usual = max(prices, key=lambda price: len(price.goods))
    share = each[0] / usual.median
    if share < _BELOW_MEDIAN_UNDER:
        why = (
            f"折合{each[0].quantize(_CENT)}元/{usual.unit}，许可店铺{usual.listings}条在售"
            f"“{usual.goods}”的中位价为{usual.median}元/{usual.unit}，仅为其{share:.0%}"
        )
        log_odds = _FAR_BELOW_MEDIAN if share < _FAR_BELOW_MEDIAN_UNDER else _BELOW_MEDIAN
        yield _signal(candidate.listing.price, log_odds, why, kind="price-licensed")


_RIGHTS_GOODS = frozenset({Relation.SAME, Relation.SIMILAR})


def _is_licensed(candidate: Candidate) -> bool:
    return standing(candidate).standing in (LicenceStanding.LICENSED, LicenceStanding.HOLDER)


def _fitting(candidate: Candidate) -> Iterator[ReferencePrice]:
    if prices := candidate.right.reference_prices:
        title = fold(candidate.listing.title)
        yield from (r for r in prices if fold(r.goods) in title)


def _signal(price: Decimal | None, log_odds: float, why: str, kind: str = "price") -> Signal:
    text = format(price or Decimal(0), "f")
    return Signal(
        kind=kind, field="price", span=(0, len(text)), text=text, weight=log_odds, explanation=why
    )
