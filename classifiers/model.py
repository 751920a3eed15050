"""Who judges (评分模型): the trained model, or rules alone where no model is there.

A model file is a skops archive (no pickle) of one scikit-learn pipeline, with a JSON beside it.
The model speaks of marks; product rules, patents and plant varieties are judged by rules, since
no corpus of ours teaches them.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

from classifiers.rules import NAME, rules_score
from classifiers.sighting import Sighting
from storage.errors import StoreUnavailable
from storage.records import RightKind, Signal

SHIPPED = Path(__file__).resolve().parent / "artifacts" / "model.skops"
"""The model that comes with the program."""

Spoken = tuple[Sighting, tuple[Signal, ...]]
_BY_RULES = frozenset({RightKind.PRODUCT_RULE, RightKind.PATENT, RightKind.PLANT_VARIETY})


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


@dataclass(frozen=True)
class ModelJudge:
    """The trained model; scikit-learn is imported when the first mark is to be judged."""

    path: Path
    name: str

    def scores(self, spoken: Sequence[Spoken]) -> list[float]:
        scores = RulesJudge().scores(spoken)
        places = [n for n, (one, _) in enumerate(spoken) if one.right.kind not in _BY_RULES]
        if places:
            from classifiers.features import table

            chances = self._pipeline.predict_proba(table([spoken[n] for n in places]))[:, 1]
            for place, chance in zip(places, chances, strict=True):
                scores[place] = float(chance)
        return scores

    @cached_property
    def _pipeline(self) -> Any:
        return load_pipeline(self.path)


def load_pipeline(path: Path) -> Any:
    """The pipeline in a model file; types that scikit-learn's own models do not need are refused."""
    from skops.io import get_untrusted_types, load

    strange = get_untrusted_types(file=path)
    if strange:
        raise StoreUnavailable(f"{path.name}: holds untrusted types {', '.join(strange)}")
    return load(path, trusted=[])


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
    return ModelJudge(path, f"{card['name']}@{card['version']}")


def current_model(folder: Path) -> Path | None:
    """The model file that `folder/current` names."""
    pointer = folder / "current"
    if not pointer.is_file():
        return None
    path = folder / pointer.read_text(encoding="utf-8").strip()
    return path if path.suffix == ".skops" and path.is_file() else None
