"""Pages whose structured data is missing or incomplete: read what they show."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from crawler.challenge import blocked_why
from crawler.pages import attributes as listed
from crawler.pages import opengraph
from crawler.pages.addresses import absolute, is_listing, is_paged, names_list, split
from crawler.pages.cards import Card, card_links, card_listings, find_cards
from crawler.pages.facts import Facts, make_listing, merge
from crawler.pages.heading import Heading
from crawler.pages.kinds import Evidence, decide_kind, needs_script
from crawler.pages.layout import Layout, lay_out
from crawler.pages.links import read_links
from crawler.pages.numbers import (
    address_number,
    confirmed_number,
    form_number,
    labelled_number,
    printed_gtin,
)
from crawler.pages.page import Page, PageReading
from crawler.pages.profiled import ProfiledPage
from crawler.pages.seller import labelled_shop, read_operator
from crawler.pages.shown_price import ShownPrice, sale_price, shown_prices
from crawler.pages.state import goods_facts, goods_in, main_goods, page_data
from crawler.pages.stock import Stock, read_stock
from storage.records import Listing

_STRUCTURED = frozenset({"json-ld", "microdata", "open-graph", "state"})
_PRINTED = frozenset({"label", "table", "state"})
_SURE = 3.0
_PLAIN_PRICE = 6.5
_IMAGES = 20
_FEW = 3
_SHORT_NUMBER = 5


def guess(
    page: Page,
    heading: Heading,
    findings: list[tuple[str, Facts]],
    several: bool = False,
    profiled: ProfiledPage | None = None,
) -> PageReading:
    """The reading of a page by what it shows, with the structured data that it has."""
    if profiled and profiled.profile.turns_away(page.url):
        return PageReading(kind="blocked", blocked_why="login", canonical=heading.canonical)
    layout = lay_out(page, heading)
    shown = layout.text
    stock = read_stock(page, layout)
    data = [item for value in page_data(page) for item in goods_in(value)]
    item = main_goods(data, heading)
    found: list[tuple[str, Facts]] = [("profile", profiled.listing_facts())] if profiled else []
    prices = shown_prices(layout)
    found += _shown(page, layout, stock, prices, findings[:-1])
    found += [("state", goods_facts(item, page.url))] if item else []
    found += [findings[-1], ("title", {"title": layout.headline})]
    fields, sources = merge(found)
    _correct(page, fields, sources, prices, shown)
    sells = "price" in fields and stock.buy + stock.dead > 0
    if not sells and (why := blocked_why(page, shown, heading.title)):
        return PageReading(kind="blocked", blocked_why=why, canonical=heading.canonical)
    cards = find_cards(page)
    offered = _cards(page, cards, data, profiled)
    surest = prices[0].score if prices else 0.0
    many = max(len(cards), len(offered))
    evidence = _evidence(page, heading, fields, sources, stock, surest, many, several)
    kind = decide_kind(page, heading, shown, evidence)
    if kind == "listing":
        _settle(fields, sources, stock)
    listing = _make(page, kind, fields, layout, shown)
    return PageReading(
        kind=kind,
        listing=listing,
        cards=offered if kind == "list" else (),
        links=read_links(page, heading, card_links(cards) if kind != "listing" else frozenset()),
        sources=MappingProxyType(sources if listing else {}),
        canonical=heading.canonical,
        needs_script=needs_script(page, shown),
    )


def _cards(
    page: Page, cards: list[Card], data: list[dict[str, Any]], profiled: ProfiledPage | None
) -> tuple[Listing, ...]:
    """What a list says of its listings: by the profile, else the page's own data, else its cards."""
    found = profiled.cards() if profiled else ()
    shown = found or card_listings(page, cards)
    if len(shown) < _FEW and len(data) >= _FEW:
        shown = tuple(
            make_listing(page.url, facts)
            for item in data[:300]
            if (facts := goods_facts(item, page.url)).get("title")
        )
    return shown


def _correct(
    page: Page,
    fields: dict[str, Any],
    sources: dict[str, str],
    prices: list[ShownPrice],
    shown: str,
) -> None:
    """Where what a buyer sees contradicts structured data, what is seen wins."""
    if sources.get("price") in _STRUCTURED and (sale := sale_price(prices, fields["price"])):
        fields["price"], sources["price"] = sale.amount.value, "shown"
    number = address_number(page.url)
    sku = str(fields.get("sku", ""))
    hidden = sources.get("sku") in _STRUCTURED and sku not in page.url and sku not in shown
    if hidden and number and len(number) > _SHORT_NUMBER and number not in sku:
        fields["sku"], sources["sku"] = number, "address"


