"""Text from outside as every database, document and mail holds it: no lone surrogate, no NUL.

JSON may name both (`"\\ud800"`), and a script's texts are made of them: SQLite keeps them in a record and then cannot
read the field, PostgreSQL refuses the record.
"""

from __future__ import annotations

from typing import Any

from storage.records import Listing


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
        return {storable_text(key): storable_value(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [storable_value(inner) for inner in value]
    return value


def storable_listing(listing: Listing) -> Listing:
    """A listing from outside with all its texts so; nearly all are."""
    record = listing.to_json()
    storable = storable_value(record)
    return listing if storable == record else Listing.from_json(storable)
