"""With the sample, prevalence and calibration are those of all that was assessed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from alerts.insight.sample_estimates import estimate
from storage.learning.decided_listings import DecidedListing
from storage.learning.sample import AssessedPairs
from storage.records import Listing


def decided(
    count: int, confirmed: int, *, score: float, drawn: bool = False
) -> list[DecidedListing]:
    """Verdicts of which some confirm."""
    return [
        DecidedListing(
            listing=Listing(url=f"http://a.example/{number}", title="示例"), right="r",
            infringing=number < confirmed, decided_at=datetime(2026, 1, 1, tzinfo=UTC),
            score=score, weight=50.0 if drawn else 1.0, drawn=drawn,
        )
        for number in range(count)
    ]  # fmt: skip


def test_verdicts_on_leads_alone_say_nothing_of_what_is_missed() -> None:
    estimates = estimate(AssessedPairs(leads=200, non_leads=800), decided(100, 80, score=0.8))
    assert estimates.prevalence is None
    assert estimates.missed is None


def test_prevalence_and_missed_share_are_those_of_both_parts_with_intervals() -> None:
    verdicts = [*decided(100, 80, score=0.8), *decided(40, 4, score=0.1, drawn=True)]
    estimates = estimate(AssessedPairs(leads=200, non_leads=800), verdicts)
    assert estimates.prevalence is not None
    assert estimates.missed is not None
    assert estimates.prevalence.share == pytest.approx((160 + 80) / 1000)
    assert estimates.missed.share == pytest.approx(80 / 240, abs=1e-4)
    assert estimates.missed.low < 1 / 3 < estimates.missed.high
    assert 0.18 < estimates.prevalence.low < 0.24 < estimates.prevalence.high < 0.35


def test_calibration_weighs_each_verdict_by_the_pairs_it_stands_for() -> None:
    verdicts = [*decided(100, 80, score=0.8), *decided(40, 20, score=0.1, drawn=True)]
    estimates = estimate(AssessedPairs(leads=200, non_leads=800), verdicts)
    assert estimates.uncorrected_error == 0.0
    assert estimates.calibration_error == pytest.approx(0.8 * 0.4)
    low = estimates.calibration[0]
    assert (low.verdicts, low.confirmed.share) == (40, 0.5)
    assert low.confirmed.low < 0.36 < 0.64 < low.confirmed.high
