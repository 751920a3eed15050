"""A page read by its platform's profile: selectors, and paths into the platform's script objects."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any, cast

from selectolax.lexbor import LexborNode

from crawler.extract.listing_facts import ListingFacts, make_listing
from crawler.extract.page.page import Page
from crawler.extract.page.text import node_text, plain_text
from crawler.extract.structured.offers import read_availability
from crawler.extract.structured.schema_graph import all_texts, first_text
from crawler.extract.structured.script_data import named_script_values
from crawler.extract.structured.state_item import read_sales
from crawler.extract.visible.amounts import read_machine_price
from crawler.extract.visible.currencies import read_currency
from crawler.platform.profile import Profile
from crawler.platform.selectors import Selector, compile_pattern, follow
from crawler.url.url_parts import Address, absolute, split
from storage.records import Listing, Operator

_MOST_CARDS = 500
"""Cards of one list; a bound on the work that one page may cost."""
_LINKS = ("shop_url", "url")
_PAIR_NAMES = ("name", "title", "key", "attrName", "propName", "fname", "label")
_PAIR_VALUES = ("value", "values", "text", "attrValue", "propValue", "fvalue")
_MOST_PAGES = 200
"""Parts of one list that are counted on to; chosen by hand."""
_OPERATOR = {"operator_name": "name", "operator_code": "credit_code", "operator_address": "address"}


class ProfiledPage:
    """One page with the script objects and the XPath tree that its profile asks for, made once."""

    def __init__(self, page: Page, profile: Profile) -> None:
        self.page = page
        self.profile = profile
        self._objects: dict[str, Any] | None = None
        self._xml: Any = None

    def listing_facts(self) -> ListingFacts:
        """Fields of the listing that this profile finds."""
        return cast(ListingFacts, self._facts(self.profile.listing, self.page.tree.root))

    def next_page(self) -> str | None:
        """The address of the next part of this list, where the platform counts it in the address."""
        paging, parts = self.profile.paging, split(self.page.url)
        if paging is None or parts is None or not self._is_search(parts):
            return None
        counted = re.compile(rf"(?:^|(?<=&)){re.escape(paging.parameter)}=(\d{{0,9}})(?=&|$)")
        match = counted.search(parts.query)
        number = int(match[1] or paging.first) if match else paging.first
        if number > paging.first + paging.step * _MOST_PAGES:
            return None
        following = f"{paging.parameter}={number + paging.step}"
        query = (
            counted.sub(following, parts.query, count=1) if match else f"{parts.query}&{following}"
        )
        return absolute(self.page.url, f"{parts.path}?{query.lstrip('&')}")

    def _is_search(self, parts: Address) -> bool:
        search = split((self.profile.search or "").replace("{query}", "x").replace("{page}", "1"))
        return search is not None and (search.hostname, search.path) == (parts.hostname, parts.path)

    def cards(self) -> tuple[Listing, ...]:
        """What the profile's cards say of each listing on a list."""
        cards = (self._card(card) for card in self._roots(self.profile.cards.get("cards", ())))
        return tuple(card for card in cards if card is not None)

    def _card(self, card: Any) -> Listing | None:
        selectors = {n: s for n, s in self.profile.cards.items() if n != "cards"}
        facts = self._facts(selectors, card)
        facts.setdefault("platform", self.profile.hosts[0])
        return (
            make_listing(facts.get("url") or self.page.url, cast(ListingFacts, facts))
            if facts.get("title")
            else None
        )

    def _facts(self, selectors: Mapping[str, tuple[Selector, ...]], root: Any) -> dict[str, Any]:
        facts: dict[str, Any] = {}
        for name, ways in selectors.items():
            for way in ways:
                value = _read(name, list(self._values(way, root)), self.page.url, way)
                if value not in (None, "", (), {}):
                    facts[name] = value
                    break
        if self.profile.currency and "price" in facts:
            facts.setdefault("currency", self.profile.currency)
        seller = {_OPERATOR[n]: facts.pop(n) for n in tuple(_OPERATOR) if n in facts}
        if seller:
            facts["operator"] = Operator(**seller)
        return facts

    def _roots(self, ways: tuple[Selector, ...]) -> list[Any]:
        for way in ways:
            if way.script is not None:
                roots = follow(self._script(way.script), way.path)
            elif way.css is not None:
                roots = list(self.page.tree.css(way.css))
            else:
                roots = []
            if roots:
                return roots[:_MOST_CARDS]
        return []

    def _values(self, way: Selector, root: Any) -> Iterator[Any]:
        for value in self._selected(way, root):
            if way.pattern is None:
                yield value
            elif match := _compiled(way.pattern).search(
                value if isinstance(value, str) else str(value)
            ):
                yield match[match.re.groups and 1]

    def _selected(self, way: Selector, root: Any) -> list[Any]:
        if way.script is not None:
            return follow(self._script(way.script), way.path)
        if way.css is not None and isinstance(root, LexborNode):
            nodes = root.css(way.css)
            if way.attribute:
                return [v for node in nodes if (v := node.attributes.get(way.attribute))]
            return [text for node in nodes if (text := node_text(node))]
        if way.xpath is not None:
            return [_xpath_text(item) for item in self._xpath(way.xpath)]
        return follow(root, way.path) if isinstance(root, dict | list) and way.path else []

    def _script(self, name: str) -> Any:
        if self._objects is None:
            self._objects = {}
            for key, value in named_script_values(self.page):
                self._objects.setdefault(key.removeprefix("window."), value)
        return next(
            (value for key, value in self._objects.items() if key.split("#")[0] == name), None
        )

    def _xpath(self, expression: str) -> list[Any]:
        from lxml import etree, html

        if self._xml is None:
            parser = html.HTMLParser(encoding="utf-8", no_network=True, recover=True)
            body = self.page.text.encode("utf-8", "replace") or b"<html></html>"
            self._xml = html.document_fromstring(body, parser=parser, ensure_head_body=True)
        result = etree.XPath(expression)(self._xml)
        return result if isinstance(result, list) else [result]


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> Any:
    return compile_pattern(pattern, "pattern")


