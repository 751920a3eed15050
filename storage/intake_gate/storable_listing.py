"""A listing from outside whose texts every database holds, before its content is hashed."""

from __future__ import annotations

from storage.base.schema.storable_text import storable_value
from storage.records import Listing


def storable_listing(listing: Listing) -> Listing:
    """A listing from outside with all its texts so; nearly all are."""
    record = listing.to_json()
    storable = storable_value(record)
    return listing if storable == record else Listing.from_json(storable)
