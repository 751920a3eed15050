"""Text from outside as every database, document and mail holds it: no lone surrogate, no NUL.

JSON may name both (`"\\ud800"`), and a script's texts are made of them: SQLite keeps them in a record and then cannot
read the field, PostgreSQL refuses the record. Every JSON column of either is written by `storable_json`; what is proved
by its hash (an entry of the audit, a listing's content) is made so before.
"""

from __future__ import annotations

import json
from typing import Any


def storable_text(text: str) -> str:
    """The text; a lone surrogate is U+FFFD, the character for what is none, and NUL is left out."""
    if "\0" in text:
        text = text.replace("\0", "")
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def storable_value(value: Any) -> Any:
    """A JSON value with all its texts so."""
    if isinstance(value, str):
        return storable_text(value)
    if isinstance(value, dict):
        return {
            storable_text(key) if isinstance(key, str) else key: storable_value(inner)
            for key, inner in value.items()
        }
    if isinstance(value, list | tuple):
        return [storable_value(inner) for inner in value]
    return value


def storable_json(value: Any) -> str:
    """The JSON of a value with all its texts so; nearly all are. Raises TypeError, ValueError as `json.dumps`."""
    text = json.dumps(value)
    return json.dumps(storable_value(value)) if _is_doubtful(text) else text


def _is_doubtful(text: str) -> bool:
    """Whether JSON in ASCII may name a lone surrogate or NUL: Korean and emoji look alike."""
    return "\\ud" in text or "\\u0000" in text