def _xpath_text(item: Any) -> str:
    return " ".join(item.itertext()) if hasattr(item, "itertext") else str(item)


def _read(name: str, values: list[Any], url: str, way: Selector) -> Any:
    """The values of one field in the field's own type."""
    if not values:
        return None
    if name == "price":
        return _price(values, way)
    reader = _READERS.get(name)
    if reader:
        return reader(values)
    if name == "images":
        sources = tuple(t for v in values for t in all_texts(v, "url", "src", "imageURI"))
        return tuple(link for text in sources if (link := absolute(url, text)))
    if name == "category":
        return tuple(plain_text(t) for v in values for t in all_texts(v))
    text = first_text(values[0])
    if text is None:
        return None
    return absolute(url, text) if name in _LINKS else plain_text(text)


def _attributes(values: list[Any]) -> dict[str, str]:
    attributes: dict[str, str] = {}
    pairs = [pair for value in values if (pair := _pair(value))]
    if pairs:
        return dict(pairs)
    for value in values:
        if isinstance(value, dict):
            attributes |= {
                plain_text(str(k), 60): plain_text(str(v), 500) for k, v in value.items() if v
            }
        elif isinstance(value, str):
            key, _, text = value.replace("：", ":").partition(":")
            if text.strip() and len(key) <= 40:
                attributes[plain_text(key, 60)] = plain_text(text, 500)
    return attributes


def _pair(value: Any) -> tuple[str, str] | None:
    """Name and value of an attribute that is an object of the two."""
    if not isinstance(value, dict):
        return None
    name = next((value[key] for key in _PAIR_NAMES if isinstance(value.get(key), str)), None)
    text = first_text([value[key] for key in _PAIR_VALUES if key in value])
    return (plain_text(name, 60), plain_text(text, 500)) if name and text else None


def _price(values: list[Any], way: Selector) -> Decimal | None:
    """The first price that an element shows; of all prices in an object the lowest, since those
    are the choices of one listing."""
    amounts = (read_machine_price(first_text(value)) for value in values)
    prices = [price for price in amounts if price]
    if not prices:
        return None
    price = prices[0] if way.css is not None or way.xpath is not None else min(prices)
    return price.scaleb(-2) if way.unit == "fen" else price


_READERS: dict[str, Callable[[list[Any]], Any]] = {
    "currency": lambda values: read_currency(first_text(values[0])),
    "availability": lambda values: read_availability(values[0]),
    "sales": lambda values: read_sales(first_text(values[0])),
    "attributes": _attributes,
}
