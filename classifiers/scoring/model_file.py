"""Model files (模型文件): a skops archive (no pickle) of scikit-learn estimators, with a JSON beside it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from storage.base.errors import StoreUnavailable

SHIPPED = Path(__file__).resolve().parent.parent / "artifacts" / "model.skops"
"""The model that comes with the program."""

_TRUSTED = {
    "sklearn.calibration._CalibratedClassifier",
    "sklearn.calibration._SigmoidCalibration",
}
"""scikit-learn's own, not yet on skops' list; a type from anywhere else is refused."""


@dataclass(frozen=True, kw_only=True)
class ModelRecord:
    """What is recorded of a model, in the JSON beside its file."""

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

    @property
    def label(self) -> str:
        """name@version, as assessments quote it."""
        return f"{self.name}@{self.version}"


def load_fitted(path: Path) -> Any:
    """The fitted estimators in a model file, by name. Raises StoreUnavailable where it holds an untrusted type."""
    from skops.io import get_untrusted_types, load

    untrusted = set(get_untrusted_types(file=path)) - _TRUSTED
    if untrusted:
        raise StoreUnavailable("model.untrusted-types", file=path.name, types=sorted(untrusted))
    return load(path, trusted=sorted(_TRUSTED))


def save_model(fitted: Any, path: Path, record: ModelRecord) -> None:
    """Write fitted estimators, and their record beside them."""
    from skops.io import dump

    path.parent.mkdir(parents=True, exist_ok=True)
    dump(dict(fitted), path)
    text = json.dumps(vars(record), ensure_ascii=False, indent=2, sort_keys=True)
    _record_path(path).write_text(text + "\n", encoding="utf-8")


def read_record(model: Path) -> ModelRecord:
    """The record beside a model file."""
    fields = json.loads(_record_path(model).read_text(encoding="utf-8"))
    return ModelRecord(
        name=str(fields["name"]),
        version=str(fields["version"]),
        features=tuple(map(str, fields.get("features", ()))),
        decisions=int(fields.get("decisions", 0)),
        figures=fields.get("figures", {}),
        on_matters=fields.get("on_matters", {}),
        trained_at=str(fields.get("trained_at", "")),
    )


def _record_path(model: Path) -> Path:
    return model.with_suffix(".json")


def current_model(folder: Path) -> Path | None:
    """The model file that `folder/current` names; None without one."""
    pointer = folder / "current"
    if not pointer.is_file():
        return None
    path = folder / pointer.read_text(encoding="utf-8").strip()
    return path if path.suffix == ".skops" and path.is_file() else None
