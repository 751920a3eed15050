"""A kind of shop that is always dismissed is proposed as a rule in words; chance is not."""

from __future__ import annotations

import random

import pytest

from alerts.insight.proportions import fisher, fisher_more, wilson
from alerts.insight.seller_policies import propose_rules
from storage.learning.seller_rules import ShopVerdicts

PLACES = ("城东", "城西", "河畔", "南门", "北巷", "新街", "老街", "桥头", "湖滨", "山前")
ENDS = ("超市", "粮油店", "专营店", "商行", "优选")


def shops(confirms: object, seed: int = 1) -> list[ShopVerdicts]:
    """Sixty shops with five verdicts each; `confirms(name, rng)` says of each verdict."""
    rng = random.Random(seed)
    verdicts = []
    for number in range(60):
        name = f"{rng.choice(PLACES)}{number}{ENDS[number % 5]}"
        confirmed = sum(confirms(name, rng) for _ in range(5))  # type: ignore[operator]
        verdicts.append(ShopVerdicts(name=name, dismissed=5 - confirmed, confirmed=confirmed))
    return verdicts


def test_a_kind_of_shop_that_is_always_dismissed_is_proposed_with_its_counts() -> None:
    (rule,) = propose_rules(shops(lambda name, _: "超市" not in name))
    assert (rule.word, rule.shops, rule.dismissed, rule.confirmed) == ("超市", 12, 60, 0)
    assert (rule.others_dismissed, rule.others_confirmed) == (0, 240)
    assert rule.lowest_share > 0.7
    assert rule.p_value < 1e-6


def test_a_policy_shows_though_the_other_shops_are_dismissed_half_the_time() -> None:
    (rule,) = propose_rules(shops(lambda name, rng: "超市" not in name and rng.random() < 0.5))
    assert rule.word == "超市"


@pytest.mark.parametrize("seed", range(5))
def test_verdicts_without_a_pattern_or_all_alike_propose_nothing(seed: int) -> None:
    assert propose_rules(shops(lambda _, rng: rng.random() < 0.5, seed)) == []
    assert propose_rules(shops(lambda _, rng: rng.random() < 0.1, seed)) == []
    assert propose_rules(shops(lambda *_: False, seed)) == []


def test_a_few_shops_are_no_policy() -> None:
    few = shops(lambda *_: True) + [
        ShopVerdicts(name=f"{place}超商", dismissed=3, confirmed=0) for place in PLACES[:5]
    ]
    assert propose_rules(few) == []


def test_exact_tests_and_intervals_agree_with_their_tables() -> None:
    # Fisher's tea: 3 of 4 right against 1 of 4 (Fisher 1935); Wilson for 10 of 10 (Brown et al. 2001).
    assert fisher_more(3, 4, 1, 4) == pytest.approx(17 / 70)
    assert fisher(3, 4, 1, 4) == pytest.approx(34 / 70)
    assert wilson(10, 10)[0] == pytest.approx(0.7225, abs=1e-4)
    assert wilson(0, 0) == (0.0, 1.0)
