"""Learning in which rows the attributes stand (商品属性): their names recur from page to page, their
values differ."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Mapping, Sequence

from crawler.extract.page.element import PageElement
from crawler.extract.row_pairs import row_pairs
from crawler.platform.selectors import Selector
from crawler.templates.election.ballot import Ballot, Elected
from crawler.templates.election.css_paths import group_forms
from crawler.templates.election.element_index import PageElements
from crawler.templates.election.value_places import ValuePlaces

_ROWS = frozenset({"tr", "li", "dt", "p", "div"})
_MOST_CELLS = 14
"""Elements of one row; chosen by hand."""
_NAME_LENGTH = 20
"""Characters of an attribute's name; chosen by hand."""
_RECURRING = 0.5
"""Share of the samples on which an attribute's name must stand; chosen by hand."""
_FEWEST = 2
"""Attributes a page from which rows are a table of attributes; chosen by hand."""
_MOST_TRIED = 16
"""Most frequent forms of a row that are tried; chosen by hand."""

Pairs = Mapping[str, str]


def elect_rows(ballot: Ballot, places: Sequence[ValuePlaces]) -> Elected | None:
    """The selector of the rows that state attributes, of two groups where there are two."""
    scored: list[tuple[float, int, str, list[Pairs]]] = []
    named = {name for sample in ballot.samples for name in sample.listing.attributes}
    for css in _forms(ballot, places):
        pages = [value or {} for value in ballot.values("attributes", Selector(css=css))]
        score = _score(pages, named)
        if score > 0:
            scored.append((score, -len(css), css, pages))
    if not scored:
        return None
    scored.sort(reverse=True)
    _, _, css, pages = scored[0]
    for _, _, further, more in scored[1:]:
        names = {name for page in pages for name in page}
        if not names & {name for page in more for name in page}:
            css = f"{css}, {further}"
            pages = [{**a, **b} for a, b in zip(pages, more, strict=True)]
            break
    agree = sum(
        bool(page) and all(page.get(k, v) == v for k, v in sample.listing.attributes.items())
        for page, sample in zip(pages, ballot.samples, strict=True)
    )
    values = {tuple(sorted(page.items())) for page in pages}
    return Elected(
        ways=(Selector(css=css),), pages=sum(map(bool, pages)), agree=agree, distinct=len(values)
    )


def _score(pages: Sequence[Pairs], named: Container[str]) -> float:
    """Recurring attributes a page, less rows that name nothing twice or belong to a menu; 0 for what says
    the same everywhere. `named` are the attributes that the full reader knows: what says the same on
    every page and is none of them is a menu.
    """
    names = Counter(name for page in pages for name in page)
    needed = max(2, _RECURRING * len(pages))
    recurring = {name for name, count in names.items() if count >= needed}
    values: dict[str, set[str]] = defaultdict(set)
    for page in pages:
        for name in recurring & page.keys():
            values[name].add(page[name])
    varying = sum(len(values[name]) > 1 for name in recurring)
    if len(recurring) < _FEWEST or varying * 3 < len(recurring):
        return 0.0
    menu = {name for name in recurring if len(values[name]) == 1 and name not in named}
    good = sum(names[name] for name in recurring - menu)
    return (good - 2 * (names.total() - good)) / len(pages)


def _forms(ballot: Ballot, places: Sequence[ValuePlaces]) -> list[str]:
    names: Counter[str] = Counter()
    rows: dict[str, list[tuple[PageElements, PageElement]]] = defaultdict(list)
    for place in places:
        page_rows: dict[str, PageElement] = {}
        for element in place.index.elements:
            if element.tag in _ROWS and 1 <= place.index.size_of(element) <= _MOST_CELLS:
                for pair in row_pairs(place.index.node_of(element)):
                    name, mark, value = pair.replace(":", "：").partition("：")
                    if mark and value.strip() and len(name.strip()) <= _NAME_LENGTH:
                        page_rows.setdefault(name.strip(), element)
        names.update(page_rows.keys())
        for name, element in page_rows.items():
            rows[name].append((place.index, element))
    needed = max(2, _RECURRING * len(ballot.samples))
    forms: Counter[str] = Counter()
    for name, count in names.items():
        if count >= needed:
            for index, element in rows[name][:3]:
                forms.update(set(group_forms(index, element)))
    return [css for css, _ in forms.most_common(_MOST_TRIED)]
