"""docs/asvs.md names tests and documents that there are, and leaves no requirement out."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "docs" / "asvs.md").read_text("utf-8")
ROWS = re.findall(r"^\| ([0-9.]+) \| ([12]) \| (.+?) \| (.+?) \| (?:`(.+?)`)? ?\|$", TEXT, re.M)
CHAPTERS = {
    1: 27, 2: 11, 3: 19, 4: 10, 5: 9, 6: 35, 7: 18, 8: 7, 9: 7, 10: 29, 11: 14, 12: 9, 13: 13, 14: 9, 15: 13,
    16: 16, 17: 7,
}  # fmt: skip
"""Requirements of levels 1 and 2 by chapter (ASVS 5.0.0)."""


@cache
def text_of(path: str) -> str:
    return (ROOT / path).read_text("utf-8")


def test_no_requirement_is_missing_or_doubled() -> None:
    numbers = [row[0] for row in ROWS]
    assert len(numbers) == len(set(numbers)) == 253
    assert Counter(int(number.split(".")[0]) for number in numbers) == CHAPTERS


def test_what_a_row_names_exists() -> None:
    for number, _, state, words, place in ROWS:
        assert state in ("met", "partly", "not met", "n/a"), number
        assert words, number
        if state in ("n/a", "not met"):
            continue
        path, _, name = place.partition("::")
        assert path, f"{number} names nothing that holds it"
        assert (ROOT / path).exists(), f"{number}: {path}"
        assert not name or f"def {name}(" in text_of(path), f"{number}: {place}"


def test_the_counts_at_the_head_are_those_of_the_rows() -> None:
    counts = Counter(row[2] for row in ROWS)
    head = (
        f"{counts['met']} met, {counts['partly']} partly, {counts['not met']} not met,"
        f" {counts['n/a']} do not apply"
    )
    assert head in TEXT
