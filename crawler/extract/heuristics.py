"""Reading of pages whose structured data is missing or incomplete, by what they show."""

from __future__ import annotations

import re

from crawler.extract.field_candidates import (
    MARKED_UP,
    FieldCandidates,
    Source,
    merge_facts,
)
from crawler.extract.kind.kind_signs import SEVERAL_CARDS, KindSigns
from crawler.extract.kind.page_kind import KindDecision, decide_kind, is_empty_shell
from crawler.extract.kind.program_kind import program_kind
from crawler.extract.kind.walls import find_wall, state_demands_login
from crawler.extract.links import read_links
from crawler.extract.listing_builder import build_listing
from crawler.extract.page.heading import PageHeading
from crawler.extract.page.page import Kind, Link, Page, PageReading
from crawler.extract.profile_fields import ProfiledPage
from crawler.extract.structured import opengraph
from crawler.extract.structured.statements import Statements
from crawler.extract.trace import Trace, TracedReading
from crawler.extract.visible.cards import card_links
from crawler.extract.visible.corrections import complete_offer, correct_fields
from crawler.extract.visible.goods_pictures import goods_pictures, is_page_picture
from crawler.extract.visible.observations import Observations, observe_page
from crawler.extract.visible.plain_price import is_plain_price
from crawler.extract.visible.visible_facts import ordered_facts
from crawler.url.canonical_url import page_address
from crawler.url.first_page import is_home
from crawler.url.url_kind import is_listing, is_paged, is_search, names_list
from crawler.url.url_parts import split
from storage.records import Listing

_PRINTED = frozenset({Source.LABEL, Source.TABLE, Source.STATE, Source.PROFILE})
"""Sources of an item number that the page itself prints."""
_ARTICLE_PATH = re.compile(
    r"/(?:blogs?|news|newsroom|articles|posts?|magazine|stories|journal|guides?|wiki|docs?|press|forums?|threads?|"
    r"insights?|topics?|community|discussions?|questions|resources|help|support|faqs?|learn|academy|tutorials?|"
    r"tips|recipes?|xinwen|zixun|wenzhang|ratgeber)/[^/]+",
    re.I,
)
"""Paths of texts that are read, not bought from."""
_ARTICLES = frozenset({"article", "blog", "profile"})
"""og:type of pages that are no goods (ogp.me)."""


def read_visible_page(
    page: Page,
    heading: PageHeading,
    statements: Statements,
    profiled: ProfiledPage | None,
    site: str | None,
) -> TracedReading:
    """The reading of a page from its visible text and from what structured data it has; `site` is
    the site's own name."""
    observations = observe_page(page, heading, profiled)
    ordered = ordered_facts(observations, statements.described, statements.previews, site)
    fields = correct_fields(merge_facts(ordered), observations)
    visible = observations.layout.text
    if wall := _wall(observations, visible, priced="price" in fields):
        decision = KindDecision(kind="blocked", rule=f"a wall: {wall}")
        reading = PageReading(kind="blocked", blocked_why=wall, canonical=heading.canonical)
        return TracedReading(
            reading=reading,
            trace=Trace(decision=decision, statements=tuple(ordered), fields=fields),
        )
    listings = statements.listed
    nameless = all(listing.title == listing.url for listing in listings)
    signs = _kind_signs(
        observations,
        fields,
        cards=max(observations.card_count if nameless else len(observations.cards), len(listings)),
        statements=statements,
    )
    decision = decide_kind(page, heading, visible, signs)
    kind = decision.kind
    if kind == "listing":
        fields = complete_offer(fields, observations)
        fields = _with_pictures(fields, observations)
    listing, fields = build_listing(
        page, heading, kind, fields, visible, on_platform=profiled is not None
    )
    if kind == "list" and nameless:
        listings = observations.card_listings() or listings
    cards = listings if kind == "list" else ()
    reading = PageReading(
        kind=kind,
        listing=listing,
        cards=cards,
        links=_links(observations, kind, cards),
        sources=fields.sources_of(listing),
        canonical=heading.canonical,
        needs_script=not _states_content(page, kind, listing, cards)
        and is_empty_shell(page, visible),
    )
    trace = Trace(
        decision=decision,
        statements=tuple(ordered),
        fields=fields,
        prices=tuple(observations.prices),
    )
    return TracedReading(reading=reading, trace=trace)


