"""The price that a page shows, found by where it stands and what its element is called."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from crawler.extract.page.layout import Layout
from crawler.extract.page.markup_names import stands_in_card
from crawler.extract.page.text_marks import declare_terms
from crawler.extract.visible.amounts import Amount
from crawler.extract.visible.currencies import SIGN
from crawler.extract.visible.discounts import DISCOUNT, former_price_positions
from crawler.extract.visible.local_currency import local_signs
from crawler.extract.visible.price_features import PlacedAmount, Surroundings, amount_at
from crawler.extract.visible.price_weights import (
    PRICE_WEIGHTS,
    REPEATED_ELEMENT_COUNT,
    SALE_PRICE,
    PriceFeatures,
)
from crawler.extract.visible.price_words import PRICE_NAMES
from crawler.extract.visible.shop_words import BUY
from crawler.extract.weights import Contribution

_KIND_DEPTH = 4
"""Elements whose names tell the kind of element in which an amount stands; chosen by hand."""
_BUTTON_LENGTH = 40
"""Characters of a text that may be a buy button; chosen by hand."""
_SALE_REACH = 6
"""Text runs between a struck price and the price beside it; chosen by hand."""
_MOST_OFF = 4
"""What a buyer pays in the end is at least such a part of the price beside it; chosen by hand."""
declare_terms([SIGN, BUY, DISCOUNT])


@dataclass(frozen=True)
class PriceCandidate:
    """One amount on a page, with the features that decide whether it is the price."""

    amount: Amount
    text: str
    position: int
    """Place in the page's text runs."""
    element_kind: str
    """Names of the elements it stands in, without their digits."""
    features: PriceFeatures

    @cached_property
    def score(self) -> float:
        """Points by `PRICE_WEIGHTS`."""
        return PRICE_WEIGHTS.score(vars(self.features))

    @property
    def contributions(self) -> tuple[Contribution, ...]:
        """The features of which the score is made."""
        return PRICE_WEIGHTS.contributions(vars(self.features))

    @property
    def former(self) -> bool:
        """Is it struck through or named as the former price (划线价)?"""
        return self.features.former


def price_candidates(
    layout: Layout, url: str, cards: frozenset[int] = frozenset()
) -> list[PriceCandidate]:
    """The amounts of a page that stand in none of its product cards, the likeliest price first.

    The price of the goods stands alone in its kind of element; amounts that stand in the same
    kind of element over and over belong to cards, swatches and tables. `cards` are the places of
    card elements.
    """
    surroundings = Surroundings(
        layout=layout,
        buy_buttons=_buy_buttons(layout),
        local_signs=local_signs(url),
        signs=layout.positions_of_all(SIGN),
        price_named=layout.document.run_positions_named(PRICE_NAMES),
    )
    amounts: dict[int, PlacedAmount] = {}
    for position in surroundings.near_money(layout.numbered):
        amount = amount_at(layout.runs[position], surroundings)
        if amount is not None:
            amounts.setdefault(amount.element.index, amount)
    company = _Company.of(layout, list(amounts.values()))
    candidates = [
        company.candidate(amount, surroundings)
        for amount in amounts.values()
        if not stands_in_card(amount.run.element, cards)
    ]
    return sorted(candidates, key=lambda candidate: (-candidate.score, candidate.position))


def _buy_buttons(layout: Layout) -> list[int]:
    """Places of the short texts that say buy."""
    return sorted(
        at for at in layout.positions_of(BUY) if len(layout.runs[at].text) < _BUTTON_LENGTH
    )


def _element_kind(amount: PlacedAmount) -> str:
    around = zip(amount.chain[:_KIND_DEPTH], amount.kinds, strict=False)
    return "|".join([f"{element.tag}.{kinds.plain}" for element, kinds in around])


@dataclass(frozen=True, kw_only=True)
class _Company:
    """What the amounts of a page say of one another."""

    kinds: Counter[str]
    """How many stand in each kind of element."""
    values: Counter[Decimal]
    """How often the main part shows each value."""
    former: frozenset[int]
    """Places of those that a printed discount proves to be the former price."""

    @classmethod
    def of(cls, layout: Layout, amounts: list[PlacedAmount]) -> _Company:
        placed = [(amount.run.position, amount.amount.value) for amount in amounts]
        return cls(
            kinds=Counter(map(_element_kind, amounts)),
            values=Counter(value for position, value in placed if position < layout.end),
            former=former_price_positions(
                (layout.runs[at] for at in layout.positions_of_all(DISCOUNT)), placed
            ),
        )

    def candidate(self, amount: PlacedAmount, surroundings: Surroundings) -> PriceCandidate:
        """One amount with all its features."""
        position, kind = amount.run.position, _element_kind(amount)
        return PriceCandidate(
            amount=amount.amount,
            text=amount.text,
            position=position,
            element_kind=kind,
            features=surroundings.features(
                amount,
                former=position in self.former,
                repeated_element=self.kinds[kind] >= REPEATED_ELEMENT_COUNT,
                repeated_value=self.values[amount.amount.value] > 1,
            ),
        )


def paid_price(candidates: list[PriceCandidate], asked: Decimal) -> PriceCandidate | None:
    """The lower amount beside the asked one that its label calls what buyers pay in the end (到手价).

    Pages print it smaller than the price before the coupon. What only members, or only buyers of several
    pieces pay is none.
    """
    places = [(c.position, c.amount.currency) for c in candidates if c.amount.value == asked]
    for candidate in candidates:
        features, value = candidate.features, candidate.amount.value
        if not features.behind_paid_label or features.for_members or features.beside_fee_label:
            continue
        lower = not candidate.former and asked / _MOST_OFF <= value < asked
        money = candidate.amount.currency
        beside = any(
            abs(candidate.position - place) <= _SALE_REACH
            and (not money or currency in (None, money))
            for place, currency in places
        )
        if lower and beside and candidate.score >= SALE_PRICE:
            return candidate
    return None


def sale_price(candidates: list[PriceCandidate], structured: Decimal) -> PriceCandidate | None:
    """The lower price shown beside the structured one, when the page strikes the latter through.

    Structured data often keeps the regular price; a buyer pays the one that is not struck.
    """
    regular = [c for c in candidates if c.amount.value == structured]
    if not regular or not all(c.former for c in regular):
        return None
    for candidate in candidates:
        lower = not candidate.former and candidate.amount.value < structured
        beside = any(abs(candidate.position - c.position) <= _SALE_REACH for c in regular)
        if lower and beside and candidate.score >= SALE_PRICE:
            return candidate
    return None
