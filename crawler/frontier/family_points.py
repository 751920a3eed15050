"""What a run counted of families of addresses that repeat themselves (无果地址的计数), as its row holds it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, fields

_MOST_NAMES = 2000
"""Names of one kind that are stored, those with the highest counts; a bound on what a site may cost."""


@dataclass(frozen=True, kw_only=True, slots=True)
class FamilyPoints:
    """Counts by the name of a choice (route and name) or of a family of addresses."""

    facets: Counter[str] = field(default_factory=Counter)
    """Choices of a name that refined several lists."""
    repeats: Counter[str] = field(default_factory=Counter)
    """Points of a name without new goods in between."""
    gains: Counter[str] = field(default_factory=Counter)
    """Pages of a name that gave new goods."""
    steps: Counter[str] = field(default_factory=Counter)
    """Lists without goods that offer choices of this name alone: steps of a tree of categories."""
    breeding: Counter[str] = field(default_factory=Counter)
    """Points of a family whose pages only lead to more of it."""

    @property
    def counts(self) -> dict[str, int]:
        """All in one, by kind and name, without zeros."""
        return {
            f"{kind.name} {name}": count
            for kind in fields(self)
            for name, count in getattr(self, kind.name).most_common(_MOST_NAMES)
            if count
        }

    def raise_to(self, points: FamilyPoints) -> None:
        """Let no count be lower than in `points`: the same facets are met again where lists are revisited."""
        for kind in fields(self):
            counter: Counter[str] = getattr(self, kind.name)
            counter |= getattr(points, kind.name)

    @classmethod
    def of(cls, counts: Mapping[str, int]) -> FamilyPoints:
        """What `counts` gave."""
        points = cls()
        for key, count in counts.items():
            kind, _, name = key.partition(" ")
            getattr(points, kind)[name] = count
        return points
