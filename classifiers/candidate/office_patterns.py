"""The office's own patterns (自定义用语): words for or against, in `patterns.yml` of the data folder.

    - {pattern: "假一赔十|厂家断码", weight: 0.8, says: "出现断码清仓用语", fields: [title]}

They run on RE2, which takes linear time whatever an officer writes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from storage.base.errors import BadInput
from storage.base.message import Message
from storage.files.yaml_file import load_yaml

FILE = "patterns.yml"
_KEYS = {"pattern", "weight", "says", "fields"}
_FIELDS = ("title", "shop", "description", "image_text", "brand")
_MOST_PATTERNS, _LONGEST_PATTERN = 200, 500
"""Patterns of an office, and characters of one: what a batch of listings can be searched for in time."""
_HEAVIEST = 3.0
"""Largest weight (log-odds) of one pattern, chosen by hand: half more than use in the brand field."""


@dataclass(frozen=True, kw_only=True)
class OfficePattern:
    """One pattern with its weight (log-odds, −3..3) and its explanation."""

    pattern: str
    weight: float
    says: str
    fields: tuple[str, ...] = ("title",)

    @cached_property
    def compiled(self) -> Any:
        import re2

        return re2.compile(self.pattern)

    def find(self, text: str) -> Iterator[tuple[int, int]]:
        """The span of the first match, if any."""
        if match := self.compiled.search(text):
            yield match.span()


def load_patterns(home: Path | None) -> tuple[OfficePattern, ...]:
    """The office's patterns; none without a file. Raises BadInput naming the entry."""
    path = home / FILE if home else None
    if path is None or not path.is_file():
        return ()
    entries = load_yaml(path.read_text(encoding="utf-8"), str(path))
    if not isinstance(entries, list) or len(entries) > _MOST_PATTERNS:
        raise BadInput("pattern.no-list", path=path, most=_MOST_PATTERNS)
    return tuple(
        _pattern(entry, Message("pattern.entry", {"path": path, "number": number}))
        for number, entry in enumerate(entries, start=1)
    )


def _pattern(entry: object, where: Message) -> OfficePattern:
    """One entry checked. Raises BadInput, which names the place `where`."""
    if not isinstance(entry, dict) or not _KEYS >= set(entry) >= {"pattern", "weight", "says"}:
        raise BadInput("pattern.keys", where=where)
    fields = tuple(entry.get("fields") or ("title",))
    weight = entry["weight"]
    if not isinstance(weight, int | float) or abs(weight) > _HEAVIEST:
        raise BadInput("pattern.weight", where=where, heaviest=_HEAVIEST)
    if unknown := set(fields) - set(_FIELDS):
        raise BadInput("pattern.unknown-field", where=where, field=min(unknown), fields=_FIELDS)
    if not str(entry["pattern"]) or len(str(entry["pattern"])) > _LONGEST_PATTERN:
        raise BadInput("pattern.length", where=where, most=_LONGEST_PATTERN)
    pattern = OfficePattern(
        pattern=str(entry["pattern"]), weight=float(weight), says=str(entry["says"]), fields=fields
    )
    try:
        pattern.compiled.search("")
    except Exception as error:  # re2.error has no common base with re.error
        raise BadInput("pattern.unusable", where=where, reason=error) from error
    return pattern
