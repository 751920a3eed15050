"""Retraining (再训练): officers' verdicts upon the shipped model, used only where later verdicts say better.

Models lie in the data folder, `models/`: one file a version, `current`, which names the one in use, and
`used`, which names every one that ever was. Nothing is thrown away, so one command goes back.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from classifiers.elements.verdict_layer import VERDICT_NAMES
from classifiers.scoring.model import load_model
from classifiers.scoring.model_comparison import AnswerChange, ModelComparison
from classifiers.scoring.model_file import save_model
from classifiers.scoring.model_history import comparisons_since, put_in_use
from classifiers.scoring.scorer import DEFAULT_THRESHOLD
from classifiers.training.challenge import (
    TrainingOutcome,
    beside_rules,
    challenge_model,
    outcome_of,
)
from classifiers.training.trial import NAME, Trial, record_of, try_model
from storage.learning.decided_listings import DecidedListing
from storage.records import RightsBook


@dataclass(frozen=True, kw_only=True)
class TrainingRun:
    """What a training run did."""

    replaced: bool
    outcome: TrainingOutcome
    model: str
    """The model that is in use now, name@version."""
    decisions: int
    """Verdicts that there are."""
    fitted: int
    """Earlier ones among them on which the new model was fitted."""
    comparison: ModelComparison
    """Old and new model on the later verdicts alone."""
    changes: tuple[AnswerChange, ...]
    """Kinds of decided listings that the two models answer otherwise."""
    old: Trial
    new: Trial
    path: Path
    """The new model's file."""

    def to_json(self) -> dict[str, Any]:
        """By field; figures without those that nothing was measured for."""
        return {
            **vars(self),
            "outcome": self.outcome.value,
            "comparison": asdict(self.comparison),
            "changes": [asdict(change) for change in self.changes],
            "old": {name: on.to_json() for name, on in vars(self.old).items()},
            "new": {name: on.to_json() for name, on in vars(self.new).items()},
        }


def train(
    book: RightsBook,
    decided: Sequence[DecidedListing],
    folder: Path,
    *,
    threshold: float = DEFAULT_THRESHOLD,
    seller_words: Collection[str] = (),
) -> TrainingRun:
    """Fit a layer upon the shipped model on the earlier verdicts, and compare it with the model in use on
    the later ones, which it never saw. The new model takes over only where the interval of the gain
    lies above nothing; the own sets may forbid that, and never bring it about.

    Verdicts on shops whose name holds one of `seller_words`, those of rules that were proposed or accepted,
    teach nothing here: they are about the seller."""
    version = datetime.now(UTC).strftime("%Y%m%d.%H%M%S.%f")
    old = load_model(folder)
    challenge = challenge_model(
        book,
        beside_rules(decided, seller_words),
        old,
        version=version,
        threshold=threshold,
        earlier=comparisons_since(folder, decisions=len(decided)),
    )
    new, comparison, changes = challenge.model, challenge.comparison, challenge.changes
    trials = try_model(old, threshold), try_model(new, threshold)
    outcome = outcome_of(comparison, *trials)
    path = folder / f"{NAME}-{version}.json"
    record = replace(
        record_of(version, trials[1], len(decided)),
        verdict_columns=VERDICT_NAMES,
        outcome=outcome.value,
        comparison=comparison,
        changes=changes,
    )
    save_model(challenge.fitted, path, record)
    if outcome is TrainingOutcome.BETTER:
        put_in_use(folder, path)
    return TrainingRun(
        replaced=outcome is TrainingOutcome.BETTER,
        outcome=outcome,
        model=(new if outcome is TrainingOutcome.BETTER else old).name,
        decisions=len(decided),
        fitted=challenge.verdicts,
        comparison=comparison,
        changes=changes,
        old=trials[0],
        new=trials[1],
        path=path,
    )
