"""A learnt template (自学模板): a platform profile of one kind of page, and how its pages are known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from crawler.platform.profile import FieldEvidence, Profile
from crawler.platform.selectors import Selector
from crawler.templates.skeleton import Skeleton


@dataclass(frozen=True, kw_only=True)
class LearntTemplate:
    """How the goods pages of one kind are read."""

    host: str
    """host:port of the shop."""
    shape: str
    """Of the addresses (`skeleton.path_shape`)."""
    core: Skeleton
    """Names that all samples share."""
    markers: tuple[str, ...]
    """Names of the core by which its pages are told from the others of the shop."""
    profile: Profile
    """The selectors, with the evidence for each field."""
    samples: int
    required: tuple[str, ...] = ()
    """Fields that every sample has: a page without one is read in full."""
    words_of_gone: bool = False
    """Some samples that are in stock hold a word of sold-out goods."""
    version: int = 1
    pinned: tuple[str, ...] = ()
    """Fields that an officer fixed."""

    @property
    def evidence(self) -> Mapping[str, FieldEvidence]:
        """Field → evidence."""
        return self.profile.evidence

    def pinned_to(self, pins: Mapping[str, Selector]) -> LearntTemplate:
        """With an officer's selectors as the rule for their fields."""
        if not pins:
            return self
        listing = {**self.profile.listing, **{name: (way,) for name, way in pins.items()}}
        return replace(
            self,
            profile=replace(self.profile, listing=MappingProxyType(listing)),
            required=tuple(name for name in self.required if name not in pins),
            pinned=tuple(sorted(pins)),
        )

    def with_stock_text(self, text: str, meaning: str) -> LearntTemplate:
        """With one more text of the stock's label."""
        ways = tuple(
            replace(way, values=MappingProxyType({**way.values, text: meaning}))
            if way.values is not None
            else way
            for way in self.profile.listing.get("availability", ())
        )
        listing = MappingProxyType({**self.profile.listing, "availability": ways})
        return replace(self, profile=replace(self.profile, listing=listing))
