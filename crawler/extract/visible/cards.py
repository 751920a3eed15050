"""Product cards (商品卡片) on a list: blocks that repeat, each with one link and one price."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from functools import lru_cache
from itertools import pairwise
from urllib.parse import urlsplit

import re2

from crawler.extract.listing_facts import ListingFacts, make_listing
from crawler.extract.page.document import Document
from crawler.extract.page.element import PageElement
from crawler.extract.page.markup_names import ancestors
from crawler.extract.page.page import Page
from crawler.extract.page.pictures import picture_address
from crawler.extract.page.selector import CssSelector
from crawler.extract.page.text import clean_text
from crawler.extract.visible.amounts import read_amount
from crawler.url.acting_links import is_acting
from crawler.url.url_parts import LONGEST_LINK, absolute, split
from storage.records import Listing

_SELECTOR = CssSelector(
    "li,article,[class*=product],[class*=Product],[class*=goods],[class*=Goods],[class*=item],"
    "[class*=Item],[class*=card],[class*=Card],[class*=offer],[class*=listing],[class*=tile],"
    "[class*=good],[data-sku],[data-id],[data-product-id]"
)
_PRICE = re.compile(
    r"(?:[¥￥$€£₹₩₽₱₫₺₦₪฿₴₸₲]|US\s?\$|CHF|EUR|Rs\.?|\bRp\.?|\bRM)\s?\d|"
    r"\d[\d.,\s]{0,12}\s?(?:元|円|€|₫|đ\b|zł|kč|kr\b|руб|₽|£|원|лв|lei|ft\b|eur\b|usd\b|tl\b|₴)",
    re.I,
)
SHORTEST_PRICE = re.compile(
    r"(?=[¥￥$€£₹₩₽₱₫₺₦₪฿₴₸₲ucer\d])(?:"
    + _PRICE.pattern.replace(r"\d[\d.,\s]{0,12}", r"\d[.,\s]{0,12}")
    + ")",
    re.I,
)
"""From the last digit on: whatever holds this holds the whole."""
_OPTIONS = re2.Options()
_OPTIONS.case_sensitive = False
_OPTIONS.max_mem = 64 * 2**20
"""Bytes that RE2 may use for its automaton (its default: 8 MiB); chosen by hand."""
_GAP = r"[\s\v\x{1c}-\x{1f}\x{85}\pZ]"
_PERHAPS_PRICE = re2.compile(
    (
        rf"(?:[¥￥$€£₹₩₽₱₫₺₦฿₴₸₲]|₪|US{_GAP}?\$|CHF|EUR|Rs\.?|Rp\.?|RM){_GAP}?\pN|"
        rf"\pN(?:[.,]|{_GAP}){{0,13}}"
        r"(?:元|円|€|₫|đ|zł|kč|kr|руб|₽|£|원|лв|le[iıİ]|ft|eur|usd|tl|₴)"
    ).encode(),
    _OPTIONS,
)
"""Matches wherever `SHORTEST_PRICE` does, and in some places more, in linear time."""
_REACH = 20
"""Characters, more than `SHORTEST_PRICE` matches."""
_PRICED = CssSelector("[class*=price],[class*=Price],[class*=jiage],[itemprop=price],[data-price]")
_TITLED = CssSelector(
    "h1,h2,h3,h4,h5,[class*=title],[class*=Title],[class*=name],[class*=Name],[class*=subject]"
)
_SHOP = CssSelector(
    "[class*=shop] a,[class*=Shop] a,[class*=seller],[class*=store] a,[class*=shop],[class*=nick]"
)
_PLACE = CssSelector(
    "[class*=location],[class*=Location],[class*=area],[class*=place],[class*=city]"
)
_OLD = CssSelector("del,s,strike,[class*=old],[class*=was],[class*=origin],[class*=market]")
LINKS = CssSelector("a[href]")
_IMAGE, _NAMED_IMAGE = CssSelector("img"), CssSelector("img[alt]")
_CLASS = re.compile(r"[A-Za-z_-]{3,}")
_DECIMALS_APART = re.compile(r"\s+(?=[.,]\d)|(?<=\d[.,])\s+(?=\d)")
_AROUND = 12
"""Elements around a card that are none themselves; chosen by hand."""
_FIRST_LINKS = 6
"""Links of a block among which its own is looked for; chosen by hand."""
_CARD_LENGTH = 1500
"""Characters that a card shows; chosen by hand."""
_CARD_MARKUP = 12_000
"""Characters of a card with the scripts and hidden texts in it; chosen by hand."""
_MOST_ELEMENTS = 4000
"""Elements that may be cards; a bound on the work that one page may cost."""
_MOST_TEXTS = 200
"""Texts of one card that are looked at for a price; a bound on the work that one page may cost."""
_MOST_CARDS = 300
"""Cards of one list; a bound on the work that one page may cost."""

Card = tuple[PageElement, PageElement]


def find_cards(page: Page) -> list[Card]:
    """Cards as (card, its link): the smallest blocks that hold a link and a price, if they repeat."""
    document = page.document
    spans = _price_spans(document)
    if not spans[0] and document.first(_PRICED) is None:
        return []
    cards: list[Card] = []
    links: set[int] = set()
    around: set[int] = set()
    for element in reversed(document.select(_SELECTOR)[:_MOST_ELEMENTS]):
        if element.index in around or not _shows_price(document, spans, element):
            continue
        link = card_link(document, element)
        if link is None or link.index in links:
            continue
        links.add(link.index)
        cards.append((element, link))
        around.update(outer.index for outer in list(ancestors(element, _AROUND + 1))[1:])
    cards.reverse()
    return _repeating(cards)[:_MOST_CARDS]


def _repeating(cards: list[Card]) -> list[Card]:
    """A card alone of its kind is no card: a price beside a link may stand anywhere."""
    kinds = Counter(card_kind(card) for card, _ in cards)
    return [card for card in cards if kinds[card_kind(card[0])] >= 2]


def card_kind(card: PageElement) -> tuple[str, str]:
    """What cards of one list have in common: their element and its first class."""
    name = _CLASS.search(card.value("class"))
    return card.tag, name[0] if name else ""


def card_link(document: Document, block: PageElement) -> PageElement | None:
    """The first link of a block that leads to another page and is no act."""
    if block.tag == "a" and block.value("href"):
        return block
    links = document.select_in(block, LINKS)[:_FIRST_LINKS]
    for link in links:
        href = link.value("href")
        if len(href) <= LONGEST_LINK and _is_page_link(href):
            return link
    return None


@lru_cache(maxsize=4096)
def _is_page_link(href: str) -> bool:
    """To another page, without an act; blocks around a card ask again for the same link."""
    parts = split(absolute("http://here.example/", href) or "")
    return href[:1] != "#" and parts is not None and not is_acting(parts)


def shows_amount(text: str) -> bool:
    """Does a text show an amount with its currency?"""
    return bool(_PRICE.search(text))


def _price_spans(document: Document) -> tuple[list[int], list[int]]:
    """Where amounts with a currency begin and end in the text of the whole page, shortest ones.

    A text that is longer than a card (a script) stands in none and is left out.
    """
    starts: list[int] = []
    ends: list[int] = []
    texts = document.texts
    long = document.longer_texts(_CARD_LENGTH)
    for first, last in pairwise([-1, *long, len(texts)]):
        part = " ".join(texts[first + 1 : last])
        offset = document.text_offset(first + 1)
        for start, end in _likely_spans(part):
            for match in SHORTEST_PRICE.finditer(part, start, end):
                starts.append(offset + match.start())
                ends.append(offset + match.end())
    return starts, ends


def _likely_spans(text: str) -> list[tuple[int, int]]:
    """Parts of a text that hold all its prices, apart from one another, in order."""
    spans: list[tuple[int, int]] = []
    encoded = text.encode("utf-8", "replace")
    plain = len(encoded) == len(text)
    at = at_byte = 0
    for match in _PERHAPS_PRICE.finditer(encoded):
        first, last = match.span()
        start = first if plain else at + len(encoded[at_byte:first].decode())
        at = last if plain else start + len(encoded[first:last].decode())
        at_byte = last
        if spans and start <= spans[-1][1]:
            start = spans.pop()[0]
        spans.append((start, at + _REACH))
    return spans


def _shows_price(
    document: Document, spans: tuple[list[int], list[int]], block: PageElement
) -> bool:
    length = document.text_length(block)
    if length > _CARD_LENGTH and (
        length > _CARD_MARKUP or document.visible_length(block) > _CARD_LENGTH
    ):
        return False
    starts, ends = spans
    first = document.text_offset(block.first_text)
    at = bisect_left(starts, first)
    if at < len(ends) and ends[at] <= first + length:
        return True
    priced = document.first_in(block, _PRICED)
    return priced is not None and any(c.isdigit() for c in document.text_of(priced))


def card_links(page: Page, cards: list[Card]) -> frozenset[int]:
    """The places of link elements that lead to a card's listing."""
    links: set[int] = set()
    for card, first in cards:
        address = first.attributes.get("href")
        inside = page.document.select_in(card, LINKS)
        links |= {a.index for a in inside if a.attributes.get("href") == address}
        links.add(first.index)
    return frozenset(links)