def _shown(
    page: Page,
    layout: Layout,
    stock: Stock,
    prices: list[ShownPrice],
    structured: list[tuple[str, Facts]],
) -> list[tuple[str, Facts]]:
    """What heuristics see, each named for the place it was seen in, around the structured data.

    A printed item number goes before structured data: it is what buyers and the seller quote.
    """
    prices = [p for p in prices if p.score >= _SURE]
    attributes = listed.read_attributes(page)
    facts: dict[str, Any] = {
        "title": layout.headline if layout.standing else None,
        "price": prices[0].amount.value if prices else None,
        "currency": prices[0].amount.currency if prices else None,
        "availability": stock.availability(bool(prices)),
        "shop": labelled_shop([p.text for p in layout.pieces[:1500]]),
    }
    table: dict[str, Any] = {
        "attributes": attributes,
        "brand": listed.brand_of(attributes) or listed.brand_shown(page, layout.headline),
        "gtin": listed.gtin_of(attributes) or printed_gtin(layout),
        "sku": listed.sku_of(attributes),
    }
    numbers: dict[str, Any] = {"sku": labelled_number(layout) or confirmed_number(layout, page.url)}
    number = address_number(page.url)
    form = None if number and len(number) > _SHORT_NUMBER else form_number(page)
    address: dict[str, Any] = {"item_id": number, "sku": form}
    named = (
        ("label", numbers),
        *structured,
        ("table", table),
        ("shown", facts),
        ("address", address),
    )
    return [(name, {k: v for k, v in f.items() if v not in (None, "", {})}) for name, f in named]


def _evidence(
    page: Page,
    heading: Heading,
    fields: dict[str, Any],
    sources: dict[str, str],
    stock: Stock,
    surest: float,
    cards: int,
    several: bool,
) -> Evidence:
    parts = split(page.url)
    structured = ("json-ld", "microdata")
    return Evidence(
        goods=(sources.get("title") in structured and "price" in fields)
        or opengraph.is_goods(heading),
        several=several,
        priced=("price" in fields) * (1 + (surest >= _PLAIN_PRICE)),
        numbered=1 + (sources.get("sku") in _PRINTED)
        if "sku" in fields or "item_id" in fields
        else 0,
        buys=stock.buy + stock.dead,
        gone=stock.gone,
        cards=cards,
        listing_address=bool(parts and is_listing(parts)),
        list_address=bool(parts and names_list(parts)),
        paged=bool(parts and is_paged(parts)),
        article=heading.meta.get("og:type", "").strip().lower() in ("article", "blog", "profile"),
        home=bool(parts) and parts.path.strip("/") == "" and not parts.query and not parts.fragment,
    )


def _settle(fields: dict[str, Any], sources: dict[str, str], stock: Stock) -> None:
    """A listing offered at a price, with nothing said against it, can be bought."""
    if "availability" not in fields:
        gone = stock.gone and not stock.buy
        fields["availability"] = "OutOfStock" if gone else "InStock"
        sources["availability"] = "shown" if gone else "offered"


def _make(page: Page, kind: str, fields: dict[str, Any], layout: Layout, shown: str) -> Any:
    if kind not in ("listing", "page") or not (fields.get("title") or layout.headline):
        return None
    fields.setdefault("title", layout.headline)
    fields["platform"] = urlsplit(page.url).hostname
    if "ICP" in page.text or "公司" in shown or "统一社会信用代码" in shown:
        fields["operator"] = read_operator(shown)
    if kind == "page":
        kept = ("title", "images", "operator", "platform", "attributes")
        fields = {k: v for k, v in fields.items() if k in kept}
        fields["description"] = shown
    fields.setdefault("images", _images(page))
    return make_listing(page.url, fields)


def _images(page: Page) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for node in page.tree.css("img")[:200]:
        shown = node.attributes
        source = shown.get("data-src") or shown.get("data-original") or shown.get("src") or ""
        if (link := absolute(page.url, source)) and len(found) < _IMAGES:
            found[link] = None
    return tuple(found)
