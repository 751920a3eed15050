"""Model files (模型文件): JSON with the record of a model and its weights; nothing in it can run."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from classifiers.elements.linear_model import LinearModel
from classifiers.scoring.model_comparison import AnswerChange, ModelComparison
from storage.base.atomic_file import write_file
from storage.base.errors import StoreUnavailable

SHIPPED = Path(__file__).resolve().parent.parent / "artifacts" / "model.json"
"""The model that comes with the program."""


@dataclass(frozen=True, kw_only=True)
class ModelRecord:
    """What is recorded of a model, in its file."""

    name: str
    version: str
    features: tuple[str, ...]
    """Names of the columns on which it was fitted, in order."""
    decisions: int
    """Officers' decisions that took part in training."""
    figures: Mapping[str, float]
    """Its figures on the hand-written sets, as `training.metrics.Figures` names them."""
    on_matters: Mapping[str, float] = field(default_factory=dict)
    """The same on the decided matters that are held out; empty in records of earlier versions."""
    trained_at: str
    """RFC 3339."""
    verdict_columns: tuple[str, ...] = ()
    """Names of the columns of the verdict layer; empty where there is none."""
    outcome: str = ""
    """Why it came into use, or not: a word of `training.challenge.TrainingOutcome`; empty for the shipped one."""
    comparison: ModelComparison | None = None
    """With the model before it on the later verdicts."""
    changes: tuple[AnswerChange, ...] = ()
    """Kinds of listing that the two answered otherwise."""

    @property
    def label(self) -> str:
        """name@version, as assessments quote it."""
        return f"{self.name}@{self.version}"


_OF_AN_OFFICE = frozenset({"verdict_columns", "outcome", "comparison", "changes"})
"""Fields that the shipped model's file does not have."""


def load_fitted(path: Path) -> dict[str, LinearModel]:
    """The fitted models in a model file, by name. Raises StoreUnavailable where it holds none."""
    stored = _read(path).get("models")
    if not isinstance(stored, dict):
        raise StoreUnavailable("model.unreadable", file=path.name)
    with _damage_named(path):
        return {name: LinearModel.from_json(model) for name, model in stored.items()}


def save_model(fitted: Mapping[str, LinearModel], path: Path, record: ModelRecord) -> None:
    """Write fitted models with their record, one JSON object, whole or not at all. Raises OSError."""
    models = {name: model.to_json() for name, model in sorted(fitted.items())}
    fields = {
        name: value for name, value in asdict(record).items() if name not in _OF_AN_OFFICE or value
    }
    head = json.dumps(fields, ensure_ascii=False, indent=2, sort_keys=True)
    text = head[:-2] + f',\n  "models": {json.dumps(models, ensure_ascii=False)}\n}}\n'
    write_file(path, text.encode())


def _read(path: Path) -> dict[str, Any]:
    with _damage_named(path):
        fields: dict[str, Any] = dict(json.loads(path.read_text(encoding="utf-8")))
        return fields


@contextmanager
def _damage_named(path: Path) -> Iterator[None]:
    """Raises StoreUnavailable, with the way out, for whatever a damaged file makes its reader raise."""
    try:
        yield
    except (OSError, ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
        code = "model.damaged-shipped" if path == SHIPPED else "model.damaged"
        raise StoreUnavailable(code, path=path) from error


def read_record(model: Path) -> ModelRecord:
    """The record in a model file. Raises StoreUnavailable for a damaged one."""
    fields = _read(model)
    with _damage_named(model):
        return _record(fields)


def _record(fields: Mapping[str, Any]) -> ModelRecord:
    compared = fields.get("comparison")
    return ModelRecord(
        name=str(fields["name"]),
        version=str(fields["version"]),
        features=tuple(map(str, fields.get("features", ()))),
        decisions=int(fields.get("decisions", 0)),
        figures=fields.get("figures", {}),
        on_matters=fields.get("on_matters", {}),
        trained_at=str(fields.get("trained_at", "")),
        verdict_columns=tuple(map(str, fields.get("verdict_columns", ()))),
        outcome=str(fields.get("outcome", "")),
        comparison=ModelComparison.from_json(compared) if compared else None,
        changes=tuple(map(AnswerChange.from_json, fields.get("changes", ()))),
    )


def current_model(folder: Path) -> Path | None:
    """The model file that `folder/current` names; None without one. The file itself may be gone."""
    pointer = folder / "current"
    if not pointer.is_file():
        return None
    with _damage_named(pointer):
        path = folder / pointer.read_text(encoding="utf-8").strip()
    return path if path.suffix == ".json" else None
