"""What was added to a letter (补充的内容), under the names that its page shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from alerts.notices.kinds import Kind

FACT_NAMES = {"hotspots": "热点", "acts": "侵权行为", "measure": "请求措施", "comparisons": "比对"}
"""Facts that several kinds of letter hold and no kind names as a field of its own."""


@dataclass(frozen=True, kw_only=True)
class FilledFact:
    """One fact that was added to a letter, as its page shows it."""

    label: str
    value: str
    path: str
    """Where a plain text can change it; empty for lists."""
    choices: tuple[str, ...]


def filled_facts(added: Mapping[str, Any], kind: Kind) -> list[FilledFact]:
    """What was added, under the names of the letter's own fields."""
    fields = {f"fields.{field.name}": field for field in kind.fields}
    return [
        FilledFact(
            label=fields[path].label if path in fields else FACT_NAMES.get(path, path),
            value=_shown(value),
            path=path if isinstance(value, str) else "",
            choices=tuple(fields[path].choices or ()) if path in fields else (),
        )
        for path, value in added.items()
    ]


def _shown(value: Any) -> str:
    """A fact in one line; of a list, each member's values."""
    if isinstance(value, list):
        return "；".join(_shown(item) for item in value)
    if isinstance(value, dict):
        return " ".join(_shown(item) for item in value.values())
    return str(value)
