"""What was added to a letter (补充的内容), under the names that its page shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import JsonValue

from alerts.letters.model.fact_labels import fact_label
from alerts.letters.model.letter_kind import Kind


@dataclass(frozen=True, kw_only=True)
class FilledFact:
    """One fact that was added to a letter, as its page shows it."""

    label: str
    value: str
    path: str
    """Where a plain text can change it; empty for lists."""
    choices: tuple[str, ...]
    long: bool = True
    hint: str = ""


def filled_facts(added: Mapping[str, JsonValue], kind: Kind) -> list[FilledFact]:
    """What was added, under the names of the letter's own fields."""
    fields = {f"fields.{field.name}": field for field in kind.fields}
    return [
        FilledFact(
            label=fact_label(path, kind),
            value=_one_line(value),
            path=path if isinstance(value, str) else "",
            choices=tuple(fields[path].choices or ()) if path in fields else (),
        )
        for path, value in added.items()
    ]


def _one_line(value: JsonValue) -> str:
    """A fact in one line; of a list, each member's values."""
    if isinstance(value, list):
        return "；".join(_one_line(item) for item in value)
    if isinstance(value, dict):
        return " ".join(_one_line(item) for item in value.values())
    return str(value)
