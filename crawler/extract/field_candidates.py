"""Candidates (候选值) for the fields of a listing: each value with the reader that found it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any, NamedTuple, cast

from crawler.extract.listing_facts import EMPTY, MOST_ITEMS, ListingFacts
from storage.records import Listing


class Source(StrEnum):
    """The reader that found a value; `hubiao extract` prints it beside each field."""

    PROFILE = "profile"
    """The platform's profile."""
    LABEL = "label"
    """A label in the visible text (货号：…)."""
    JSON_LD = "json-ld"
    MICRODATA = "microdata"
    RDFA = "rdfa"
    OPEN_GRAPH = "open-graph"
    TABLE = "table"
    """A table, a definition list or a line of attributes."""
    DECLARED = "declared"
    """A data- attribute, or the choices of a buy form."""
    VISIBLE = "shown"
    """The visible page: its prices, buttons and words."""
    ADDRESS = "address"
    """The page's address, or the hidden field of its form."""
    STATE = "state"
    """The page's own JSON and script objects."""
    TITLE = "title"
    """The document's title."""
    TEXT = "text"
    """Any visible text."""
    SITE = "site"
    """The name of the site: the seller where the page names none."""
    SCRIPT = "script"
    OFFERED = "offered"
    """Goods with a price and without a sold-out text are taken to be in stock."""


MARKED_UP = frozenset({Source.JSON_LD, Source.MICRODATA, Source.RDFA})
"""Sources that state which product the page is about, in schema.org's words."""
STRUCTURED = MARKED_UP | {Source.OPEN_GRAPH, Source.STATE}
"""Sources that are written for machines and may be out of date."""


class SourceFacts(NamedTuple):
    """What one reader states."""

    source: Source
    facts: ListingFacts


class FieldCandidate(NamedTuple):
    """One value of one field."""

    value: Any
    """In the field's own type."""
    source: Source


@dataclass(frozen=True)
class FieldCandidates:
    """The chosen candidate of each field; every change makes a new record."""

    chosen: Mapping[str, FieldCandidate] = field(default_factory=lambda: MappingProxyType({}))

    def __contains__(self, name: str) -> bool:
        return name in self.chosen

    def value(self, name: str) -> Any:
        """The value of a field, None where no reader found one."""
        candidate = self.chosen.get(name)
        return candidate.value if candidate else None

    def source(self, name: str) -> Source | None:
        """The reader that found a field."""
        candidate = self.chosen.get(name)
        return candidate.source if candidate else None

    @property
    def named_shop(self) -> str | None:
        """The shop that the page names, if it is not the site itself."""
        return None if self.source("shop") is Source.SITE else self.value("shop")

    def without(self, name: str) -> FieldCandidates:
        """Without any candidate of this field."""
        return FieldCandidates({key: value for key, value in self.chosen.items() if key != name})

    def replaced(self, name: str, value: Any, source: Source) -> FieldCandidates:
        """With this candidate in the place of any that was there."""
        return FieldCandidates({**self.chosen, name: FieldCandidate(value, source)})

    def filled(self, name: str, value: Any, source: Source) -> FieldCandidates:
        """With this candidate, unless the field has one or the value holds nothing."""
        return self if name in self.chosen or not value else self.replaced(name, value, source)

    def only(self, names: Iterable[str]) -> FieldCandidates:
        """Without any further field."""
        return FieldCandidates({name: self.chosen[name] for name in names if name in self.chosen})

    @property
    def facts(self) -> ListingFacts:
        """The values without their sources."""
        return cast(ListingFacts, {name: value for name, (value, _) in self.chosen.items()})

    def sources_of(self, listing: Listing | None) -> Mapping[str, str]:
        """Field → source, for the fields that a listing has."""
        if listing is None:
            return MappingProxyType({})
        sources: dict[str, str] = {
            name: candidate.source
            for name, candidate in self.chosen.items()
            if getattr(listing, name) not in EMPTY
        }
        if listing.sku and "sku" not in sources and "item_id" in sources:
            sources["sku"] = sources["item_id"]
        return MappingProxyType(sources)


_TEXTS = frozenset({"title", "description", "brand", "shop"})
"""Fields that are texts in a person's words."""


def merge_facts(statements: Iterable[SourceFacts]) -> FieldCandidates:
    """The first reader that knows a field gives it; attributes are gathered from all."""
    chosen: dict[str, FieldCandidate] = {}
    attributes: dict[str, str] = {}
    for source, facts in statements:
        for name, value in facts.items():
            if name == "attributes" and isinstance(value, Mapping):
                for key, text in value.items():
                    if key not in attributes and len(attributes) < MOST_ITEMS:
                        attributes[key] = text
                        chosen.setdefault(name, FieldCandidate(attributes, source))
            elif name not in chosen and value not in EMPTY and _says_something(name, value):
                chosen[name] = FieldCandidate(value, source)
    return FieldCandidates(chosen)


def _says_something(name: str, value: Any) -> bool:
    """Is it more than the marks that are left of a title or a description cut off in the wrong place?"""
    return name not in _TEXTS or not isinstance(value, str) or any(map(str.isalnum, value))
