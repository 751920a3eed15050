"""准确性年度报告: its figures, as they were published."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, kw_only=True)
class AccuracyRow:
    """The figures of one kind of right, of one platform, or of several together."""

    name: str
    keys: tuple[str, ...]
    """The kind of right by slug, or the platform by host; empty in a total and in joined small groups."""
    noticed: int
    acted: int
    withdrawn: int
    appealed: int
    upheld: int
    wrong: int

    @property
    def wrongful_rate(self) -> float | None:
        """错误通知率; None where nothing was noticed."""
        return self.wrong / self.noticed if self.noticed else None


@dataclass(frozen=True, kw_only=True)
class AccuracyFigures:
    """One year; tables are empty where the year has too few listings or shops to be broken down."""

    year: int
    office: str
    counted_on: str
    """Day on which it was counted, ISO 8601: what followed later is not in it."""
    total: AccuracyRow | None
    """None where the year has too few listings or shops to be published."""
    by_kind: tuple[AccuracyRow, ...] = ()
    by_platform: tuple[AccuracyRow, ...] = ()
    joined: tuple[str, ...] = field(default=())
    """Which tables join small groups: kind, platform."""

    def to_json(self) -> Any:
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Any, /) -> AccuracyFigures:
        rows = {
            name: tuple(_row(row) for row in stored[name]) for name in ("by_kind", "by_platform")
        }
        return cls(
            year=stored["year"],
            office=stored["office"],
            counted_on=stored["counted_on"],
            total=_row(stored["total"]) if stored["total"] else None,
            joined=tuple(stored.get("joined", ())),
            **rows,
        )


def _row(stored: Any) -> AccuracyRow:
    return AccuracyRow(**{**stored, "keys": tuple(stored["keys"])})
