"""Places where a page states a value (候选位置): elements, attributes, JSON paths, with their selectors."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from crawler.extract.page.element import PageElement
from crawler.extract.structured.goods_nodes import json_ld_goods
from crawler.extract.structured.script_data import named_script_values
from crawler.extract.visible.amounts import plain_digits, read_machine_price
from crawler.platform.selectors import JSON_LD, Selector
from crawler.templates.election.css_paths import css_forms
from crawler.templates.election.element_index import PageElements
from crawler.templates.sample import Sample, plain_value
from crawler.templates.skeleton import Skeleton

_MOST_PLACES = 12
"""Elements of one page that state one value whose selectors are tried; chosen by hand."""
_LABEL_LENGTH = 12
"""Characters of a text that names what stands beside it; chosen by hand."""
_AMOUNT_LENGTH = 40
"""Characters of an element that shows one amount; chosen by hand."""
_SENTENCE_LENGTH = 200
"""Characters of a text in which a value is looked for; chosen by hand."""
_SENTENCE_SIZE = 8
"""Elements of such a text; chosen by hand."""
_SHORTEST_INNER = 2
_MOST_LEAVES = 6000
"""Values of a page's script objects that are looked at; a bound on the work that one page may cost."""
_NAME = re.compile(r"[\w$.-]{2,60}")
_INDEX = re.compile(r"\[\d+\](?=[^\[\]]*$)")
"""The last index of a path."""
_KEY = re.compile(r"[\w$@/-]+")
_DIGITS = re.compile("[0-9]+")

Context = tuple[str, str]
"""What stands before and behind a value in the text of its element."""


