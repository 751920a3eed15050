"""Shelves (货架) of a shop whose goods show no price: categories, first pages, goods drawn by scripts."""

from __future__ import annotations

import re
from collections import defaultdict

from crawler.extract.page.markup_names import FRAME_TAGS, ancestors
from crawler.extract.page.page import Page
from crawler.extract.page.selector import CssSelector
from crawler.extract.visible.cards import card_kind
from crawler.url.acting_links import is_acting
from crawler.url.url_kind import is_listing
from crawler.url.url_parts import absolute, split

_LINKS, _PICTURES = CssSelector("a[href]"), CssSelector("img,picture,[style*=background]")
_CART_ADDRESS = re.compile(
    r"/(?:cart|basket|bag|warenkorb|panier|carrito|carrello|(?:shopping|mini|view)[-_]?(?:cart|bag))(?:[/.?]|$)|gouwuche|"
    r"checkout/cart|flow\.php",
    re.I,
)
_CART_TEXT = re.compile(
    r"\b(?:add\s+to\s+(?:cart|bag|basket)|(?:my|your|shopping|view)\s+(?:cart|bag|basket))\b|购物车|購物車|カート|장바구니",
    re.I,
)
_CART = CssSelector(
    "[class*=cart],[id*=cart],[class*=Cart],[class*=basket],[title*=Cart],[aria-label*=Cart]"
)
_CART_NAME = re.compile(
    r"\b(?:mini[-_]?|shop(?:ping)?[-_]?|header[-_]?|btn[-_]?|view[-_]?)?(?:cart|basket)(?:s|[-_]?(?:icon|count|quantity|toggle|link|drawer|preview)\w*)?\b",
    re.I,
)
"""Names of the element that shows or opens the cart."""
_CART_LENGTH = 40
"""Characters of a text that names the cart; chosen by hand."""
_FRAME_NAMES = re.compile(r"\bnav|menu|\bheader|footer|breadcrumb|mega", re.I)
_AROUND = 14
"""Elements around a link whose names say that it belongs to the frame of the page; chosen by hand."""
_FEWEST = 6
"""Links of one kind with pictures from which they are a shelf; chosen by hand."""
_FEWEST_GOODS = 4
"""Links with pictures to addresses of goods from which they are a shelf; chosen by hand."""
_MOST_LINKS = 1500
"""Links that are looked at; a bound on the work that one page may cost."""


def sells_goods(page: Page) -> bool:
    """Does a page lead to a cart (购物车), as every page of a shop does?"""
    document = page.document
    if any(_CART_ADDRESS.search(a.value("href")) for a in document.select(_LINKS)[:_MOST_LINKS]):
        return True
    return any(len(r.text) <= _CART_LENGTH and _CART_TEXT.search(r.text) for r in document.runs)


def has_cart(page: Page) -> bool:
    """Does a page show a cart: by its address, its words, or an element named for it?"""
    if sells_goods(page):
        return True
    elements = page.document.select(_CART)[:_MOST_LINKS]
    return any(
        _CART_NAME.search(f"{e.names} {e.value('title')} {e.value('aria-label')}") for e in elements
    )


def shows_pictures(page: Page) -> bool:
    """Does a page show at least as many pictures as a shelf has links?"""
    return len(page.document.select(_PICTURES)) >= _FEWEST


def shows_shelf(page: Page, *, shop: bool) -> bool:
    """Does the main part of a page repeat links with pictures to the addresses of goods, or, in a
    shop, any links to goods, or links with pictures to any further pages of its site?"""
    document, here = page.document, split(page.url)
    if here is None:
        return False
    this_page = page.url.split("?")[0]
    kinds: dict[object, set[str]] = defaultdict(set)
    pictured: set[str] = set()
    named: set[str] = set()
    for link in document.select(_LINKS)[:_MOST_LINKS]:
        target = absolute(page.base, link.value("href"))
        parts = split(target) if target else None
        if target is None or parts is None or parts.hostname != here.hostname or is_acting(parts):
            continue
        address, goods = target.split("?")[0], is_listing(parts)
        with_picture = document.first_in(link, _PICTURES) is not None
        if address == this_page or not (goods or with_picture):
            continue
        around = list(ancestors(link, _AROUND))
        if any(e.tag in FRAME_TAGS or _FRAME_NAMES.search(e.names) for e in around):
            continue
        if with_picture:
            kinds[card_kind(link), card_kind(around[1]) if len(around) > 1 else None].add(address)
        if goods:
            (pictured if with_picture else named).add(target)
    if len(pictured) >= _FEWEST_GOODS:
        return True
    if not shop:
        return False
    return len(pictured | named) >= _FEWEST or any(len(t) >= _FEWEST for t in kinds.values())
