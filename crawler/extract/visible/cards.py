"""Product cards (商品卡片) on a list: blocks that repeat, each with one link and one price."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from urllib.parse import urlsplit

from selectolax.lexbor import LexborNode

from crawler.extract.listing_facts import ListingFacts, make_listing
from crawler.extract.page.page import Page
from crawler.extract.page.pictures import picture_address
from crawler.extract.page.text import clean_text, node_text
from crawler.extract.visible.amounts import read_amount
from crawler.url.acting_links import is_acting
from crawler.url.url_parts import absolute, split
from storage.records import Listing

_SELECTOR = (
    "li,article,[class*=product],[class*=Product],[class*=goods],[class*=Goods],[class*=item],"
    "[class*=Item],[class*=card],[class*=Card],[class*=offer],[class*=listing],[class*=tile],"
    "[class*=good],[data-sku],[data-id],[data-product-id]"
)
_PRICE = re.compile(
    r"(?:[¥￥$€£₹₩₽₱₫₺₦₪฿₴₸₲]|US\s?\$|CHF|EUR|Rs\.?|\bRp\.?|\bRM)\s?\d|"
    r"\d[\d.,\s]{0,12}\s?(?:元|円|€|₫|đ\b|zł|kč|kr\b|руб|₽|£|원|лв|lei|ft\b|eur\b|usd\b|tl\b|₴)",
    re.I,
)
_PRICED = "[class*=price],[class*=Price],[class*=jiage],[itemprop=price],[data-price]"
_TITLED = (
    "h1,h2,h3,h4,h5,[class*=title],[class*=Title],[class*=name],[class*=Name],[class*=subject]"
)
_SHOP = (
    "[class*=shop] a,[class*=Shop] a,[class*=seller],[class*=store] a,[class*=shop],[class*=nick]"
)
_PLACE = "[class*=location],[class*=Location],[class*=area],[class*=place],[class*=city]"
_OLD = "del,s,strike,[class*=old],[class*=was],[class*=origin],[class*=market]"
_CARD_LENGTH = 1500
"""Characters that a card shows; chosen by hand."""
_MOST_ELEMENTS = 4000
"""Elements that may be cards; a bound on the work that one page may cost."""
_MOST_TEXTS = 200
"""Texts of one card that are looked at for a price; a bound on the work that one page may cost."""
_MOST_CARDS = 300
"""Cards of one list; a bound on the work that one page may cost."""

Card = tuple[LexborNode, LexborNode]


def find_cards(page: Page) -> list[Card]:
    """Cards as (card, its link): the smallest blocks that hold a link and a price, if they repeat."""
    cards: list[Card] = []
    links: set[int] = set()
    around: set[int] = set()
    for node in reversed(page.tree.css(_SELECTOR)[:_MOST_ELEMENTS]):
        if node.mem_id in around:
            continue
        link = card_link(node)
        if link is None or link.mem_id in links or not _shows_price(node):
            continue
        links.add(link.mem_id)
        cards.append((node, link))
        current = node.parent
        for _ in range(12):
            if current is None:
                break
            around.add(current.mem_id)
            current = current.parent
    cards.reverse()
    return _repeating(cards)[:_MOST_CARDS]


def _repeating(cards: list[Card]) -> list[Card]:
    """A card alone of its kind is no card: a price beside a link may stand anywhere."""
    kinds = Counter(card_kind(node) for node, _ in cards)
    return [card for card in cards if kinds[card_kind(card[0])] >= 2]


def card_kind(node: LexborNode) -> tuple[str, str]:
    """What cards of one list have in common: their element and its first class."""
    names = re.findall(r"[A-Za-z_-]{3,}", node.attributes.get("class") or "")
    return node.tag or "", names[0] if names else ""


def card_link(node: LexborNode) -> LexborNode | None:
    """The first link of a block that leads to another page and is no act."""
    if node.tag == "a" and node.attributes.get("href"):
        return node
    first = node.css_first("a[href]")
    if first is None or _is_page_link(first.attributes.get("href") or ""):
        return first  # as a rule: all links of a large block cost many times the first
    links = node.css("a[href]")[1:6]
    return next((link for link in links if _is_page_link(link.attributes.get("href") or "")), None)


@lru_cache(maxsize=4096)
def _is_page_link(href: str) -> bool:
    """To another page, without an act; blocks around a card ask again for the same link."""
    parts = split(absolute("http://here.example/", href) or "")
    return href[:1] != "#" and parts is not None and not is_acting(parts)


def shows_amount(text: str) -> bool:
    """Does a text show an amount with its currency?"""
    return bool(_PRICE.search(text))


def _shows_price(node: LexborNode) -> bool:
    text = node.text(separator=" ")
    if len(text) > _CARD_LENGTH:
        return False
    if _PRICE.search(text):
        return True
    element = node.css_first(_PRICED)
    return element is not None and any(c.isdigit() for c in element.text())


def card_links(cards: list[Card]) -> frozenset[int]:
    """The identities of link elements that lead to a card's listing."""
    links: set[int] = set()
    for card, first in cards:
        address = first.attributes.get("href")
        links |= {a.mem_id for a in card.css("a[href]") if a.attributes.get("href") == address}
        links.add(first.mem_id)
    return frozenset(links)


