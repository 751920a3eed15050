"""The vote of several pages on where a field stands (跨页表决).

A selector is tried on every sample; each page gives it the votes that the full reader's candidates
give its value. What most pages confirm wins, so that a page that was read wrongly is outvoted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from crawler.extract.listing_facts import EMPTY
from crawler.extract.profile_fields import ProfiledPage
from crawler.platform.selectors import Selector
from crawler.templates.sample import Sample, plain_value

LEAST_SHARE = 0.6
"""Share of the votes from which a selector is learnt; chosen by hand."""
_MOST_WAYS = 3
"""Selectors of one field, in order of preference."""
_REPEATED = 3
"""Matches a page from which an element stands in repeated cards; chosen by hand."""
_IN_CARDS = 0.8
"""What its votes count then; chosen by hand."""
_IN_LINK = 0.9
"""What the votes of a text count that leads to another page; chosen by hand."""
_MACHINE = 0.02
"""Votes that data written for machines gets before the same value in an element; chosen by hand."""
_HOPELESS = LEAST_SHARE - 2 * _MACHINE
"""Share of the votes that a selector must still be able to reach for further pages to be asked."""
_LENGTH = 0.0001
"""Votes that each character of a selector costs: the shorter of two equal ones is learnt."""
_DISTINCT = {"title": 0.8, "sku": 0.8, "gtin": 0.8, "description": 0.5}
"""Fields that differ from page to page: the least share of distinct values."""

PageVotes = Sequence[dict[str, float]]
"""For each sample: value as `plain_value` writes it → votes."""


@dataclass(frozen=True, kw_only=True)
class Candidacy:
    """One selector on all samples."""

    way: Selector
    values: tuple[Any, ...]
    """The value on each sample, None where it finds nothing; those of the samples that were asked."""
    share: float
    """Share of the votes that its values have, after what repetition and links cost."""


@dataclass(frozen=True, kw_only=True)
class Elected:
    """The selectors of one field and what speaks for them."""

    ways: tuple[Selector, ...]
    pages: int
    """Samples on which they find a value."""
    agree: int
    """Samples on which the value is one that the full reader knows, too."""
    distinct: int
    """Different values."""
    share: float = 1.0
    """Share of the votes that the first selector has."""


class Ballot:
    """All samples of one template, each parsed once."""

    def __init__(self, samples: Sequence[Sample], bare: Callable[[Sample], ProfiledPage]) -> None:
        self.samples = samples
        self.profiled = [bare(sample) for sample in samples]
        self._matches: dict[str, tuple[float, float]] = {}
        self._values: list[dict[tuple[str, Selector], Any]] = [{} for _ in samples]

    def values(self, name: str, way: Selector) -> tuple[Any, ...]:
        """The field's value by this selector on each sample."""
        return tuple(self._value(at, name, way) for at in range(len(self.samples)))

    def _value(self, at: int, name: str, way: Selector) -> Any:
        """The value on one sample, which is asked for once: a selector stands for election several times."""
        values = self._values[at]
        if (name, way) not in values:
            values[name, way] = self.profiled[at].value(name, way)
        return values[name, way]

    def candidacy(self, name: str, way: Selector, votes: PageVotes) -> Candidacy:
        """How the pages vote for this selector."""
        values: list[Any] = []
        bests = [max(counts.values(), default=0.0) for counts in votes]
        most = missing = sum(bests)
        gained = 0.0
        for at, (counts, best) in enumerate(zip(votes, bests, strict=True)):
            value = self._value(at, name, way)
            values.append(value)
            missing -= best
            if value not in EMPTY and counts:
                gained += counts.get(plain_value(value), 0.0)
            if gained + missing < _HOPELESS * most:
                return Candidacy(way=way, values=tuple(values), share=0.0)
        share = gained / most if most else 0.0
        if way.css is not None and share >= LEAST_SHARE:
            repeated, linked = self._surroundings(way.css)
            if repeated > _REPEATED and way.pattern is None:
                share *= _IN_CARDS
            if linked > 0.5 and name in ("title", "price"):
                share *= _IN_LINK
        share += _MACHINE if way.script is not None else _MACHINE / 2 if way.attribute else 0.0
        share -= _LENGTH * len(way.css or way.path or "")
        return Candidacy(way=way, values=tuple(values), share=share)

    def elect(self, name: str, ways: Iterable[Selector], votes: PageVotes) -> Elected | None:
        """The selectors that the pages choose for a field; None where none has enough votes."""
        candidacies = [self.candidacy(name, way, votes) for way in dict.fromkeys(ways)]
        fit = [c for c in candidacies if c.share >= LEAST_SHARE and self._varies(name, c.values)]
        if not fit:
            return None
        ranked = sorted(fit, key=lambda c: -c.share)
        chosen = [ranked[0]]
        values = list(ranked[0].values)
        for candidate in ranked[1:]:
            missing = [at for at, value in enumerate(values) if value in EMPTY]
            fills = [at for at in missing if self._has_votes(candidate, at, votes)]
            if fills and len(chosen) < _MOST_WAYS:
                chosen.append(candidate)
                for at in fills:
                    values[at] = candidate.values[at]
        return Elected(
            ways=tuple(candidate.way for candidate in chosen),
            share=ranked[0].share,
            pages=sum(value not in EMPTY for value in values),
            agree=sum(plain_value(v) in counts for v, counts in zip(values, votes, strict=True)),
            distinct=len({plain_value(value) for value in values if value not in EMPTY}),
        )

    @staticmethod
    def _has_votes(candidate: Candidacy, at: int, votes: PageVotes) -> bool:
        value = candidate.values[at]
        return value not in EMPTY and plain_value(value) in votes[at]

    @staticmethod
    def _varies(name: str, values: Sequence[Any]) -> bool:
        present = [plain_value(value) for value in values if value not in EMPTY]
        needed = _DISTINCT.get(name)
        return bool(present) and (needed is None or len(set(present)) >= needed * len(present))

    def _surroundings(self, css: str) -> tuple[float, float]:
        """Mean matches a page, and the share of pages whose first match leads to another page."""
        if css not in self._matches:
            matches = [profiled.nodes(css) for profiled in self.profiled]
            linked = sum(
                _leads_away(nodes[0], sample.url)
                for nodes, sample in zip(matches, self.samples, strict=True)
                if nodes
            )
            mean = sum(map(len, matches)) / max(1, sum(map(bool, matches)))
            self._matches[css] = (mean, linked / max(1, sum(map(bool, matches))))
        return self._matches[css]


def _leads_away(node: Any, url: str) -> bool:
    current = node
    for _ in range(4):
        if current is None:
            return False
        if current.tag == "a":
            href = (current.attributes.get("href") or "").partition("#")[0]
            return bool(href) and not href.startswith("javascript:") and not url.endswith(href)
        current = current.parent
    return False


def without_furniture(votes: PageVotes) -> list[dict[str, float]]:
    """The votes without values that several pages share: what stays the same names no goods."""
    counts = Counter(value for page in votes for value in page)
    most = max(2, len(votes) // 4)
    return [{value: n for value, n in page.items() if counts[value] <= most} for page in votes]
