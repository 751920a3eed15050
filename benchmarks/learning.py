"""What officers' verdicts teach: which policies replace the model, and what comes of it on unseen listings.

    python -m benchmarks.learning [--seeds FIRST LAST] [--policy NAME]

For each seed made-up listings, all leads of the shipped model, are decided by each policy
(`benchmarks/material/verdicts.py`), four hundred verdicts a run. A new model is fitted and
compared as `hubiao train` does it; rules on sellers are proposed and, where there are any, accepted. Each
run is told on stderr as it ends. Printed a policy: runs in which the model was replaced, the gain with its
interval, words of the proposed rules, and agreement and area under the ROC curve on unseen listings of known
and of new shops, before → after. Verdicts without a pattern must replace nothing.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import mean

from alerts.insight.seller_policies import propose_rules
from benchmarks.material.verdicts import (
    POLICIES,
    MadeListing,
    Material,
    Policy,
    decide,
    make_material,
    with_history,
)
from classifiers.scoring.model import ScoringModel, load_model
from classifiers.training.challenge import (
    TrainingOutcome,
    beside_rules,
    challenge_model,
    outcome_of,
)
from classifiers.training.comparison import compare
from classifiers.training.decided_cases import decided_cases, judge_cases, scored_cases
from classifiers.training.trial import Trial, try_model
from storage.learning.decided_listings import DecidedListing
from storage.learning.seller_rules import ShopVerdicts
from storage.records import AcceptedRule, Background


@dataclass(frozen=True, kw_only=True)
class Unseen:
    """Agreement and area under the curve on unseen listings, before and after."""

    agreement: tuple[float, float]
    area: tuple[float, float]


@dataclass(frozen=True, kw_only=True)
class LearningRun:
    """One seed and one policy."""

    outcome: TrainingOutcome
    gain: float
    interval: tuple[float, float]
    rules: tuple[str, ...]
    same_shops: Unseen
    new_shops: Unseen
    lost_recall: float
    """By which recall on the written sets fell where the model was replaced."""


def run(material: Material, policy: Policy, seed: int, shipped: Trial) -> LearningRun:
    """Decide, train, propose rules and accept them, and judge what nobody saw."""
    decided, old = decide(material, policy, seed), load_model()
    rules = tuple(rule.word for rule in propose_rules(_by_shop(decided)))
    taught = beside_rules(decided, rules)
    challenge = challenge_model(material.book, taught, old, version="benchmark")
    trial = try_model(challenge.model) if challenge.comparison.is_better else shipped
    outcome = outcome_of(challenge.comparison, shipped, trial)
    new = challenge.model if outcome is TrainingOutcome.BETTER else old
    same_shops, new_shops = (
        _unseen(material, listings, decided, policy, seed, (old, new), rules)
        for listings in (material.same_shops, material.new_shops)
    )
    return LearningRun(
        outcome=outcome,
        gain=challenge.comparison.gain,
        interval=challenge.comparison.interval,
        rules=rules,
        same_shops=same_shops,
        new_shops=new_shops,
        lost_recall=shipped.sets.recall - trial.sets.recall if new is not old else 0.0,
    )


def _by_shop(decided: Sequence[DecidedListing]) -> list[ShopVerdicts]:
    confirmed = Counter(d.listing.shop or "" for d in decided if d.infringing)
    dismissed = Counter(d.listing.shop or "" for d in decided if not d.infringing)
    return [
        ShopVerdicts(name=shop, dismissed=dismissed[shop], confirmed=confirmed[shop])
        for shop in sorted({*confirmed, *dismissed})
    ]


def _unseen(
    material: Material,
    listings: Sequence[MadeListing],
    decided: Sequence[DecidedListing],
    policy: Policy,
    seed: int,
    models: tuple[ScoringModel, ScoringModel],
    rules: Sequence[str],
) -> Unseen:
    """The old model before any verdict, the new one with history and accepted rules."""
    unseen = Material(book=material.book, decided=tuple(listings), same_shops=(), new_shops=())
    fresh = [
        replace(truth, background=Background()) for truth in decide(unseen, policy, seed + 1000)
    ]
    history = with_history(decided, listings)
    ruled = [
        replace(truth, background=replace(history[place], rules=_accepted(truth, rules)))
        for place, truth in enumerate(fresh)
    ]
    judged = []
    for model, truths in zip(models, (fresh, ruled), strict=True):
        cases = decided_cases(material.book, truths)
        judged.append(scored_cases(cases, judge_cases(material.book, cases, model)))
    comparison = compare(*judged)
    return Unseen(
        agreement=(comparison.old_agreement, comparison.new_agreement),
        area=(comparison.old or 0.0, comparison.new or 0.0),
    )


def _accepted(truth: DecidedListing, rules: Sequence[str]) -> tuple[AcceptedRule, ...]:
    return tuple(
        AcceptedRule(number=number, word=word, dismissed=0, confirmed=0)
        for number, word in enumerate(rules, start=1)
        if word in (truth.listing.shop or "")
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Run all policies on all seeds and print a line each."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.learning")
    parser.add_argument("--seeds", nargs=2, type=int, default=(1, 5), metavar=("FIRST", "LAST"))
    parser.add_argument("--policy", choices=tuple(POLICIES), action="append")
    options = parser.parse_args(arguments)
    first, last = options.seeds
    policies = {name: POLICIES[name] for name in options.policy or POLICIES}
    shipped = try_model(load_model())
    runs: dict[str, list[LearningRun]] = {name: [] for name in policies}
    for seed in range(first, last + 1):
        material = make_material(seed)
        for name, policy in policies.items():
            one_run = run(material, policy, seed, shipped)
            runs[name].append(one_run)
            sys.stderr.write(
                f"seed {seed} {name}: {one_run.outcome.value}, gain {one_run.gain:+.3f}\n"
            )
    for name, of_policy in runs.items():
        sys.stdout.write(_line(name, of_policy) + "\n")


def _line(name: str, runs: Sequence[LearningRun]) -> str:
    outcomes = Counter(run.outcome.value for run in runs)
    words = Counter(word for run in runs for word in run.rules)
    lows, highs = zip(*(run.interval for run in runs), strict=True)
    parts = [
        f"{name}: replaced {outcomes['better']} of {len(runs)} ({dict(outcomes)})",
        f"  gain {mean(run.gain for run in runs):+.3f}, mean interval {mean(lows):+.3f} to {mean(highs):+.3f}",
        f"  rules proposed {dict(words)}",
    ]
    for where in ("same_shops", "new_shops"):
        unseen = [getattr(run, where) for run in runs]
        (before, after), (area_before, area_after) = (
            tuple(mean(getattr(u, figure)[place] for u in unseen) for place in (0, 1))
            for figure in ("agreement", "area")
        )
        parts.append(
            f"  {where.replace('_', ' ')}: agreement {before:.2f} → {after:.2f},"
            f" area {area_before:.2f} → {area_after:.2f}"
        )
    lost = [run.lost_recall for run in runs if run.outcome is TrainingOutcome.BETTER]
    if lost:
        parts.append(f"  recall lost on the written sets {mean(lost):.3f}")
    return "\n".join(parts)


if __name__ == "__main__":
    main()
