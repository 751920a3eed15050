"""With the sample, prevalence and calibration are those of all that was assessed."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from alerts.insight.sample_estimates import estimate
from storage.learning.decided_listings import DecidedListing
from storage.learning.sample import AssessedPairs, score_part
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
    estimates = estimate(
        AssessedPairs(leads_by_score=(0, 0, 0, 200, 0), non_leads=800), decided(100, 80, score=0.8)
    )
    assert estimates.prevalence is None
    assert estimates.missed is None


def test_prevalence_and_missed_share_are_those_of_both_parts_with_intervals() -> None:
    verdicts = [*decided(100, 80, score=0.8), *decided(40, 4, score=0.1, drawn=True)]
    estimates = estimate(AssessedPairs(leads_by_score=(0, 0, 0, 200, 0), non_leads=800), verdicts)
    assert estimates.prevalence is not None
    assert estimates.missed is not None
    assert estimates.prevalence.share == pytest.approx((160 + 80) / 1000)
    assert estimates.missed.share == pytest.approx(80 / 240, abs=1e-4)
    assert estimates.missed.low < 1 / 3 < estimates.missed.high
    assert 0.18 < estimates.prevalence.low < 0.24 < estimates.prevalence.high < 0.35


def test_calibration_weighs_each_verdict_by_the_pairs_it_stands_for() -> None:
    verdicts = [*decided(100, 80, score=0.8), *decided(40, 20, score=0.1, drawn=True)]
    estimates = estimate(AssessedPairs(leads_by_score=(0, 0, 0, 200, 0), non_leads=800), verdicts)
    assert estimates.uncorrected_error == 0.0
    assert estimates.calibration_error == pytest.approx(0.8 * 0.4)
    low = estimates.calibration[0]
    assert (low.verdicts, low.confirmed.share) == (40, 0.5)
    assert low.confirmed.low < 0.36 < 0.64 < low.confirmed.high


def test_drawn_verdicts_count_as_many_pairs_as_they_stand_for() -> None:
    """A quiet day of which each tenth pair was drawn, and a busy one of which each hundredth was."""
    quiet, busy = (
        [
            replace(verdict, weight=weight)
            for verdict in decided(20, confirmed, score=0.1, drawn=True)
        ]
        for weight, confirmed in ((10.0, 10), (100.0, 0))
    )
    verdicts = [*decided(100, 0, score=0.8), *quiet, *busy]
    pairs = AssessedPairs(leads_by_score=(0, 0, 0, 100, 0), non_leads=2200)
    prevalence = estimate(pairs, verdicts).prevalence
    assert prevalence is not None
    assert prevalence.share == pytest.approx(100 / 2300, abs=1e-4)
    assert prevalence.low < 100 / 2300 < prevalence.high


def test_verdicts_on_the_foremost_leads_do_not_speak_for_all() -> None:
    drawn = decided(40, 0, score=0.1, drawn=True)
    foremost, few = decided(80, 80, score=0.9), decided(10, 2, score=0.6)
    pairs = AssessedPairs(leads_by_score=(0, 0, 100, 0, 100), non_leads=800)
    prevalence = estimate(pairs, [*foremost, *few, *drawn]).prevalence
    assert prevalence is not None
    assert prevalence.share == pytest.approx((100 + 20) / 1000)
    unseen = estimate(pairs, [*foremost, *drawn]).prevalence
    assert unseen is not None
    assert unseen.high - unseen.low > 1.5 * (prevalence.high - prevalence.low)


def test_intervals_hold_the_truth_of_simulated_offices() -> None:
    holds = 0
    for seed in range(40):
        rng = random.Random(seed)
        leads = sorted((rng.uniform(0.5, 1.0), rng.random()) for _ in range(400))
        background = [rng.random() < 0.05 for _ in range(2000)]
        infringing = sum(chance < score for score, chance in leads) + sum(background)
        by_score = Counter(score_part(score) for score, _ in leads)
        verdicts = [
            decided(1, int(chance < score), score=score)[0]
            for score, chance in (*leads[-120:], *rng.sample(leads[:-120], 20))
        ]
        verdicts += [
            decided(1, int(answer), score=0.1, drawn=True)[0]
            for answer in rng.sample(background, 60)
        ]
        pairs = AssessedPairs(
            leads_by_score=tuple(by_score[part] for part in range(5)), non_leads=len(background)
        )
        prevalence = estimate(pairs, verdicts).prevalence
        assert prevalence is not None
        holds += prevalence.low <= infringing / 2400 <= prevalence.high
    assert holds >= 34  # of 300 such offices 283 hold the truth


@pytest.mark.parametrize("confirmed", [0, 80])
def test_a_share_lies_within_its_interval_where_all_verdicts_agree(confirmed: int) -> None:
    verdicts = [
        *decided(80, confirmed, score=0.8),
        *decided(40, confirmed // 2, score=0.1, drawn=True),
    ]
    pairs = AssessedPairs(leads_by_score=(0, 0, 50, 200, 0), non_leads=800)
    estimates = estimate(pairs, verdicts)
    for share in (estimates.prevalence, estimates.missed):
        assert share is not None
        assert share.low <= share.share <= share.high
