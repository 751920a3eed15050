"""A page of which a template is learnt (样本网页): its bytes, and what the full reader says of it."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from types import MappingProxyType
from typing import Any

from crawler.extract.field_candidates import Source
from crawler.extract.listing_facts import EMPTY
from crawler.extract.page.page import Page
from crawler.extract.trace import TracedReading
from crawler.extract.visible.price_weights import LIKELY_PRICE
from crawler.templates.skeleton import Skeleton
from storage.records import Listing

VOTED = (
    "title",
    "price",
    "currency",
    "brand",
    "shop",
    "shop_url",
    "location",
    "sku",
    "gtin",
    "sales",
)
"""Fields that hold one text or number; the full reader's candidates for them are votes."""
OPERATOR_FIELDS = {
    "operator_name": "name",
    "operator_code": "credit_code",
    "operator_address": "address",
    "operator_icp": "icp",
}
"""Field of a profile → field of the operator."""
_CHOSEN, _MENTIONED = 1.0, 0.5
"""Votes of the value that the full reader chose, and of one that a further reader states; by hand."""
_GUESSED = 0.4
"""Votes of the site's own name, which the full reader takes for the seller where nobody is named."""
_MOST_PRICE_VOTE = 0.6
"""Votes of a visible amount that was not chosen, at most; chosen by hand."""

Votes = Mapping[str, Mapping[str, float]]
"""Field → value as `plain_value` writes it → votes."""


@dataclass(frozen=True, kw_only=True)
class Sample:
    """One page, packed: the samples of a crawl wait in memory."""

    url: str
    packed: bytes
    status: int
    skeleton: Skeleton
    listing: Listing
    sources: Mapping[str, str]
    votes: Votes

    @classmethod
    def of(cls, page: Page, traced: TracedReading, skeleton: Skeleton) -> Sample:
        """The sample of a page that was read as a listing."""
        listing = traced.reading.listing
        assert listing is not None
        return cls(
            url=page.url,
            packed=zlib.compress(page.encoded, 1),
            status=page.status,
            skeleton=skeleton,
            listing=listing,
            sources=traced.reading.sources,
            votes=_votes(traced, listing),
        )

    @cached_property
    def page(self) -> Page:
        """The page anew, for one learning."""
        text = zlib.decompress(self.packed).decode("utf-8")
        return Page.from_text(self.url, text, status=self.status)

    def released(self) -> Sample:
        """The same without its parsed page."""
        self.__dict__.pop("page", None)
        return self


def plain_value(value: Any) -> str:
    """A value as votes compare it: texts without spaces and case, numbers by their amount."""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return "".join(str(value).split()).lower()


def operator_text(listing: Listing, name: str) -> str | None:
    """One field of the operator under its name in a profile."""
    operator = listing.operator
    return getattr(operator, OPERATOR_FIELDS[name]) if operator is not None else None


def field_of(listing: Listing, name: str) -> Any:
    """A listing's field under its name in a profile."""
    return operator_text(listing, name) if name in OPERATOR_FIELDS else getattr(listing, name)


def _votes(traced: TracedReading, listing: Listing) -> Votes:
    votes: dict[str, dict[str, float]] = {}
    for name in VOTED:
        counts: dict[str, float] = {}
        for statement in traced.trace.statements:
            value = statement.facts.get(name)
            if value not in EMPTY:
                counts.setdefault(plain_value(value), _MENTIONED)
        if (chosen := getattr(listing, name)) is not None:
            is_guess = traced.reading.sources.get(name) == Source.SITE
            counts[plain_value(chosen)] = _GUESSED if is_guess else _CHOSEN
        votes[name] = counts
    for name in OPERATOR_FIELDS:
        text = operator_text(listing, name)
        votes[name] = {plain_value(text): _CHOSEN} if text else {}
    for candidate in traced.trace.prices or ():
        share = candidate.score / LIKELY_PRICE if not candidate.former else 0.0
        if share > 0:
            key = plain_value(candidate.amount.value)
            votes["price"].setdefault(key, min(_MOST_PRICE_VOTE, share * _MOST_PRICE_VOTE))
    return MappingProxyType(votes)
