"""The history of the tables is one line: each number once, each after the one before, HEAD its end."""

from __future__ import annotations

import re
from pathlib import Path

from storage.base.schema.revision import HEAD

VERSIONS = Path(__file__).parents[3] / "storage/migrations/versions"


def test_every_revision_has_its_own_number_and_follows_the_one_before() -> None:
    steps = []
    for path in sorted(VERSIONS.glob("*.py")):
        text = path.read_text("utf-8")
        revision = re.search(r"^revision = ['\"](\d+)['\"]", text, re.MULTILINE)
        before = re.search(r"^down_revision = ['\"](\d+)['\"]", text, re.MULTILINE)
        assert revision is not None
        assert path.name.startswith(f"{revision[1]}_")
        steps.append((int(revision[1]), int(before[1]) if before else 0))
    assert steps == [(number, number - 1) for number in range(1, len(steps) + 1)]
    assert int(HEAD) == len(steps)