class ValuePlaces:
    """The places of one sample's values."""

    def __init__(self, sample: Sample, shared: Skeleton) -> None:
        self._page = sample.page
        self.index = PageElements(sample.page, shared)

    @cached_property
    def _by_text(self) -> dict[str, list[PageElement]]:
        places: dict[str, list[PageElement]] = defaultdict(list)
        for element, text in self.index.texts:
            places[plain_value(text)].append(element)
        return places

    @cached_property
    def _amount_texts(self) -> list[tuple[PageElement, str, str]]:
        """Elements that may show one amount, their texts and the digits of those."""
        return [
            (element, text, "".join(_DIGITS.findall(plain_digits(text))))
            for element, text in self.index.texts
            if len(text) <= _AMOUNT_LENGTH and any(map(str.isdigit, text))
        ]

    def _showing_amount(self, value: str) -> list[PageElement]:
        """Elements that show this amount. However it is grouped, rounded or multiplied (1.2万), its digits
        stand in the text one behind the other: no further text is read."""
        digits = value.replace(".", "").strip("0")
        return [
            element
            for element, text, text_digits in self._amount_texts
            if digits in text_digits
            and (amount := read_machine_price(text)) is not None
            and plain_value(amount) == value
        ]

    @cached_property
    def _by_attribute(self) -> dict[str, list[tuple[PageElement, str]]]:
        places: dict[str, list[tuple[PageElement, str]]] = defaultdict(list)
        for element, name, value in self.index.values:
            places[plain_value(value)].append((element, name))
            if name in ("content", "value") and len(value) <= _AMOUNT_LENGTH:
                amount = read_machine_price(value) if value[:1].isdigit() else None
                if amount is not None:
                    places[plain_value(amount)].append((element, name))
        return places

    @cached_property
    def _by_path(self) -> dict[str, list[tuple[str, str]]]:
        places: dict[str, list[tuple[str, str]]] = defaultdict(list)
        objects: list[tuple[str, Any]] = [(JSON_LD, json_ld_goods(self._page))]
        objects += [
            (key.removeprefix("window."), value)
            for key, value in named_script_values(self._page)
            if _NAME.fullmatch(key)
        ]
        count = 0
        for name, value in objects:
            for path, leaf in _leaves(value):
                places[plain_value(leaf)].append((name, path))
                amount = read_machine_price(leaf) if _is_number(leaf) else None
                if amount is not None and plain_value(amount) != plain_value(leaf):
                    places[plain_value(amount)].append((name, path))
                count += 1
                if count >= _MOST_LEAVES:
                    return places
        return places

    def ways(self, value: str, *, amount: bool) -> Iterator[Selector]:
        """Selectors that lead to this value, as `plain_value` writes it, on this page."""
        for name, path in self._by_path.get(value, ())[:_MOST_PLACES]:
            yield Selector(script=name, path=path)
            if name != JSON_LD and "." in path:
                yield Selector(script=name, path=f"..{path.rsplit('.', 1)[-1]}")
        for element, attribute in self._by_attribute.get(value, ())[:_MOST_PLACES]:
            for css in css_forms(self.index, element):
                yield Selector(css=css, attribute=attribute)
        elements = self._showing_amount(value) if amount else self._by_text.get(value, [])
        for element in elements[:_MOST_PLACES]:
            yield from self.element_ways(element)

    def elements_of(self, text: str) -> list[PageElement]:
        """Small elements that show this text alone."""
        return self._by_text.get(plain_value(text), [])[:_MOST_PLACES]

    def path_ways(self, text: str) -> Iterator[Selector]:
        """Paths into the page's data that hold this text, alone and with all beside it."""
        for name, leaf in self._by_path.get(plain_value(text), ())[:_MOST_PLACES]:
            yield Selector(script=name, path=leaf)
            if "[" in leaf:
                yield Selector(script=name, path=_INDEX.sub("[*]", leaf))

    def address_ways(self, address: str) -> Iterator[Selector]:
        """Paths into the page's data that hold this address, whole or from its root on, and all beside it."""
        path = "/" + address.partition("://")[2].partition("/")[2]
        for text in (address, address.partition(":")[2], path):
            for name, leaf in self._by_path.get(plain_value(text), ())[:_MOST_PLACES]:
                yield Selector(script=name, path=_INDEX.sub("[*]", leaf))
                yield Selector(script=name, path=leaf)

    def element_ways(self, element: PageElement) -> Iterator[Selector]:
        """Selectors of one element, by its names, its place, and the label beside it."""
        for css in css_forms(self.index, element):
            yield Selector(css=css)
        label = self._label_of(element)
        if label:
            yield Selector(css=f'{label[0]}:lexbor-contains("{label[1]}") + {element.tag}')

    def inner_ways(self, value: str) -> Iterator[tuple[str, Context]]:
        """Selectors of elements whose text holds this value, as it is written, among other words, with
        what stands around it."""
        if len(value) < _SHORTEST_INNER:
            return
        places = 0
        for element, text in self.index.texts:
            if len(text) > _SENTENCE_LENGTH or self.index.size_of(element) > _SENTENCE_SIZE:
                continue
            at = text.find(value)
            if at < 0 or len(text) == len(value):
                continue
            context = (text[:at], text[at + len(value) :])
            for css in css_forms(self.index, element):
                yield css, context
            places += 1
            if places >= _MOST_PLACES:
                return

    def _label_of(self, element: PageElement) -> tuple[str, str] | None:
        """Tag and text of the short element right before this one."""
        beside = self.index.node_of(element).prev
        while beside is not None and (beside.is_text_node or beside.is_comment_node):
            if beside.is_text_node and (beside.text() or "").strip():
                return None
            beside = beside.prev
        if beside is None or not beside.tag:
            return None
        text = (beside.text() or "").strip().rstrip(":：").strip()
        if not 1 < len(text) <= _LABEL_LENGTH or set(text) & set("\"'\\\n"):
            return None
        return beside.tag, text


def _leaves(value: Any) -> Iterator[tuple[str, Any]]:
    """Path and value of every text and number, in reading order."""
    waiting: list[tuple[str, Any]] = [("", value)]
    while waiting:
        path, item = waiting.pop()
        if isinstance(item, dict):
            waiting += [
                (f"{path}.{key}" if path else key, inner)
                for key, inner in reversed(item.items())
                if isinstance(key, str) and _KEY.fullmatch(key)
            ]
        elif isinstance(item, list):
            waiting += [
                (f"{path}[{at}]", inner) for at, inner in reversed(list(enumerate(item[:60])))
            ]
        elif isinstance(item, str | int | float) and not isinstance(item, bool) and path:
            yield path, item


def _is_number(leaf: Any) -> bool:
    return not isinstance(leaf, str) or (leaf[:1].isdigit() and len(leaf) <= _AMOUNT_LENGTH)
