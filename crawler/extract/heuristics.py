"""Pages whose structured data is missing or incomplete: read with what they show."""

from __future__ import annotations

import re
from typing import Any

from crawler.extract.field_candidates import Facts, merge
from crawler.extract.kind.page_kind import Evidence, decide_kind, needs_script
from crawler.extract.kind.walls import blocked_why, data_wants_login
from crawler.extract.links import read_links
from crawler.extract.listing_builder import make_record, traced
from crawler.extract.page.heading import Heading
from crawler.extract.page.page import Kind, Link, Page, PageReading
from crawler.extract.profile_fields import ProfiledPage
from crawler.extract.structured import opengraph
from crawler.extract.structured.data_attributes import script_currency
from crawler.extract.structured.offers import GONE
from crawler.extract.visible.cards import card_links
from crawler.extract.visible.item_number import address_number
from crawler.extract.visible.observations import SHORT_NUMBER, Sight, findings, look
from crawler.extract.visible.price import sale_price
from crawler.url.url_kind import is_home, is_listing, is_paged, names_list
from crawler.url.url_parts import split
from storage.records import Listing

_MARKED_UP = frozenset({"json-ld", "microdata", "rdfa"})
_STRUCTURED = _MARKED_UP | {"open-graph", "state"}
_PRINTED = frozenset({"label", "table", "state", "profile"})
_PLAIN_PRICE = 6.5
_CLOSE = 12
_FIRST = 10
_LEAST_NAME = 4
_LONGEST_NAME = 120
_CLOSE_TEXT = 300
_ARTICLES = frozenset({"article", "blog", "profile"})


def guess(
    page: Page,
    heading: Heading,
    structured: list[tuple[str, Facts]],
    listed: tuple[Listing, ...] = (),
    profiled: ProfiledPage | None = None,
) -> PageReading:
    """The reading of a page by what it shows, with the structured data that it has.

    `listed` are goods that structured data names, none of them the page's own.
    """
    sight = look(page, heading, profiled)
    fields, sources = merge(findings(sight, structured))
    _correct(sight, fields, sources)
    shown = sight.layout.text
    if why := _wall(sight, heading, shown, "price" in fields):
        return PageReading(kind="blocked", blocked_why=why, canonical=heading.canonical)
    offered = listed or sight.offered()
    many = max(len(sight.cards), len(offered))
    evidence = _evidence(sight, heading, fields, sources, many, bool(listed))
    kind = decide_kind(page, heading, shown, evidence)
    if kind == "listing":
        _settle(fields, sources, sight)
    listing = make_record(
        page, heading, kind, fields, sources, shown, on_platform=profiled is not None
    )
    cards = card_links(sight.cards) if kind != "listing" else frozenset()
    return PageReading(
        kind=kind,
        listing=listing,
        cards=offered if kind == "list" else (),
        links=_links(page, heading, cards, offered if kind == "list" else (), sight.profiled),
        sources=traced(listing, sources),
        canonical=heading.canonical,
        needs_script=not _is_told(page, kind, listing, offered) and needs_script(page, shown),
    )


def _is_told(page: Page, kind: Kind, listing: Listing | None, offered: tuple[Listing, ...]) -> bool:
    """Does the page's own data tell what a browser would show: goods with title and price, and on
    a list where each of them leads?"""
    if kind == "list":
        leads = (card.price is not None and card.url != page.url for card in offered)
        return bool(offered) and all(leads)
    return kind == "listing" and listing is not None and listing.price is not None


def _links(
    page: Page,
    heading: Heading,
    shown: frozenset[int],
    offered: tuple[Listing, ...],
    profiled: ProfiledPage | None,
) -> tuple[Link, ...]:
    """The page's links, with those of cards that stand only in its data; cards are listings."""
    goods = {card.url for card in offered} - {page.url}
    found = [
        Link(url=link.url, kind="listing") if link.url in goods else link
        for link in read_links(page, heading, shown)
    ]
    known = {link.url for link in found}
    more = dict.fromkeys(c.url for c in offered if c.url in goods and c.url not in known)
    found += [Link(url=url, kind="listing") for url in more]
    following = profiled.next_page() if profiled and offered else None
    if following and not any(link.kind == "next" for link in found):
        found = [link for link in found if link.url != following]
        found.append(Link(url=following, kind="next"))
    return tuple(found)


def _wall(sight: Sight, heading: Heading, shown: str, priced: bool) -> str | None:
    """Goods with a price and a buy button stand behind no wall, whatever else the page says."""
    if sight.profiled and sight.profiled.profile.turns_away(sight.page.url):
        return "login"
    if priced and sight.stock.buy + sight.stock.dead > 0:
        return None
    if why := blocked_why(sight.page, shown, heading.title):
        return why
    return "login" if not priced and data_wants_login(sight.page, shown) else None


