"""来源不明的先验: how often a seller outside a right's ledger has no leave, by platform, with what it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from alerts.letters.model.right_basis import compares_signs
from classifiers.elements.source_prior import STRENGTH, covers_services, share_unlawful
from storage.counts.sources import source_counts
from storage.records import Right
from storage.records.source_count import NOTHING_COUNTED, SourceCount


@dataclass(frozen=True, kw_only=True)
class PlatformPrior:
    """The prior on one platform, moved by the verdicts given there."""

    platform: str
    percent: int
    service_percent: int | None
    """The same of who renders a service under the sign; None for a right without services."""
    unlawful: int
    """Verdicts that the seller had no leave."""
    lawful: int
    """Verdicts that the seller had leave or sold genuine goods on."""

    @property
    def verdicts(self) -> int:
        return self.unlawful + self.lawful


@dataclass(frozen=True, kw_only=True)
class SourcePriors:
    """The priors of one right."""

    initial_percent: int
    """Before any verdict, as on every platform that is not listed."""
    initial_service_percent: int | None
    """The same of who renders a service under the sign; None for a right without services."""
    strength: int
    """Verdicts that weigh as much as the initial value."""
    platforms: Sequence[PlatformPrior]

    @property
    def verdicts(self) -> int:
        return sum(platform.verdicts for platform in self.platforms)


def read_source_priors(session: Session, right: Right) -> SourcePriors | None:
    """The priors of a sign, the platform with most verdicts first; None for a right without a sign."""
    if not compares_signs(right.kind.value):
        return None
    counts = {platform: count for (_, platform), count in source_counts(session, right.id).items()}
    platforms = [
        PlatformPrior(
            platform=platform,
            percent=_percent(right, count),
            service_percent=_service_percent(right, count),
            unlawful=count.unlawful,
            lawful=count.lawful,
        )
        for platform, count in counts.items()
    ]
    return SourcePriors(
        initial_percent=_percent(right),
        initial_service_percent=_service_percent(right),
        strength=round(STRENGTH),
        platforms=sorted(platforms, key=lambda prior: (-prior.verdicts, prior.platform)),
    )


def _percent(right: Right, count: SourceCount = NOTHING_COUNTED) -> int:
    return round(share_unlawful(right.kind, count) * 100)


def _service_percent(right: Right, count: SourceCount = NOTHING_COUNTED) -> int | None:
    if not covers_services(right):
        return None
    return round(share_unlawful(right.kind, count, renders=True) * 100)
