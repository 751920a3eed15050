"""Tuned numbers (可调参数): values that somebody chose or measured, each with unit, meaning and origin.

The tables are `matching.costs` (disguises) and `signals.weights` (grounds).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

BY_HAND = "chosen by hand, 2026"


@dataclass(frozen=True, kw_only=True)
class TunedNumber:
    """One value of a table."""

    value: float
    unit: str
    meaning: str
    origin: str = BY_HAND


def markdown_table(numbers: Mapping[str, TunedNumber]) -> str:
    """A line for each number, in the order of the table."""
    lines = ["| name | value | unit | meaning | origin |", "| --- | ---: | --- | --- | --- |"]
    lines += [
        f"| {name} | {number.value:g} | {number.unit} | {number.meaning} | {number.origin} |"
        for name, number in numbers.items()
    ]
    return "\n".join(lines)
