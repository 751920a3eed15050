"""Models in use (在用模型): which model of the office judges now, and which did before it.

`current` names the one in use, `used` every one that was put in use, a line each. A model that was
trained and rejected stands in neither, so that going back never lands on it.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from classifiers.scoring.model import has_our_features, load_model
from classifiers.scoring.model_file import ModelRecord, current_model, read_record
from storage.base.errors import NotFound, StoreUnavailable

_CURRENT, _USED = "current", "used"


def put_in_use(folder: Path, path: Path) -> None:
    """Let a model of the folder judge from now on."""
    _write(folder, [*_used(folder), path.name])


def go_back(folder: Path) -> str:
    """Use the model that was in use before the current one again, at last the shipped one; returns its
    name@version. Models that were rejected never come into use, nor those of other features. Raises
    NotFound where none was in use before."""
    used = _used(folder)
    if not used:
        raise NotFound("model.none-before")
    earlier = used[:-1]
    while earlier and not _judges(folder / earlier[-1]):
        earlier.pop()
    _write(folder, earlier)
    return load_model(folder).name


def office_models(folder: Path) -> list[ModelRecord]:
    """Records of all models that the office trained, the latest first; damaged files are left out."""
    records = []
    for path in sorted(folder.glob("*-*.json"), reverse=True):
        with suppress(StoreUnavailable):
            records.append(read_record(path))
    return records


def model_in_use(folder: Path) -> ModelRecord | None:
    """Record of the office's own model that judges; None where the shipped one does."""
    path = current_model(folder)
    return read_record(path) if path is not None and _judges(path) else None


def comparisons_since(folder: Path, *, decisions: int) -> int:
    """How many models were compared with the one in use: those that were trained after it, on another number
    of verdicts than `decisions`. Trained twice on the same verdicts, a model is compared once."""
    in_use = model_in_use(folder)
    numbers = {
        record.decisions
        for record in office_models(folder)
        if record.comparison is not None
        and record.comparison.enough
        and (in_use is None or record.version > in_use.version)
    }
    return len(numbers - {decisions})


def _judges(path: Path) -> bool:
    """Whether a model can judge: it is there, whole, and of our features."""
    try:
        return path.is_file() and has_our_features(read_record(path))
    except StoreUnavailable:
        return False


def _used(folder: Path) -> list[str]:
    """Names of the models that were in use, the current one last; of a folder from before there was such a
    list, the current one alone."""
    current, listed = current_model(folder), folder / _USED
    if current is None:
        return []
    names = listed.read_text(encoding="utf-8").split() if listed.is_file() else []
    return names if names and names[-1] == current.name else [*names, current.name]


def _write(folder: Path, names: list[str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / _USED).write_text("".join(f"{name}\n" for name in names), encoding="utf-8")
    current = folder / _CURRENT
    if names:
        current.write_text(names[-1] + "\n", encoding="utf-8")
    else:
        current.unlink(missing_ok=True)
