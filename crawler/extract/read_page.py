"""Reading a page: structured data first, then the platform's profile, its own data, heuristics."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from crawler.extract.field_candidates import Facts, make_listing, merge
from crawler.extract.heuristics import guess
from crawler.extract.links import read_links
from crawler.extract.listing_builder import traced
from crawler.extract.page.heading import Heading, read_heading
from crawler.extract.page.markup_hints import Hint
from crawler.extract.page.page import Page, PageReading
from crawler.extract.page.text import clean
from crawler.extract.profile_fields import ProfiledPage
from crawler.extract.structured import jsonld, opengraph
from crawler.extract.structured.main_product import main_product
from crawler.extract.structured.microdata import MICRODATA, RDFA, scopes
from crawler.extract.structured.offers import GONE
from crawler.extract.structured.product import breadcrumb, listed_goods, product_facts
from crawler.extract.structured.schema_graph import products, walk
from crawler.extract.visible.attributes import read_attributes
from crawler.extract.visible.item_number import address_number, printed_numbers
from crawler.extract.visible.seller import read_operator
from crawler.platform.profile import Profile
from crawler.platform.registry import profile_for
from storage.records import Listing

_COMPLETE = ("title", "price", "sku", "availability")


def read_page(page: Page, profile: Profile | None = None) -> PageReading:
    """What kind of page this is, the listing it shows and where it leads.

    Pure: no network, no database, the same answer for the same bytes.
    """
    heading = read_heading(page)
    findings, listed = _structured(page, heading)
    profile = profile or profile_for(page.url)
    if profile is not None:
        return guess(page, heading, findings, listed, ProfiledPage(page, profile))
    fields, sources = merge(findings)
    if all(name in fields for name in _COMPLETE) and page.status < 400 and _settled(page, fields):
        return _listing(page, heading, fields, sources)
    return guess(page, heading, findings, listed)


def _settled(page: Page, fields: dict[str, Any]) -> bool:
    """Can structured data be believed without looking at what the page shows?

    Not when the page prints another item number, when its address names the goods by a number
    that structured data does not know, when it strikes a price through, gives the goods away, or
    says that something is sold out which structured data calls available.
    """
    seen, sku = page.hints, str(fields["sku"])
    number = address_number(page.url)
    if number and number not in sku and sku not in page.url:
        return False
    if (Hint.GONE in seen and fields["availability"] not in GONE) or not fields["price"]:
        return False
    if Hint.STRUCK in seen or (Hint.SELLER in seen and "shop" not in fields):
        return False
    return Hint.NUMBER not in seen or all(found == sku for found in printed_numbers(page.text))


def _listing(
    page: Page, heading: Heading, fields: dict[str, Any], sources: dict[str, str]
) -> PageReading:
    if Hint.TABLE in page.hints:
        _add_table(page, fields, sources)
    body = page.tree.body
    if body is not None and Hint.OPERATOR in page.hints:
        fields["operator"] = read_operator(clean(body.text(separator=" ")))
        sources["operator"] = "text"
    fields["platform"] = urlsplit(page.url).hostname
    listing = make_listing(page.url, fields)
    return PageReading(
        kind="listing",
        listing=listing,
        links=read_links(page, heading),
        sources=traced(listing, sources),
        canonical=heading.canonical,
    )


def _add_table(page: Page, fields: dict[str, Any], sources: dict[str, str]) -> None:
    """产地, 规格, 许可证号 … that only the page's tables tell."""
    attributes = read_attributes(page)
    if attributes:
        fields["attributes"] = attributes | dict(fields.get("attributes", {}))
        sources.setdefault("attributes", "table")


def _structured(
    page: Page, heading: Heading
) -> tuple[list[tuple[str, Facts]], tuple[Listing, ...]]:
    """What structured data says of the main product; without one, what it lists."""
    nodes = [item for doc in jsonld.documents(page) for item in walk(doc)]
    marked, rdfa = scopes(page, MICRODATA), scopes(page, RDFA)
    found: list[tuple[str, Facts]] = []
    for syntax, goods in (
        ("json-ld", products(nodes)),
        ("microdata", marked),
        ("rdfa", rdfa),
    ):
        product = main_product(goods, heading)
        if product is not None:
            facts: dict[str, Any] = product_facts(product, page.url, heading.ids)
            facts.setdefault("category", breadcrumb(nodes, facts.get("title")))
            found.append((syntax, facts))
    listed = () if found else listed_goods([*nodes, *marked, *rdfa], page.url)
    found.append(("open-graph", opengraph.graph_offer(heading)))
    found.append(("open-graph", opengraph.graph_texts(heading)))
    return found, listed
