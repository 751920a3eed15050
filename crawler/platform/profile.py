"""Platform profiles (平台档案): how one platform is searched, paced, read, and whom to write to.

How its file is read stands in profile_file.py, which profiles there are in registry.py. Fields
without a saved page behind them are listed as `unchecked`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from crawler.platform.selectors import Selector, compile_pattern
from crawler.url.url_parts import split

LISTING_FIELDS = [
    "title",
    "price",
    "currency",
    "brand",
    "shop",
    "shop_url",
    "location",
    "description",
    "attributes",
    "category",
    "images",
    "item_id",
    "sku",
    "gtin",
    "sales",
    "availability",
    "operator_name",
    "operator_code",
    "operator_address",
    "operator_icp",
]
CARD_FIELDS = ("cards", "url", *LISTING_FIELDS)


@dataclass(frozen=True, kw_only=True)
class PlatformContact:
    """Whom the operator of a platform names for notices (侵权投诉渠道)."""

    operator: str | None = None
    """主体名称 of the platform operator, as its own pages state it."""
    complaint_url: str | None = None
    email: str | None = None
    address: str | None = None


@dataclass(frozen=True, kw_only=True)
class Paging:
    """How a search of a platform counts its pages in the address."""

    parameter: str
    step: int = 1
    """How much the parameter grows from one page to the next (Taobao counts listings)."""
    first: int = 1
    """What the first page's address says."""


@dataclass(frozen=True, kw_only=True)
class FieldEvidence:
    """What speaks for the selectors of one field of a learnt profile (crawler.templates)."""

    pages: int
    """Samples on which they find a value."""
    agree: int
    """Samples on which the full reader does not contradict it."""
    distinct: int
    """Different values on the samples."""
    amounts: int = 0
    """Of a price: most amounts of money beside it on a sample where it is right; 0 where nobody counted."""
    gone_words: int = 0
    """Of the availability: most words of sold-out goods on a sample in stock; 0 where nobody counted."""


@dataclass(frozen=True, kw_only=True)
class Profile:
    """平台档案: what is particular about one platform."""

    name: str
    title: str
    """Chinese name."""
    hosts: tuple[str, ...]
    """Host names, each with its subdomains."""
    enabled: bool = True
    """May it be crawled; the shipped profiles say no (activation.py)."""
    contact: PlatformContact = PlatformContact()
    delay: float | None = None
    """Seconds between two requests, at least; None = the setting."""
    render: str = "auto"
    """auto, always or never."""
    mobile: bool = False
    """Needs a mobile viewport."""
    search: str | None = None
    """Address of a search, with {query} and {page}."""
    paging: Paging | None = None
    """For lists that show no link to their next page."""
    currency: str | None = None
    """ISO 4217 code of prices that are shown without one."""
    id_space: str | None = None
    """Name under which item ids are unique, where platforms share them; default the name."""
    item_urls: tuple[str, ...] = ()
    """Patterns of listing addresses; group `id` is the platform's item id."""
    listing: Mapping[str, tuple[Selector, ...]] = field(default_factory=dict)
    """Field → selectors on a listing page, the first that finds something wins."""
    cards: Mapping[str, tuple[Selector, ...]] = field(default_factory=dict)
    """Field → selectors on a list; `cards` selects the cards, the others look inside one."""
    blocked: tuple[str, ...] = ()
    """Patterns of addresses to which the platform sends visitors that it turns away."""
    minimum_listings: int = 0
    """Fewer listings than this in a run of a search make the run unhealthy."""
    minimum_links: int = 0
    evidence: Mapping[str, FieldEvidence] = field(default_factory=dict)
    """Of a learnt profile: field → what speaks for its selectors."""
    unchecked: tuple[str, ...] = ()
    """Parts of this profile that no saved page has confirmed."""

    def covers(self, url: str) -> bool:
        """Is this address one of the platform's?"""
        address = split(url)
        return address is not None and self.covers_host(address.hostname)

    def covers_host(self, host: str) -> bool:
        """Is this one of the platform's hosts, or a subdomain of one?"""
        return any(host == name or host.endswith(f".{name}") for name in self.hosts)

    def item_of(self, url: str) -> str | None:
        """Platform and item id (`taobao:6734`) in an address, if it is a listing's address."""
        if not self.covers(url):
            return None
        for pattern in self.item_urls:
            if match := _compiled(pattern).search(url):
                return f"{self.id_space or self.name}:{match['id']}"
        return None

    def turns_away(self, url: str) -> bool:
        """Is this the address of the platform's login or captcha page?"""
        return any(_compiled(pattern).search(url) for pattern in self.blocked)


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> Any:
    return compile_pattern(pattern, "pattern")
