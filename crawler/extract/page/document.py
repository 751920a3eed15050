"""The document (文档) of a page: its tree walked once, its elements and texts in order.

Whatever is read from the tree (headings, links, prices, cards, attributes, pictures) is read from
here: asking the parser's nodes again and again took most of a page's time.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from crawler.extract.page.element import PageElement
from crawler.extract.page.element_index import ElementIndex
from crawler.extract.page.searched_texts import SearchedTexts
from crawler.extract.page.selector import CssSelector
from crawler.extract.page.text import BLOCKS, DESCRIPTION_LIMIT, HIDDEN_TAGS, clean_text

_SKIPPED = frozenset({*HIDDEN_TAGS, "head", "select", "textarea", "object", "canvas", "math"})
"""Elements whose text no visitor reads."""
_MOST_RUNS = 20_000
"""Runs of visible text; a bound on the work that one page may cost."""
_RUN_LENGTH = 4000
"""Characters of one run."""
_TEXT, _LAST_SPECIAL = 2, 5
"""Lexbor's numbers (lexbor/tag/const.h): of text nodes, and the last of what is no element."""
_KNOWN_TAGS = 512
"""Numbers up to which a tag has the same name in every document."""
_TAGS: dict[int, str] = {}


class TextRun(NamedTuple):
    """One run of visible text."""

    text: str
    element: PageElement
    """The element it stands in."""
    position: int
    """Its place in the order of the page."""
    text_index: int
    """Its place among all texts of the document."""


class TextSizes(NamedTuple):
    """Lengths and places of a page's texts, taken while the walk holds each: a later pass over thousands of
    texts costs more for fetching them from memory than for counting."""

    texts: list[int]
    """Characters of each text node."""
    runs: list[int]
    """Characters of each run."""
    run_places: list[int]
    """Place of each run among the texts."""


class Document:
    """Elements and texts of one page in document order."""

    def __init__(
        self,
        elements: list[PageElement],
        texts: list[str],
        runs: list[TextRun],
        index: ElementIndex,
        sizes: TextSizes,
    ) -> None:
        self.elements = elements
        self.texts = texts
        """Every text node, blank ones and those of scripts too."""
        self.runs = runs
        """The visible text."""
        self.run_lengths = sizes.runs
        """Characters of each of them."""
        self._sizes = sizes.texts
        self._run_places = sizes.run_places
        self._index = index
        self._selected: dict[str, list[PageElement]] = {}
        """By the text of a selector: several readers look for the same elements."""
        self._places: dict[str, list[int]] = {}
        """Places of the elements that a selector finds, by its text."""

    def select(self, selector: CssSelector) -> list[PageElement]:
        """The elements that a selector finds, in document order; each selector is searched once."""
        elements = self._selected.get(selector.text)
        if elements is None:
            places, every = self._places_of(selector), self.elements
            elements = self._selected[selector.text] = [every[at] for at in places]
        return elements

    def first(self, selector: CssSelector) -> PageElement | None:
        """The first element that a selector finds."""
        places = self._places_of(selector)
        return self.elements[places[0]] if places else None

    def run_positions_named(self, meant: SearchedTexts[bool]) -> set[int]:
        """Positions of the runs that stand in an element with a name (class, id, test name) which is meant."""
        positions: set[int] = set()
        end = 0
        for place in self._index.named(meant):
            if place >= end:
                element = self.elements[place]
                end = element.end
                positions.update(range(*self.run_span(element)))
        return positions

    def select_in(self, element: PageElement, selector: CssSelector) -> list[PageElement]:
        """Of these elements those that stand in an element, itself included."""
        places, every = self._places_of(selector), self.elements
        start = bisect_left(places, element.index)
        inside = places[start : bisect_left(places, element.end, start)]
        return [every[at] for at in inside]

    def first_in(self, element: PageElement, selector: CssSelector) -> PageElement | None:
        """The first of the elements that stand in an element, itself included."""
        places = self._places_of(selector)
        at = bisect_left(places, element.index)
        inside = at < len(places) and places[at] < element.end
        return self.elements[places[at]] if inside else None

    def _places_of(self, selector: CssSelector) -> list[int]:
        """Places of the elements that a selector finds."""
        places = self._places.get(selector.text)
        if places is None:
            places = self._places[selector.text] = self._index.select(selector)
        return places

    def children(self, element: PageElement) -> list[PageElement]:
        """The elements right inside an element."""
        children: list[PageElement] = []
        at = element.index + 1
        while at < element.end:
            children.append(self.elements[at])
            at = self.elements[at].end
        return children

    def beside(self, element: PageElement) -> PageElement | None:
        """The next element within the same parent."""
        parent = element.parent
        inside = parent is not None and element.end < parent.end
        return self.elements[element.end] if inside else None

    def text_of(self, element: PageElement, separator: str = "") -> str:
        """The text of an element as its markup has it, scripts included."""
        first, last = element.first_text, element.last_text
        return self.texts[first] if last - first == 1 else separator.join(self.texts[first:last])

    def clean_text_of(self, element: PageElement, limit: int = DESCRIPTION_LIMIT) -> str:
        """What an element shows: words of neighbouring blocks kept apart, highlighted words not."""
        if element.last_text - element.first_text < 2:
            return clean_text(self.text_of(element), limit)
        inside = self.elements[element.index : element.end]
        apart = not BLOCKS.isdisjoint([inner.tag for inner in inside])
        return clean_text(self.text_of(element, " " if apart else ""), limit)

    def text_length(self, element: PageElement) -> int:
        """Characters of `text_of` with a separator of one character."""
        first, last, lengths = element.first_text, element.last_text, self._lengths
        return lengths[last] - lengths[first] + last - first - 1 if first < last else 0

    def runs_of(self, element: PageElement) -> list[TextRun]:
        """The visible text in an element."""
        return self.runs[slice(*self.run_span(element))]

    def first_run(self, text_index: int) -> int:
        """Position of the first run at or behind a place among the texts."""
        return bisect_left(self._run_places, text_index)

    def text_offset(self, text_index: int) -> int:
        """Where a text begins among all texts of the page, joined by one character."""
        return self._lengths[text_index] + text_index

    def longer_texts(self, length: int) -> list[int]:
        """Places of the texts that are longer, in characters."""
        return [at for at, size in enumerate(self._sizes) if size > length]

    def visible_length_between(self, first: int, end: int) -> int:
        """Characters of the runs from one position to another."""
        return self._run_ends[end] - self._run_ends[first]

    def visible_length(self, element: PageElement) -> int:
        """Characters of visible text in an element."""
        return self.visible_length_between(*self.run_span(element))

    def run_span(self, element: PageElement) -> tuple[int, int]:
        """Positions of the first run in an element and of the first behind it."""
        places = self._run_places
        start = bisect_left(places, element.first_text)
        return start, bisect_left(places, element.last_text, start)

    @cached_property
    def _lengths(self) -> list[int]:
        """Characters of all texts before each, and of all."""
        return list(accumulate(self._sizes, initial=0))

    @cached_property
    def _run_ends(self) -> list[int]:
        return list(accumulate(self.run_lengths, initial=0))


