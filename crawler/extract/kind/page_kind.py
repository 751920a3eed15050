"""What kind of page it is: one listing, a list, an ordinary page, or nothing of use."""

from __future__ import annotations

import re
from dataclasses import dataclass

from crawler.extract.kind.empty_page import (
    BARE,
    LITTLE,
    is_gone,
    is_no_text,
    is_nothing,
    is_reserved,
)
from crawler.extract.page.heading import Heading
from crawler.extract.page.page import Kind, Page

_CARDS = 4
_FEW_CARDS = 2
_SCRIPTED = re.compile(
    r"<div[^>]{0,200}\bid=[\"']?(?:app|root|__next|__nuxt|main|container|q-app|mount|react-root|ice-container|page)[\"'\s>]|"
    r"<app-root|<noscript>[^<]{0,200}(?:javascript|JavaScript|脚本)|data-reactroot|ng-app|ng-version|v-cloak",
    re.I,
)


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """What speaks for one kind or another."""

    goods: bool
    """Structured data names one main product."""
    several: bool
    """Structured data names several products and none of them is the page's own."""
    priced: int
    """0 no price, 1 a price near the headline, 2 one in an element made for it, alone of its kind."""
    numbered: int
    """0 no item number, 1 one in the address or a form, 2 one that the page prints."""
    buys: int
    """Live or dead buy buttons in the main part."""
    gone: bool
    """It says that the goods are sold out or gone."""
    cards: int
    """Product cards."""
    listing_address: bool
    list_address: bool
    """Its address names a list: a category, a shop, a search."""
    paged: bool
    article: bool
    """It calls itself an article."""
    home: bool
    """It is the first page of its site."""


def decide_kind(page: Page, heading: Heading, shown: str, evidence: Evidence) -> Kind:
    """One of listing, list, page, other; walls (`blocked`) are recognised before."""
    if page.status in (404, 410) or page.status >= 500 or is_no_text(page.text):
        return "other"
    if evidence.listing_address and not evidence.priced and is_gone(shown):
        return "other"
    if is_reserved(heading, shown, sells=evidence.goods):
        return "other"
    if not _sells(evidence) and is_nothing(heading, shown):
        return "other"
    if evidence.goods and not (evidence.paged and evidence.cards >= _CARDS):
        return "listing"
    if _is_listing(evidence):
        return "listing"
    if evidence.several or evidence.cards >= _CARDS * (3 if evidence.article else 1):
        return "list"
    if _is_short_list(evidence):
        return "list"
    return "page" if len(shown) >= BARE or heading.headlines else "other"


def _sells(evidence: Evidence) -> bool:
    """Enough signs of goods that a short page is no empty one."""
    signs = evidence.priced + (evidence.buys > 0) + evidence.listing_address
    shelved = evidence.cards >= _CARDS or _is_short_list(evidence)
    return evidence.goods or evidence.several or shelved or signs >= 2


def _is_short_list(evidence: Evidence) -> bool:
    """A search or a shelf of two or three goods, at an address that names a list."""
    return evidence.cards >= _FEW_CARDS and evidence.list_address and not evidence.article


def _is_listing(evidence: Evidence) -> bool:
    if evidence.article or (evidence.several and not evidence.listing_address):
        return False
    points = 2 * evidence.priced + evidence.numbered + 2 * (evidence.buys > 0)
    points += 2 * evidence.listing_address + evidence.gone * (1 + (evidence.numbered > 1))
    points -= 3 * (evidence.cards >= _CARDS and not evidence.listing_address)
    points -= 2 * evidence.paged + 3 * evidence.home
    points -= 3 * (evidence.list_address and not evidence.buys)
    return points >= 4


def needs_script(page: Page, shown: str) -> bool:
    """An empty shell that only a browser fills: almost no text, but scripts or a mount point."""
    if len(shown) > LITTLE // 2:
        return False
    scripts = page.text.count("<script") + page.text.count("<SCRIPT")
    return bool(scripts) and (bool(_SCRIPTED.search(page.text[:400_000])) or len(shown) < BARE)
