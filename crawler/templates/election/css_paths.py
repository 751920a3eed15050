"""CSS selectors that lead to an element (选择器), by names that the pages of its template share."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from crawler.extract.page.element import PageElement
from crawler.templates.election.element_index import PageElements
from crawler.templates.skeleton import Skeleton

_DEEPEST = 5
"""Elements around an element that a selector names; chosen by hand."""
_MOST_FORMS = 4
_IDENTIFIER = re.compile(r"-?[A-Za-z_\u00a0-\U0010ffff][\w\u00a0-\U0010ffff-]*")
_NAMING = ("itemprop", "property", "name")
"""Attributes whose values name what an element states."""
_MOST_CLASSES = 3
_TELLING = frozenset({"h1", "title"})
"""Tags that say enough without a name."""
_ROWS = frozenset({"tr", "dt"})
"""Tags of rows, where nothing around them has a name."""
_ROOTS = frozenset({"html", "head", "body", "-undef", "-document"})


def css_forms(index: PageElements, element: PageElement) -> list[str]:
    """Selectors that lead to an element, short ones first; asked of the page once."""
    if element.index not in index.forms:
        index.forms[element.index] = list(islice(leading_paths(index, element), _MOST_FORMS))
    return index.forms[element.index]


def leading_paths(index: PageElements, element: PageElement) -> Iterator[str]:
    """Selectors, short ones first, whose first match on this page is the element."""
    return (css for css in _paths(index, element) if index.is_first(css, element))


def group_forms(index: PageElements, element: PageElement) -> Iterator[str]:
    """Selectors for all elements that stand as this one does: without its number among siblings."""
    last = _step(index, element)
    path, parent = last, element.parent
    for _ in range(_DEEPEST):
        if parent is None or parent.tag in _ROOTS:
            break
        step = _step(index, parent)
        path = f"{step} > {path}"
        if step != parent.tag:
            yield path
            if path.count(" > ") > 1 or parent is not element.parent:
                yield f"{step} {last}"
        parent = parent.parent
    if last != element.tag or last in _ROWS:
        yield last


def _paths(index: PageElements, element: PageElement) -> Iterator[str]:
    """The element by itself, inside its parents, then by its number among its siblings."""
    for numbered in (False, True):
        steps: list[str] = []
        current: PageElement | None = element
        for _ in range(_DEEPEST):
            if current is None or current.tag in _ROOTS:
                break
            step = _step(index, current)
            counts = numbered and "#" not in step
            steps.insert(0, f"{step}:nth-of-type({index.number_of(current)})" if counts else step)
            if _is_named(step) or (element.tag in _TELLING and not numbered):
                yield " > ".join(steps)
            if "#" in step:
                break
            current = current.parent
        if numbered and steps:
            yield " > ".join(steps)


def _is_named(step: str) -> bool:
    return bool(set(step) & set("#.["))


def _step(index: PageElements, element: PageElement) -> str:
    """An element's tag with its id or classes, as far as all pages have them."""
    if element.index not in index.steps:
        index.steps[element.index] = _named_step(element, index.shared)
    return index.steps[element.index]


def _named_step(element: PageElement, shared: Skeleton) -> str:
    identity = element.attributes.get("id")
    if identity and f"#{identity}" in shared and _IDENTIFIER.fullmatch(identity):
        return f"{element.tag}#{identity}"
    for name in _NAMING:
        value = element.attributes.get(name)
        if value and (name == "itemprop" or element.tag in ("meta", "input")) and _is_plain(value):
            return f'{element.tag}[{name}="{value}"]'
    classes = [
        c for c in element.value("class").split() if f".{c}" in shared and _IDENTIFIER.fullmatch(c)
    ]
    return element.tag + "".join(f".{name}" for name in classes[:_MOST_CLASSES])


def _is_plain(value: str) -> bool:
    return len(value) <= 60 and not set(value) & set("\"'\\\n]")