def card_listings(page: Page, cards: list[Card]) -> tuple[Listing, ...]:
    """The listings of cards with a title and a price, each with shop, place and picture."""
    listings: dict[str, Listing] = {}
    for card, link in cards:
        url = absolute(page.base, link.value("href")) or page.url
        facts = _facts(page, card, link, url)
        if facts.get("title") and facts.get("price") is not None:
            listings.setdefault(url, make_listing(url, facts))
    return tuple(listings.values())


def _facts(page: Page, card: PageElement, link: PageElement, url: str) -> ListingFacts:
    document = page.document
    amount = read_amount(_price_text(document, card))
    image = _image(page, card)
    return {
        "url": url,
        "title": _title(document, card, link),
        "price": amount.value if amount else None,
        "currency": amount.currency if amount else None,
        "shop": _text(document, card, _SHOP),
        "location": _text(document, card, _PLACE),
        "images": (image,) if image else (),
        "item_id": card.value("data-sku") or card.value("data-id"),
        "platform": urlsplit(url).hostname,
    }


def _title(document: Document, card: PageElement, link: PageElement) -> str:
    elements = document.select_in(card, _TITLED)[:6] + document.select_in(card, LINKS)[:6]
    texts = [document.clean_text_of(element, 300) for element in elements]
    texts = [t for t in texts if len(t) > 3 and not _PRICE.match(t) and not _PRICE.fullmatch(t)]
    named = [link.value("title")]
    named += [image.value("alt") for image in document.select_in(card, _NAMED_IMAGE)[:2]]
    # What a picture says, too, comes first: a heading may be of a button's menu.
    names = [*(t for t in texts if t in named), *texts, *named]
    return clean_text(next((t for t in names if t and not t.isdigit()), ""), 300)


def _price_text(document: Document, card: PageElement) -> str:
    for element in document.select_in(card, _PRICED)[:6]:
        text = _DECIMALS_APART.sub("", document.clean_text_of(element, 80))
        if any(c.isdigit() for c in text) and document.first_in(element, _OLD) is None:
            return text
    for piece in document.texts[card.first_text : card.last_text][:_MOST_TEXTS]:
        if _PRICE.search(piece):
            return piece.strip()[:80]
    match = _PRICE.search(document.clean_text_of(card, _CARD_LENGTH))
    return match.string[match.start() : match.end() + 12] if match else ""


def _image(page: Page, card: PageElement) -> str | None:
    images = page.document.select_in(card, _IMAGE)[:3]
    links = (picture_address(page.base, image) for image in images)
    return next((link for link in links if link), None)


def _text(document: Document, card: PageElement, selector: CssSelector) -> str | None:
    element = document.first_in(card, selector)
    text = document.clean_text_of(element, 80) if element else ""
    return text if 1 < len(text) <= 40 else None
