"""Reading a page: structured data first, then the platform's profile, its own data, heuristics."""

from __future__ import annotations

from urllib.parse import urlsplit

from crawler.extract.field_candidates import FieldCandidates, Source, merge_facts
from crawler.extract.heuristics import read_visible_page
from crawler.extract.kind.page_kind import KindDecision
from crawler.extract.links import read_links
from crawler.extract.listing_facts import make_listing
from crawler.extract.page.collector import CollectorHeld
from crawler.extract.page.heading import PageHeading, read_heading
from crawler.extract.page.markup_hints import Hint
from crawler.extract.page.page import Page, PageReading
from crawler.extract.page.selector import CssSelector
from crawler.extract.page.text import clean_text
from crawler.extract.profile_fields import ProfiledPage
from crawler.extract.prose.labelled_facts import labelled_facts
from crawler.extract.prose.site_name import is_site_name, site_name
from crawler.extract.structured.offers import GONE
from crawler.extract.structured.statements import read_statements
from crawler.extract.trace import Trace, TracedReading
from crawler.extract.visible.attributes import read_attributes
from crawler.extract.visible.corrections import is_placeholder
from crawler.extract.visible.item_number import printed_numbers, url_number
from crawler.extract.visible.shop_operator import read_operator
from crawler.extract.visible.visible_facts import without_goods_as_shop
from crawler.platform.profile import Profile
from crawler.platform.registry import profile_for
from crawler.url.first_page import is_home
from crawler.url.url_kind import is_search
from crawler.url.url_parts import split

_BODY, _TABLE = CssSelector("body"), CssSelector("tr,dt")
_OTHER_PRICES = frozenset({Hint.STRUCK, Hint.PAID})
"""Hints of amounts that structured data may not state."""
_COMPLETE = ("title", "price", "sku", "availability")
"""Fields that structured data must state before it can be believed without looking at the page."""


def read_page(page: Page, profile: Profile | None = None) -> PageReading:
    """What kind of page this is, the listing it shows and where it leads.

    Pure: no network, no database, the same answer for the same bytes. Without `profile`, the
    profile of the platform whose host the address names is used, if there is one.

    >>> page = Page.from_text(
    ...     "https://shop.example/item/80231.html",
    ...     "<title>巴彦淖尔面粉 5kg</title><h1>巴彦淖尔面粉 5kg</h1>"
    ...     "<p class=price>¥59.00</p><button>加入购物车</button>",
    ... )
    >>> reading = read_page(page)
    >>> reading.kind, reading.listing.title, reading.listing.price
    ('listing', '巴彦淖尔面粉 5kg', Decimal('59.00'))
    >>> str(reading.sources["price"])
    'shown'
    """
    return explain_page(page, profile).reading


def explain_page(page: Page, profile: Profile | None = None) -> TracedReading:
    """The same reading with its grounds: why this kind, why this price."""
    with CollectorHeld():
        return _explain(page, profile)


def _explain(page: Page, profile: Profile | None) -> TracedReading:
    heading = read_heading(page)
    statements = read_statements(page, heading)
    profile = profile or profile_for(page.url)
    site = site_name(page, heading, statements.organisation)
    if profile is not None:
        return read_visible_page(page, heading, statements, ProfiledPage(page, profile), site)
    fields = merge_facts(without_goods_as_shop(list(statements.all)))
    if not statements.article and _is_believed(page, fields, site):
        fields = _complete(page, fields, site)
        decision = KindDecision(kind="listing", rule="structured data is complete")
        trace = Trace(decision=decision, statements=tuple(statements.all), fields=fields)
        return TracedReading(reading=_listing_reading(page, heading, fields), trace=trace)
    return read_visible_page(page, heading, statements, None, site)


def _is_believed(page: Page, fields: FieldCandidates, site: str | None) -> bool:
    """Can structured data be believed without looking at what the page shows?

    Not when it lacks a field of `_COMPLETE`, when the page prints another item number, when its
    address names the goods by a number that structured data does not know, when it strikes a price
    through or names what a buyer pays in the end, gives the goods away, or says that something is
    sold out which structured data calls available, or names a seller where structured data names none
    but the site itself.
    """
    address = split(page.url)
    if address is None or is_search(address) or is_home(address):
        return False
    if page.status >= 400 or not all(name in fields for name in _COMPLETE):
        return False
    sku = str(fields.value("sku"))
    number = url_number(page.url)
    if number and number not in sku and sku not in page.url:
        return False
    price = fields.value("price")
    if not price or is_placeholder(price):
        return False
    if price == price.to_integral_value():
        smaller = f"{price / 100:.2f}"  # perhaps it is in cents
        if smaller in page.text or smaller.replace(".", ",") in page.text:
            return False
    hints, available = page.hints, fields.value("availability") not in GONE
    if (Hint.GONE in hints and available) or not hints.isdisjoint(_OTHER_PRICES):
        return False
    seller = fields.value("shop")
    if Hint.SELLER in hints and (not seller or is_site_name(seller, site)):
        return False
    return Hint.NUMBER not in hints or all(text == sku for text in printed_numbers(page.text))


def _complete(page: Page, fields: FieldCandidates, site: str | None) -> FieldCandidates:
    """With 产地, 规格, 许可证号 … that only the page's tables or its description state, and the site's
    operator; the site sells where nobody else does."""
    labelled = labelled_facts([fields.value("description") or ""])
    fields = fields.filled("brand", labelled.get("brand"), Source.TEXT)
    fields = fields.filled("shop", labelled.get("shop"), Source.TEXT)
    fields = fields.filled("attributes", labelled.get("attributes"), Source.TEXT)
    fields = fields.filled("shop", site, Source.SITE)
    if page.document.first(_TABLE) and (attributes := read_attributes(page)):
        source = fields.source("attributes") or Source.TABLE
        attributes = {**attributes, **(fields.value("attributes") or {})}
        fields = fields.replaced("attributes", attributes, source)
    body = page.document.first(_BODY)
    if body is not None and Hint.OPERATOR in page.hints:
        text = clean_text(page.document.text_of(body, " "))
        operator = read_operator(text, fields.named_shop)
        fields = fields.replaced("operator", operator, Source.TEXT)
    return fields.replaced("platform", urlsplit(page.url).hostname, Source.ADDRESS)


def _listing_reading(page: Page, heading: PageHeading, fields: FieldCandidates) -> PageReading:
    listing = make_listing(page.url, fields.facts)
    return PageReading(
        kind="listing",
        listing=listing,
        links=read_links(page, heading),
        sources=fields.sources_of(listing),
        canonical=heading.canonical,
    )
