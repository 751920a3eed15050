"""What is larger in `make test-slow` runs there."""

from __future__ import annotations

import re
from pathlib import Path

TESTS = Path(__file__).parent
IMPORT = re.compile(r"^from tests\.examples import .*\bTHOROUGH\b", re.MULTILINE)


def test_a_file_of_tests_that_reads_its_size_has_a_test_marked_thorough() -> None:
    sizes = {path: path.read_text("utf-8") for path in TESTS.rglob("test_*.py")}
    readers = {path for path, text in sizes.items() if IMPORT.search(text)}
    assert readers
    assert {path for path in readers if "@pytest.mark.thorough" not in sizes[path]} == set()