def walk_tree(root: LexborNode | None) -> Document:
    """Walk the tree in document order, without recursion (hostile pages nest deeply).

    Written out in one loop: it is run for every node of every page.
    """
    elements: list[PageElement] = []
    texts: list[str] = []
    runs: list[TextRun] = []
    new, new_run, tags, skipped = PageElement.__new__, tuple.__new__, _TAGS, _SKIPPED
    add_element, add_text, add_run = elements.append, texts.append, runs.append
    sizes = TextSizes([], [], [])
    add_length, add_run_length, add_place = (lengths.append for lengths in sizes)
    index = ElementIndex(elements)
    by_tag, by_attribute, by_class = index.by_tag, index.by_attribute, index.by_class
    around: list[LexborNode] = []
    parent: PageElement | None = None
    hidden: PageElement | None = None
    body: PageElement | None = None
    visible = False
    node = root
    count = text_count = run_count = 0
    while node is not None:
        tag_id = node.tag_id
        if tag_id == _TEXT:
            text = node.text_content or ""
            add_text(text)
            add_length(len(text))
            if visible and (text := text.strip()):
                if "  " in text or not text.isprintable() or len(text) > _RUN_LENGTH:
                    text = clean_text(text, _RUN_LENGTH)
                add_run(new_run(TextRun, (text, parent, run_count, text_count)))
                add_run_length(len(text))
                add_place(text_count)
                run_count += 1
                visible = run_count < _MOST_RUNS
            text_count += 1
        elif tag_id > _LAST_SPECIAL:
            element = new(PageElement)
            element.parent = parent
            element.index = place = count
            element.tag = tag = tags.get(tag_id) or _tag_name(node, tag_id)
            element.attributes = attributes = node.attributes
            element.first_text = element.last_text = text_count
            element._names = None
            count += 1
            element.end = count
            add_element(element)
            by_tag[tag].append(place)
            if attributes:
                for name in attributes:
                    by_attribute[name].append(place)
                if (names := attributes.get("class")) is not None:
                    by_class[names].append(place)
            child = node.first_child
            if child is not None:
                if visible:
                    if tag in skipped:
                        hidden, visible = element, False
                elif body is None and tag == "body":
                    body, visible = element, True
                around.append(node)
                parent, node = element, child
                continue
        following = node.next
        while following is None and parent is not None:
            parent.end = count
            parent.last_text = text_count
            if parent is hidden:
                hidden, visible = None, run_count < _MOST_RUNS
            parent, holder = parent.parent, around.pop()
            following = holder.next if parent is not None else None
        node = following
    return Document(elements, texts, runs, index, sizes)


def _tag_name(node: LexborNode, tag_id: int) -> str:
    name = node.tag or ""
    if tag_id < _KNOWN_TAGS:
        _TAGS[tag_id] = name
    return name
