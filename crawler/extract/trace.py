"""Why a page was read as it was: the rule for its kind, the candidates for its price and fields."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from crawler.extract.field_candidates import FieldCandidates, Source, SourceFacts
from crawler.extract.kind.kind_signs import LISTING_SCORE
from crawler.extract.kind.page_kind import KindDecision
from crawler.extract.page.page import PageReading
from crawler.extract.visible.price import PriceCandidate
from crawler.extract.visible.price_weights import LIKELY_PRICE
from crawler.extract.weights import Contribution

_MOST_PRICES = 12
"""Price candidates that a trace prints, the likeliest first."""
_TEXT_LENGTH = 80
"""Characters of a value that a trace prints."""


@dataclass(frozen=True, kw_only=True)
class Trace:
    """The grounds of one reading; `to_json` puts them into words (`hubiao extract --explain`)."""

    decision: KindDecision
    statements: tuple[SourceFacts, ...] = ()
    """What each reader states, in the order in which they are believed."""
    fields: FieldCandidates
    prices: tuple[PriceCandidate, ...] | None = None
    """None where structured data was believed without looking at the visible prices."""

    def to_json(self) -> dict[str, object]:
        """The keys `kind`, `price` and `fields`."""
        return {
            "kind": self._kind(),
            "price": self._price(),
            "fields": {
                name: [_candidate(s.source, s.facts.get(name)) for s in self._stating(name)]
                for name in sorted({name for s in self.statements for name in s.facts})
            },
        }

    def _kind(self) -> dict[str, object]:
        contributions = self.decision.contributions
        answer: dict[str, object] = {"kind": self.decision.kind, "rule": self.decision.rule}
        if self.decision.signs is not None:
            answer["listing_score"] = _score(contributions)
            answer["needed"] = LISTING_SCORE
            answer["features"] = _features(contributions)
        return answer

    def _price(self) -> dict[str, object]:
        answer: dict[str, object] = {"why": self._why_price()}
        if "price" in self.fields:
            answer["value"] = format(self.fields.value("price"), "f")
            answer["source"] = self.fields.source("price")
        if self.prices is not None:
            answer["needed"] = LIKELY_PRICE
            answer["candidates"] = [_price_candidate(p) for p in self.prices[:_MOST_PRICES]]
        return answer

    def _why_price(self) -> str:
        source = self.fields.source("price")
        if source is None:
            return (
                f"no reader states a price, and no amount on the page has {LIKELY_PRICE:g} points"
            )
        first = next(iter(self._stating("price")), None)
        if first is not None and first.source != source:
            return f"the page shows another price than {first.source} states, and what is seen wins"
        if source is Source.VISIBLE:
            return "it is the likeliest amount that the page shows"
        if self.prices is None:
            return f"{source} states it, and nothing on the page contradicts"
        return f"{source} states it, the first reader of those that know a price"

    def _stating(self, name: str) -> list[SourceFacts]:
        return [statement for statement in self.statements if name in statement.facts]


@dataclass(frozen=True, kw_only=True)
class TracedReading:
    """A reading and its grounds."""

    reading: PageReading
    trace: Trace


def _score(contributions: Iterable[Contribution]) -> float:
    return round(sum(contribution.points for contribution in contributions), 2)


def _features(contributions: Iterable[Contribution]) -> list[dict[str, object]]:
    return [
        {
            "feature": contribution.feature,
            "amount": round(contribution.amount, 2),
            "points": round(contribution.points, 2),
            "why": contribution.why,
        }
        for contribution in contributions
    ]


def _price_candidate(candidate: PriceCandidate) -> dict[str, object]:
    return {
        "text": candidate.text[:_TEXT_LENGTH],
        "value": format(candidate.amount.value, "f"),
        "currency": candidate.amount.currency,
        "position": candidate.position,
        "score": round(candidate.score, 2),
        "features": _features(candidate.contributions),
    }


def _candidate(source: Source, value: object) -> dict[str, str]:
    return {"source": source, "value": str(value)[:_TEXT_LENGTH]}
