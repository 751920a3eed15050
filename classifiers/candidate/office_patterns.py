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
from storage.files.yaml_file import load_yaml

FILE = "patterns.yml"
_KEYS = {"pattern", "weight", "says", "fields"}
_FIELDS = ("title", "shop", "description", "image_text", "brand")
_MOST, _LONGEST, _HEAVIEST = 200, 500, 3.0


@dataclass(frozen=True, kw_only=True)
class OfficePattern:
    """One pattern with what it weighs (log-odds, −3..3) and says."""

    pattern: str
    weight: float
    says: str
    fields: tuple[str, ...] = ("title",)

    @cached_property
    def compiled(self) -> Any:
        import re2

        return re2.compile(self.pattern)

    def find(self, text: str) -> Iterator[tuple[int, int]]:
        """The first place where it matches, if any."""
        if found := self.compiled.search(text):
            yield found.span()


def load_patterns(home: Path | None) -> tuple[OfficePattern, ...]:
    """The office's patterns; none without a file. Raises BadInput naming the entry."""
    path = home / FILE if home else None
    if path is None or not path.is_file():
        return ()
    entries = load_yaml(path.read_text(encoding="utf-8"), str(path))
    if not isinstance(entries, list) or len(entries) > _MOST:
        raise BadInput(f"{path}: expected a list of at most {_MOST} patterns")
    return tuple(_pattern(one, f"{path}, entry {n}") for n, one in enumerate(entries, start=1))


def _pattern(entry: object, where: str) -> OfficePattern:
    if not isinstance(entry, dict) or not _KEYS >= set(entry) >= {"pattern", "weight", "says"}:
        raise BadInput(f"{where}: needs pattern, weight and says, and may have fields")
    fields = tuple(entry.get("fields") or ("title",))
    weight = entry["weight"]
    if not isinstance(weight, int | float) or abs(weight) > _HEAVIEST:
        raise BadInput(f"{where}: 'weight' must be a number from -{_HEAVIEST} to {_HEAVIEST}")
    if strange := set(fields) - set(_FIELDS):
        raise BadInput(f"{where}: unknown field '{min(strange)}' ({', '.join(_FIELDS)})")
    if not str(entry["pattern"]) or len(str(entry["pattern"])) > _LONGEST:
        raise BadInput(f"{where}: 'pattern' must have 1 to {_LONGEST} characters")
    made = OfficePattern(
        pattern=str(entry["pattern"]), weight=float(weight), says=str(entry["says"]), fields=fields
    )
    try:
        made.compiled.search("")
    except Exception as error:  # re2.error has no common base with re.error
        raise BadInput(f"{where}: the pattern cannot be used ({error})") from error
    return made
