"""A page read by its platform's profile: selectors, and paths into the platform's script objects."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import islice
from typing import Any, cast

from selectolax.lexbor import LexborNode

from crawler.extract.listing_facts import EMPTY, ListingFacts, make_listing
from crawler.extract.page.page import Page
from crawler.extract.page.pictures import picture_of
from crawler.extract.page.text import node_text
from crawler.extract.profile_values import field_value
from crawler.extract.row_pairs import row_pairs
from crawler.extract.structured.goods_nodes import json_ld_goods
from crawler.extract.structured.promotions import leave_out_other_days
from crawler.extract.structured.script_value import script_value
from crawler.extract.structured.state_keys import PROMOTION_PRICES
from crawler.platform.profile import Profile
from crawler.platform.selectors import JSON_LD, Selector, compile_pattern, follow
from crawler.url.url_parts import Address, absolute, split
from storage.base.personal.plain_form import plain_form
from storage.records import Listing, Operator

_MOST_CARDS = 500
"""Cards of one list; a bound on the work that one page may cost."""
_MOST_PAGES = 200
"""Parts of one list that are counted on to; chosen by hand."""
_MOST_NODES = 400
"""Elements of one selector that are read; a bound on the work that one page may cost."""
_PROMOTIONS = tuple(key.encode() for key in PROMOTION_PRICES)
_LISTED = frozenset({"images", "attributes", "category"})
"""Fields of several values; of any further field the first is read."""
_OPERATOR = {
    "operator_name": "name",
    "operator_code": "credit_code",
    "operator_address": "address",
    "operator_icp": "icp",
}


class ProfiledPage:
    """One page with the script objects and the XPath tree that its profile asks for, made once."""

    def __init__(self, page: Page, profile: Profile) -> None:
        self.page = page
        self.profile = profile
        self._objects: dict[str, Any] = {}
        self._nodes: dict[str, list[LexborNode]] = {}
        self._first: dict[str, LexborNode | None] = {}
        self._xml: Any = None
        self.is_promoted = False
        """Whether a script object that was read holds a special price (促销价) that holds now."""

    def listing_facts(self) -> ListingFacts:
        """Fields of the listing that this profile finds."""
        return cast(ListingFacts, self._facts(self.profile.listing, None))

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
        cards = (self._card(card) for card in self.card_roots())
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
                value = self.value(name, way, root)
                if value not in EMPTY:
                    facts[name] = value
                    break
        if self.profile.currency and "price" in facts:
            facts.setdefault("currency", self.profile.currency)
        seller = {_OPERATOR[n]: facts.pop(n) for n in tuple(_OPERATOR) if n in facts}
        if "credit_code" in seller:
            seller["credit_code"] = plain_form(seller["credit_code"])
        if seller:
            facts["operator"] = Operator(**seller)
        return facts

    def card_roots(self, ways: tuple[Selector, ...] | None = None) -> list[Any]:
        """The cards that the first of the selectors finds, the profile's own by default."""
        for way in self.profile.cards.get("cards", ()) if ways is None else ways:
            if way.script is not None:
                roots = follow(self._script(way.script), way.path)
            elif way.css is not None:
                roots = list(self.page.tree.css(way.css))
            else:
                roots = []
            if roots:
                return roots[:_MOST_CARDS]
        return []

    def value(self, name: str, way: Selector, root: Any = None) -> Any:
        """What one selector finds for one field, in the field's own type; None where it finds nothing."""
        return field_value(name, self._values(name, way, root), self.page.url, way)

    def nodes(self, css: str) -> list[LexborNode]:
        """The elements of the page that a selector finds; each selector is searched once."""
        if css not in self._nodes:
            self._nodes[css] = self.page.tree.css(css)
        return self._nodes[css]

    def first_node(self, css: str) -> LexborNode | None:
        """The first of them, for which a search seldom goes to the end of the page."""
        if css in self._nodes:
            return next(iter(self._nodes[css]), None)
        if css not in self._first:
            self._first[css] = self.page.tree.css_first(css)
        return self._first[css]

    def _values(self, name: str, way: Selector, root: Any) -> list[Any]:
        if way.css is not None and root is None and name not in _LISTED:
            first = self.first_node(way.css)
            if first is None:
                return []
            if values := self._meant(name, way, self._of_nodes(name, way, [first])):
                return values
        return self._meant(name, way, self._selected(name, way, root))

    def _meant(self, name: str, way: Selector, values: Iterable[Any]) -> list[Any]:
        """What a selector's pattern and its table of values make of what it finds."""
        if way.pattern is not None:
            search = _compiled(way.pattern).search
            matches = (search(value if isinstance(value, str) else str(value)) for value in values)
            values = (match[match.re.groups and 1] for match in matches if match)
        if way.values is not None:
            meanings = way.values
            values = (meanings[value] for value in values if value in meanings)
        is_single = way.css is not None and name not in _LISTED
        return list(islice(values, 1) if is_single else values)

    def _selected(self, name: str, way: Selector, root: Any) -> Iterable[Any]:
        if way.constant is not None:
            return [way.constant]
        if way.script is not None:
            return follow(self._script(way.script), way.path)
        if way.css is not None and (root is None or isinstance(root, LexborNode)):
            nodes = self.nodes(way.css) if root is None else root.css(way.css)
            return self._of_nodes(name, way, nodes[:_MOST_NODES])
        if way.xpath is not None:
            return [_xpath_text(item) for item in self._xpath(way.xpath)]
        return follow(root, way.path) if isinstance(root, dict | list) and way.path else []

    def _of_nodes(self, name: str, way: Selector, nodes: list[LexborNode]) -> Iterator[Any]:
        for node in nodes:
            if way.attribute:
                value = node.attributes.get(way.attribute)
            elif name == "images":
                value = picture_of(self.page.base, node.attributes)
            elif name == "attributes":
                yield from row_pairs(node)
                continue
            else:
                value = node_text(node)
            if value:
                yield value

    def _script(self, name: str) -> Any:
        if name not in self._objects:
            is_data = name == JSON_LD
            value = json_ld_goods(self.page) if is_data else script_value(self.page, name)
            # A page's data is small and looked through at once, its state may be large.
            if is_data or any(word in self.page.encoded for word in _PROMOTIONS):
                self.is_promoted |= leave_out_other_days(value, self.page.at)
            self._objects[name] = value
        return self._objects[name]

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
