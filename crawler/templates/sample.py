"""A page of which a template is learnt (样本网页): its bytes, and what the full reader says of it."""

from __future__ import annotations

import zlib
from collections import deque
from collections.abc import Collection, Mapping
from decimal import Decimal
from hashlib import blake2b
from types import MappingProxyType
from typing import Any

from crawler.extract.field_candidates import Source
from crawler.extract.listing_facts import EMPTY
from crawler.extract.page.page import Page
from crawler.extract.trace import TracedReading
from crawler.extract.visible.price_weights import LIKELY_PRICE
from crawler.templates.open_reading import OpenReading
from crawler.templates.skeleton import Skeleton, skeleton_of
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

_OPEN_BYTES = 2 * 2**20
"""Bytes of markup of one host whose pages stay open, which take twenty times as much; chosen by hand."""

_MACHINE_DATA = frozenset({Source.JSON_LD, Source.MICRODATA, Source.RDFA, Source.OPEN_GRAPH})

Votes = Mapping[str, Mapping[str, float]]
"""Field → value as `plain_value` writes it → votes."""


class Sample:
    """One page and its reading. The samples of a crawl wait in memory: the page as it was read, with its
    tree, until it is packed."""

    def __init__(self, page: Page, traced: TracedReading) -> None:
        listing = traced.reading.listing
        assert listing is not None
        self.url = page.url
        self.digest = blake2b(page.encoded, digest_size=16).digest()
        """What tells its markup from that of another page."""
        self.size = len(page.encoded)
        """Bytes of its markup."""
        self.listing = listing
        self.sources = traced.reading.sources
        self.has_machine_data = all(
            self.sources.get(name) in _MACHINE_DATA for name in ("title", "price")
        )
        """Do data made for machines say its title and price?"""
        self.votes = _votes(traced, listing)
        self.opening = OpenReading()
        """Its reading, until it is known how a template reads the page."""
        self._status = page.status
        self._at = page.at
        self._page: Page | None = page
        self._packed: bytes | None = None
        self._skeleton: Skeleton | None = None

    @property
    def page(self) -> Page:
        """The page, made anew where it was packed."""
        if self._page is None:
            assert self._packed is not None
            text = zlib.decompress(self._packed).decode("utf-8")
            self._page = Page.from_text(self.url, text, status=self._status, at=self._at)
        return self._page

    @property
    def skeleton(self) -> Skeleton:
        """The names of the page's elements."""
        if self._skeleton is None:
            self._skeleton = skeleton_of(self.page.text)
        return self._skeleton

    def pack(self) -> None:
        """Keep the bytes alone, until the page is asked for again."""
        if self._page is not None:
            self._packed = self._packed or zlib.compress(self._page.encoded, 1)
            self._page = None


class OpenSamples:
    """The last samples whose pages are kept as they were read: learning then parses none of them again."""

    def __init__(self) -> None:
        self._samples: deque[Sample] = deque()
        self._size = 0

    def add(self, sample: Sample) -> None:
        """Keep this one open and pack those before it that are too much."""
        self._samples.append(sample)
        self._size += sample.size
        while self._size > _OPEN_BYTES:
            oldest = self._samples.popleft()
            self._size -= oldest.size
            oldest.pack()

    def forget(self, samples: Collection[Sample]) -> None:
        """Let go of samples of which a template was learnt: nobody asks for their pages again."""
        self._samples = deque(sample for sample in self._samples if sample not in samples)
        self._size = sum(sample.size for sample in self._samples)


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