def _with_pictures(fields: FieldCandidates, observations: Observations) -> FieldCandidates:
    """With the pictures that the page shows of its goods; a logo that was meant for previews goes."""
    images = fields.value("images") or ()
    if images and not (
        fields.source("images") is Source.OPEN_GRAPH and all(map(is_page_picture, images))
    ):
        return fields
    pictures = goods_pictures(observations.page, observations.layout, observations.card_ids)
    return fields.replaced("images", pictures, Source.VISIBLE) if pictures else fields


def _states_content(
    page: Page, kind: Kind, listing: Listing | None, cards: tuple[Listing, ...]
) -> bool:
    """Does the page's own data state what a browser would show: goods with title and price, and
    on a list where each of them leads?"""
    if kind == "list":
        leads = (card.price is not None and card.url != page.url for card in cards)
        return bool(cards) and all(leads)
    return kind == "listing" and listing is not None and listing.price is not None


def _links(observations: Observations, kind: Kind, cards: tuple[Listing, ...]) -> tuple[Link, ...]:
    """The page's links, with those of cards that stand only in its data; cards are listings."""
    page = observations.page
    nodes = card_links(page, observations.cards) if kind != "listing" else frozenset()
    goods = dict.fromkeys(card.url for card in cards if card.url != page.url)
    links = {
        link.url: Link(url=link.url, kind="listing") if link.url in goods else link
        for link in read_links(page, observations.heading, nodes)
    }
    for url in goods:
        links.setdefault(url, Link(url=url, kind="listing"))
    profiled = observations.profiled
    following = profiled.next_page() if profiled and cards else None
    if following and not any(link.kind == "next" for link in links.values()):
        links.pop(following, None)
        links[following] = Link(url=following, kind="next")
    return tuple(links.values())


def _wall(observations: Observations, visible: str, *, priced: bool) -> str | None:
    """The wall of a page, if there is one: a page with a price and a buy button has none."""
    page, profiled = observations.page, observations.profiled
    if profiled and profiled.profile.turns_away(page.url):
        return "login"
    if priced and observations.stock.live_buttons + observations.stock.disabled_buttons > 0:
        return None
    goods = len(observations.cards) >= SEVERAL_CARDS or observations.main_item is not None
    if wall := find_wall(page, visible, observations.heading.title, goods=goods or priced):
        return wall
    return "login" if not priced and state_demands_login(page, visible) else None


def _kind_signs(
    observations: Observations,
    fields: FieldCandidates,
    *,
    cards: int,
    statements: Statements,
) -> KindSigns:
    parts = split(observations.page.url)
    plainly = split(page_address(observations.page.url))
    stock = observations.stock
    buttons = stock.live_buttons + stock.disabled_buttons
    described = fields.source("title") in MARKED_UP | {Source.PROFILE}
    named = described or observations.main_item is not None
    at_goods = parts is not None and is_listing(parts)
    free = fields.value("price") == 0 and not stock.live_buttons
    numbered = "sku" in fields or "item_id" in fields
    plain = is_plain_price(observations.prices, observations.layout)
    og_type = observations.heading.meta.get("og:type", "").strip().lower()
    return KindSigns(
        names_goods=(named and "price" in fields and not free)
        or _is_platform_item(observations, fields),
        previews_goods=opengraph.is_goods(observations.heading),
        names_several=bool(statements.listed) or statements.names_many,
        price=("price" in fields) * (1 + plain),
        item_number=(1 + (fields.source("sku") in _PRINTED)) if numbered else 0,
        buy_buttons=buttons,
        sold_out=stock.says_sold_out,
        cards=cards,
        listing_url=at_goods,
        list_url=parts is not None and names_list(parts),
        part_of_list=parts is not None and is_paged(parts),
        search=parts is not None and is_search(parts),
        article=statements.article
        or og_type in _ARTICLES
        or bool(parts and _ARTICLE_PATH.search(parts.path)),
        never_sold=_is_never_sold(
            statements,
            described=described or (observations.main_item is not None and at_goods),
            sells="price" in fields and buttons > 0,
        ),
        home=plainly is not None and is_home(plainly),
        sells_first=observations.sells_first,
        program=program_kind(observations.page),
    )


def _is_never_sold(statements: Statements, *, described: bool, sells: bool) -> bool:
    """Is it a recipe, an episode, a vacancy, whose data describe no goods, or a text on health that sells nothing?"""
    is_text = statements.never_sold or (statements.of_health and not sells)
    return is_text and not described


def _is_platform_item(observations: Observations, fields: FieldCandidates) -> bool:
    """Does the platform's profile find the goods, though their price comes later or after a login?"""
    profiled = observations.profiled
    if profiled is None or fields.source("title") is not Source.PROFILE:
        return False
    return profiled.profile.item_of(observations.page.url) is not None
