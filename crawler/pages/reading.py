"""Reading a page: structured data first, then the platform's profile, then heuristics."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from crawler.challenge import blocked_why
from crawler.pages import jsonld, microdata, opengraph
from crawler.pages.facts import Facts, make_listing, merge
from crawler.pages.goods import breadcrumb, product_facts
from crawler.pages.heading import Heading, read_heading
from crawler.pages.links import read_links
from crawler.pages.main import main_product
from crawler.pages.page import Page, PageReading
from crawler.pages.schema import products, walk
from crawler.platform import Profile


def read_page(page: Page, profile: Profile | None = None) -> PageReading:
    """What kind of page this is, the listing it shows and where it leads.

    Pure: no network, no database, the same answer for the same bytes.
    """
    heading = read_heading(page)
    findings = _structured(page, heading)
    fields, sources = merge(findings)
    kind = "listing" if fields.get("title") and fields.get("price") is not None else "page"
    fields["platform"] = urlsplit(page.url).hostname
    return PageReading(
        kind=kind,  # type: ignore[arg-type]
        listing=make_listing(page.url, fields) if fields.get("title") else None,
        links=read_links(page, heading, cards=kind != "listing"),
        sources=sources,
        canonical=heading.canonical,
    )


def _structured(page: Page, heading: Heading) -> list[tuple[str, Facts]]:
    nodes = [item for doc in jsonld.documents(page) for item in walk(doc)]
    found: list[tuple[str, Facts]] = []
    product = main_product(products(nodes), heading)
    if product is not None:
        facts: dict[str, Any] = product_facts(product, page.url, heading.ids)
        facts.setdefault("category", breadcrumb(nodes, facts.get("title")))
        found.append(("json-ld", facts))
    product = main_product(microdata.scopes(page), heading)
    if product is not None:
        found.append(("microdata", product_facts(product, page.url, heading.ids)))
    found.append(("open-graph", opengraph.graph_facts(heading)))
    return found
