"""Price (价格): far below what genuine goods cost."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from classifiers.amounts import price_per
from classifiers.folding import fold
from classifiers.sighting import Sighting
from storage.records import ReferencePrice, Signal

_FAR_BELOW, _BELOW, _USUAL = 1.6, 1.0, -0.3


def speak(sighting: Sighting) -> Iterator[Signal]:
    listing = sighting.listing
    for reference in _fitting(sighting):
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


def _fitting(sighting: Sighting) -> Iterator[ReferencePrice]:
    title = fold(sighting.listing.title)
    return (r for r in sighting.right.reference_prices if fold(r.goods) in title)


def _signal(price: Decimal | None, weight: float, why: str) -> Signal:
    text = format(price or Decimal(0), "f")
    return Signal(
        kind="price", field="price", span=(0, len(text)), text=text, weight=weight, explanation=why
    )
