"""Paths into the JSON of an answer (字段路径): `a.b`, `list[].url`, `*` for any name.

A text in which JSON is packed once more (JD's queryResult) is opened where a path leads into it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator

PATH = re.compile(r"(?:[^.\[\]]+(?:\[\])?|\[\])(?:\.[^.\[\]]+(?:\[\])?)*")
"""A path as a description may write it; `[]` alone is the answer itself, a list."""


def values_at(value: object, path: str) -> Iterator[object]:
    """Every value to which a path leads; none where a step is missing."""
    places: list[object] = [value]
    for step in path.split("."):
        name = step.removesuffix("[]")
        places = [inner for place in places for inner in _step(place, name)]
        if step.endswith("[]"):
            places = [entry for place in places for entry in _entries(place)]
    yield from places


def first_value(value: object, paths: Iterable[str]) -> object | None:
    """The first value of several paths that says something: not null, no empty text."""
    for path in paths:
        for place in values_at(value, path):
            if place is not None and place != "":
                return place
    return None


def first_text(value: object, paths: Iterable[str]) -> str | None:
    """The same as text; numbers are written out, lists and mappings are no text."""
    for path in paths:
        for place in values_at(value, path):
            if text := as_text(place):
                return text
    return None


def as_text(value: object) -> str | None:
    """A text or number as text, else None."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return str(value).strip() or None


def _step(place: object, name: str) -> Iterator[object]:
    if not name:
        yield place
        return
    opened = _opened(place)
    if isinstance(opened, dict):
        if name == "*":
            yield from opened.values()
        elif name in opened:
            yield opened[name]


def _entries(place: object) -> list[object]:
    opened = _opened(place)
    return opened if isinstance(opened, list) else []


def _opened(place: object) -> object:
    """The JSON within a text, else the value itself."""
    if isinstance(place, str) and place.lstrip()[:1] in ("{", "["):
        try:
            return json.loads(place)
        except (ValueError, RecursionError):
            return place
    return place