def card_listings(page: Page, cards: list[Card]) -> tuple[Listing, ...]:
    """The listings of cards with a title and a price, each with shop, place and picture."""
    listings: dict[str, Listing] = {}
    for card, link in cards:
        url = absolute(page.base, link.attributes.get("href") or "") or page.url
        facts = _facts(page, card, link, url)
        if facts.get("title") and facts.get("price") is not None:
            listings.setdefault(url, make_listing(url, facts))
    return tuple(listings.values())


def _facts(page: Page, card: LexborNode, link: LexborNode, url: str) -> ListingFacts:
    amount = read_amount(_price_text(card))
    image = _image(page, card)
    return {
        "url": url,
        "title": _title(card, link),
        "price": amount.value if amount else None,
        "currency": amount.currency if amount else None,
        "shop": _text(card, _SHOP),
        "location": _text(card, _PLACE),
        "images": (image,) if image else (),
        "item_id": card.attributes.get("data-sku") or card.attributes.get("data-id"),
        "platform": urlsplit(url).hostname,
    }


def _title(card: LexborNode, link: LexborNode) -> str:
    texts = [node_text(node, 300) for node in card.css(_TITLED)[:6]]
    texts += [node_text(a, 300) for a in card.css("a[href]")[:6]]
    texts = [t for t in texts if len(t) > 3 and not _PRICE.match(t) and not _PRICE.fullmatch(t)]
    named = [link.attributes.get("title") or ""]
    named += [(image.attributes.get("alt") or "") for image in card.css("img[alt]")[:2]]
    return clean_text(next((t for t in [*texts, *named] if t and not t.isdigit()), ""), 300)


def _price_text(card: LexborNode) -> str:
    for node in card.css(_PRICED)[:6]:
        text = re.sub(r"\s+(?=[.,]\d)|(?<=\d[.,])\s+(?=\d)", "", node_text(node, 80))
        if any(c.isdigit() for c in text) and not node.any_css_matches((_OLD,)):
            return text
    for piece in card.text(separator="\x1f").split("\x1f")[:_MOST_TEXTS]:
        if _PRICE.search(piece):
            return piece.strip()[:80]
    match = _PRICE.search(node_text(card, _CARD_LENGTH))
    return match.string[match.start() : match.end() + 12] if match else ""


def _image(page: Page, card: LexborNode) -> str | None:
    links = (picture_address(page.base, node) for node in card.css("img")[:3])
    return next((link for link in links if link), None)


def _text(card: LexborNode, selector: str) -> str | None:
    node = card.css_first(selector)
    text = node_text(node, 80) if node else ""
    return text if 1 < len(text) <= 40 else None
