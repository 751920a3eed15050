"""One script (简繁统一): a listing's texts with traditional and variant characters made standard.

The word lists are written in standard characters; a shop that writes 產自 means 产自. Every
character stands for one character, so spans in the one text hold in the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from types import MappingProxyType
from typing import Any

from classifiers.characters.confusion_table import load_confusions
from storage.records import Listing


def in_one_script(listing: Listing) -> Listing:
    """The listing in standard characters; itself where it has no others. Keys stay as they are."""
    texts = [text for name in _TEXTS if (text := getattr(listing, name))]
    if all(map(_foreign().isdisjoint, (*texts, *listing.attributes.values(), *listing.category))):
        return listing
    changed: dict[str, Any] = {
        name: standard(text) for name in _TEXTS if (text := getattr(listing, name))
    }
    changed["attributes"] = {key: standard(value) for key, value in listing.attributes.items()}
    changed["category"] = tuple(map(standard, listing.category))
    return replace(listing, **changed)


def standard(text: str) -> str:
    """The text in standard characters, as long as before."""
    return text.translate(_table())


_TEXTS = ("title", "brand", "shop", "description", "image_text", "location")


@cache
def _table() -> Mapping[int, str]:
    variants = load_confusions().variants
    return MappingProxyType({ord(variant): form for variant, form in variants.items()})


@cache
def _foreign() -> frozenset[str]:
    """All characters that are not standard ones."""
    return frozenset(load_confusions().variants)
