"""Attributes (商品属性) in a shop's JSON: lists of pairs such as `{"attribute": "产地", "value": "示例县"}`."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

from crawler.extract.page.text import plain_text
from crawler.extract.structured.state_keys import PAIRS

_MOST_PAIRS = 60
"""Attributes of one listing."""
_NAME_LENGTH = 24
"""Characters of an attribute's name; chosen by hand."""
_VALUE_LENGTH = 200
"""Characters of an attribute's value; chosen by hand."""


def attribute_pairs(item: dict[str, Any]) -> dict[str, str]:
    """Label → value of the lists of pairs that an object holds, at most sixty.

    Some programs keep such a list as a text of JSON (niushop, mall).

    >>> attribute_pairs({"attribute": [{"attribute": "产地", "value": "示例县"}]})
    {'产地': '示例县'}
    """
    return listed_pairs({key: _decoded(value) for key, value in item.items()})


def listed_pairs(item: dict[str, Any]) -> dict[str, str]:
    """The same of lists alone, without texts that hold JSON."""
    pairs: dict[str, str] = {}
    for value in item.values():
        for label, text in _pairs_of(value) if isinstance(value, list) else ():
            if len(pairs) < _MOST_PAIRS:
                pairs.setdefault(label, text)
    return pairs


def _decoded(value: Any) -> Any:
    """A text that is a list of objects in JSON, as that list; anything else as it is."""
    if isinstance(value, str) and value[:2] == "[{":
        with suppress(ValueError, RecursionError):
            return json.loads(value)
    return value


def _pairs_of(value: list[Any]) -> list[tuple[str, str]]:
    if not value or not isinstance(value[0], dict):
        return []
    keys = next((keys for keys in PAIRS if keys[0] in value[0] and keys[1] in value[0]), None)
    if keys is None:
        return []
    rows = [row for row in value[:_MOST_PAIRS] if isinstance(row, dict)]
    texts = [(row.get(keys[0]), row.get(keys[1])) for row in rows]
    return [
        (label.strip(" :："), plain_text(text, _VALUE_LENGTH))
        for label, text in texts
        if isinstance(label, str) and isinstance(text, str)
        if 0 < len(label.strip(" :：")) <= _NAME_LENGTH and text.strip()
    ]
