"""Learning which block describes the goods (商品描述): its text differs from page to page and leads
nowhere."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from crawler.extract.page.element import PageElement
from crawler.extract.page.text import DESCRIPTION_LIMIT, HIDDEN_TAGS
from crawler.platform.selectors import Selector
from crawler.templates.election.ballot import Ballot, Elected
from crawler.templates.election.css_paths import css_forms
from crawler.templates.election.element_index import PageElements
from crawler.templates.election.value_places import ValuePlaces
from crawler.templates.sample import Sample, plain_value

_NAMES = re.compile(r"desc|detail|intro|content|summary|about|xiangqing|miaoshu|jieshao", re.I)
_BLOCKS = frozenset({"div", "section", "article", "p", "td", "dd"})
_SHORTEST = 20
"""Characters from which a text describes something; chosen by hand."""
_LARGEST = 600
"""Elements of the largest block that is looked at; chosen by hand."""
_MOST_LINKS = 3
_COVERED, _DISTINCT = 0.7, 0.7
"""Shares of the samples that must have the block, and whose texts must differ; chosen by hand."""
_MOST_TRIED = 40
"""Most frequent selectors that are tried on all samples; chosen by hand."""
_NAMED, _EQUAL, _LED = 1.0, 3.0, 2.0
"""Points of a block that is called a description, whose text the page's data states, or begins with
what the data states; chosen by hand."""
_COMPARED = 40
"""Characters by which a preview is compared with the block that it previews."""


def elect_description(ballot: Ballot, places: Sequence[ValuePlaces]) -> Elected | None:
    """The selector of the block, or of the data that states its text."""
    points: dict[str, float] = defaultdict(float)
    ways: Counter[str] = Counter()
    for place, sample in list(zip(places, ballot.samples, strict=True))[:5]:
        for css, number in _named_blocks(place, sample):
            points[css] += number
            ways[css] += 1
    best: tuple[float, ...] = ()
    elected: Elected | None = None
    for css, _ in sorted(points.items(), key=lambda pair: -pair[1])[:_MOST_TRIED]:
        values = ballot.values("description", Selector(css=css))
        texts = [plain_value(value or "") for value in values]
        present = [text for text in texts if len(text) >= _SHORTEST]
        if len(present) < _COVERED * len(texts) or len(set(present)) < _DISTINCT * len(present):
            continue
        chosen = [plain_value(sample.listing.description or "") for sample in ballot.samples]
        agree = sum(text == value for text, value in zip(texts, chosen, strict=True))
        rank = (points[css] / ways[css] + agree / len(texts), len(present), -len(css))
        if not best or rank > best:
            best = rank
            elected = Elected(
                ways=(Selector(css=css),),
                pages=len(present),
                agree=agree,
                distinct=len(set(present)),
            )
    return elected


def _named_blocks(place: ValuePlaces, sample: Sample) -> Iterator[tuple[str, float]]:
    title = plain_value(sample.listing.title or "")
    declared = plain_value(sample.listing.description or "")
    for element, points in _blocks(place.index):
        text = plain_value(place.index.text_of(element, DESCRIPTION_LIMIT))
        if len(text) < _SHORTEST or text == title:
            continue
        total = points + _stated_points(text, declared)
        if total:
            for css in css_forms(place.index, element):
                yield css, total


def _stated_points(text: str, declared: str) -> float:
    if not declared or not text.startswith(declared[:_COMPARED]):
        return 0.0
    return _EQUAL if text == declared else _LED


def _blocks(index: PageElements) -> Iterator[tuple[PageElement, float]]:
    links: Counter[int] = Counter()
    for element in index.elements:
        if element.tag == "a":
            current = element.parent
            while current is not None:
                links[current.index] += 1
                current = current.parent
    for element in index.elements:
        is_block = element.tag in _BLOCKS and element.tag not in HIDDEN_TAGS
        if not is_block or index.size_of(element) > _LARGEST:
            continue
        if links[element.index] <= _MOST_LINKS and index.link_of(element) is None:
            names = f"{element.attributes.get('id') or ''} {element.attributes.get('class') or ''}"
            yield element, _NAMED if _NAMES.search(names) else 0.0