def _correct(sight: Sight, fields: dict[str, Any], sources: dict[str, str]) -> None:
    """Where what a buyer sees contradicts structured data, what is seen wins."""
    if sources.get("price") in _STRUCTURED:
        sale = sale_price(sight.prices, fields["price"])
        if not fields["price"] and sight.stock.buy and _is_plain_price(sight):
            sale = sight.prices[0]
        if sale is not None:
            fields["price"], sources["price"] = sale.amount.value, "shown"
    promised = sources.get("availability") in _STRUCTURED and fields["availability"] not in GONE
    if promised and sight.stock.sold_out:
        fields["availability"], sources["availability"] = "OutOfStock", "shown"
    url, number = sight.page.url, address_number(sight.page.url)
    sku = str(fields.get("sku", ""))
    unseen = sources.get("sku") in _STRUCTURED and sku not in url and sku not in sight.layout.text
    if unseen and number and len(number) > SHORT_NUMBER and number not in sku:
        fields["sku"], sources["sku"] = number, "address"


def _first_text(sight: Sight) -> str | None:
    """The first text of the page that could name goods, where no element is made for a name."""
    named = (
        p.text for p in sight.layout.main[:_FIRST] if _LEAST_NAME <= len(p.text) <= _LONGEST_NAME
    )
    return next(named, None)


def _is_site(sight: Sight, fields: dict[str, Any]) -> bool:
    """Is the name that is marked up only the site's, as in templates filled in wrongly?"""
    parts = split(sight.page.url)
    named = re.sub(r"[\W_]+", "", str(fields["title"])).lower()
    return bool(parts and parts.hostname and named in parts.hostname.lower().split("."))


def _evidence(
    sight: Sight,
    heading: Heading,
    fields: dict[str, Any],
    sources: dict[str, str],
    cards: int,
    several: bool,
) -> Evidence:
    parts = split(sight.page.url)
    named = sources.get("title") in _MARKED_UP | {"profile"} or sight.item is not None
    free = fields.get("price") == 0 and not sight.stock.buy
    numbered = "sku" in fields or "item_id" in fields
    kind = heading.meta.get("og:type", "").strip().lower()
    return Evidence(
        goods=(named and "price" in fields and not free)
        or _is_platforms(sight, sources)
        or opengraph.is_goods(heading),
        several=several,
        priced=("price" in fields) * (1 + _is_plain_price(sight)),
        numbered=(1 + (sources.get("sku") in _PRINTED)) if numbered else 0,
        buys=sight.stock.buy + sight.stock.dead,
        gone=sight.stock.gone,
        cards=cards,
        listing_address=parts is not None and is_listing(parts),
        list_address=parts is not None and names_list(parts),
        paged=parts is not None and is_paged(parts),
        article=kind in _ARTICLES,
        home=parts is not None and is_home(parts),
    )


def _is_plain_price(sight: Sight) -> bool:
    """Does the page show one amount that is surely the price?"""
    if not sight.prices or sight.prices[0].old:
        return False
    return sight.prices[0].score >= _PLAIN_PRICE or _is_lone_price(sight)


def _is_lone_price(sight: Sight) -> bool:
    """One amount of money close behind a headline and no other: what short pages of goods show."""
    price, layout = sight.prices[0], sight.layout
    if not layout.standing or price.amount.currency is None:
        return False
    between = layout.pieces[layout.start : price.at]
    if not 0 < len(between) <= _CLOSE or sum(len(piece.text) for piece in between) > _CLOSE_TEXT:
        return False
    return {p.amount.value for p in sight.prices if not p.old} == {price.amount.value}


def _is_platforms(sight: Sight, sources: dict[str, str]) -> bool:
    """A listing by its platform's own account, though its price comes later or after a login."""
    profiled = sight.profiled
    if profiled is None or sources.get("title") != "profile":
        return False
    return profiled.profile.item_of(sight.page.url) is not None


def _settle(fields: dict[str, Any], sources: dict[str, str], sight: Sight) -> None:
    """A listing offered at a price, with nothing said against it, can be bought; a template's name
    for all its goods is not theirs."""
    if sources.get("title") in _MARKED_UP and sight.layout.standing and _is_site(sight, fields):
        fields["title"], sources["title"] = sight.layout.headline, "shown"
    if "title" not in fields and (first := _first_text(sight)):
        fields["title"], sources["title"] = first, "text"
    if "availability" not in fields:
        gone = sight.stock.gone and not sight.stock.buy
        fields["availability"] = "OutOfStock" if gone else "InStock"
        sources["availability"] = "shown" if gone else "offered"
    if "price" in fields and "currency" not in fields and (code := script_currency(sight.page)):
        fields["currency"], sources["currency"] = code, "script"
