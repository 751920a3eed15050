"""Who judges (评分模型): the trained model, or rules alone where no model is there.

A model file is a skops archive (no pickle) of one scikit-learn pipeline, with a JSON beside it.
The model speaks of marks; product rules, patents and plant varieties are judged by rules, since
no corpus of ours teaches them.
"""

from __future__ import annotations

import json
import logging
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from classifiers.candidate.candidate import Sighting
from classifiers.scoring.rules import BESIDE, NAME, rules_score, sigmoid
from storage.base.errors import StoreUnavailable
from storage.records import RightKind, Signal

log = logging.getLogger(__name__)

SHIPPED = Path(__file__).resolve().parent.parent / "artifacts" / "model.skops"
"""The model that comes with the program."""

Spoken = tuple[Sighting, tuple[Signal, ...]]
BY_RULES = frozenset({RightKind.PRODUCT_RULE, RightKind.PATENT, RightKind.PLANT_VARIETY})
"""Kinds of right that no corpus of ours teaches: rules judge them, and no decision trains on them."""


class Judge(Protocol):
    """Gives calibrated probabilities of infringement."""

    @property
    def name(self) -> str:
        """name@version."""

    def scores(self, spoken: Sequence[Spoken]) -> list[float]:
        """One probability for each sighting with its signals."""


class RulesJudge:
    """Rules alone: the same shape as the model."""

    name = NAME

    def scores(self, spoken: Sequence[Spoken]) -> list[float]:
        return [rules_score(signals) for _, signals in spoken]


class PipelineJudge:
    """A fitted pipeline for marks, rules for the rest."""

    def __init__(self, name: str, pipeline: Any) -> None:
        self.name = name
        self._fitted = pipeline

    @property
    def _pipeline(self) -> Any:
        return self._fitted

    def scores(self, spoken: Sequence[Spoken]) -> list[float]:
        scores = [0.0] * len(spoken)
        for place, (one, signals) in enumerate(spoken):
            if one.right.kind in BY_RULES:
                scores[place] = rules_score(signals)
        places = [n for n, (one, _) in enumerate(spoken) if one.right.kind not in BY_RULES]
        if places:
            from classifiers.scoring.features import table

            chances = self._pipeline.predict_proba(table([spoken[n] for n in places]))[:, 1]
            for place, chance in zip(places, chances, strict=True):
                scores[place] = _shifted(float(chance), spoken[place][1])
        return scores


def _shifted(chance: float, signals: Sequence[Signal]) -> float:
    shift = sum(signal.weight for signal in signals if signal.kind in BESIDE)
    if not shift:
        return chance
    inside = min(max(chance, 1e-6), 1 - 1e-6)
    return sigmoid(math.log(inside / (1 - inside)) + shift)


class FileJudge(PipelineJudge):
    """The model in a file; scikit-learn is imported when the first mark is to be judged."""

    def __init__(self, name: str, path: Path) -> None:
        super().__init__(name, None)
        self._path = path

    @property
    def _pipeline(self) -> Any:
        if self._fitted is None:
            self._fitted = load_pipeline(self._path)
        return self._fitted


_TRUSTED = {
    "sklearn.calibration._CalibratedClassifier",
    "sklearn.calibration._SigmoidCalibration",
}
"""scikit-learn's own, not yet on skops' list; a type from anywhere else is refused."""


def load_pipeline(path: Path) -> Any:
    """The pipeline in a model file. Raises StoreUnavailable where it holds a strange type."""
    from skops.io import get_untrusted_types, load

    strange = set(get_untrusted_types(file=path)) - _TRUSTED
    if strange:
        raise StoreUnavailable(f"{path.name}: holds untrusted types {', '.join(sorted(strange))}")
    return load(path, trusted=sorted(_TRUSTED))


def save_pipeline(pipeline: Any, path: Path, card: dict[str, Any]) -> None:
    """Write the model and what is known of it."""
    from skops.io import dump

    path.parent.mkdir(parents=True, exist_ok=True)
    dump(pipeline, path)
    text = json.dumps(card, ensure_ascii=False, indent=2, sort_keys=True)
    card_path(path).write_text(text + "\n", encoding="utf-8")


def card_path(model: Path) -> Path:
    return model.with_suffix(".json")


def read_card(model: Path) -> dict[str, Any]:
    """Name, version, features, figures of a model file."""
    card: dict[str, Any] = json.loads(card_path(model).read_text(encoding="utf-8"))
    return card


def load_judge(folder: Path | None = None, *, rules_only: bool = False) -> Judge:
    """The office's own model in `folder` if it trained one, else the shipped one, else rules."""
    if rules_only:
        return RulesJudge()
    path = (current_model(folder) if folder else None) or SHIPPED
    if not path.exists():
        return RulesJudge()
    card = read_card(path)
    if path != SHIPPED and not _speaks_ours(card):
        log.warning("%s was trained on other features; train again. The shipped one judges", path)
        return load_judge()
    return FileJudge(f"{card['name']}@{card['version']}", path)


def _speaks_ours(card: Mapping[str, Any]) -> bool:
    """Whether a model was fitted on the features of this version of the program."""
    from classifiers.scoring.features import NAMES

    return list(card.get("features", ())) == list(NAMES)


def current_model(folder: Path) -> Path | None:
    """The model file that `folder/current` names."""
    pointer = folder / "current"
    if not pointer.is_file():
        return None
    path = folder / pointer.read_text(encoding="utf-8").strip()
    return path if path.suffix == ".skops" and path.is_file() else None
