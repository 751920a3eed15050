"""A sampler of mutants tries each with the tests that import the module, and says what no test noticed."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from tools.mutants.__main__ import score
from tools.mutants.trials import Mutant, Outcome, importing_tests


def test_a_module_is_tried_with_the_tests_that_import_it_those_of_its_own_room_first() -> None:
    files = importing_tests(Path("storage/outgoing/notices.py"))
    assert files[0] == Path("tests/storage/outgoing/test_notices.py")
    assert Path("tests/alerts/letters/workflow/test_approval.py") in files
    assert not any("e2e" in file.parts for file in files)
    assert importing_tests(Path("tools/mutants/generator.py")) == []


def test_a_mutant_is_shown_by_the_lines_that_it_changes() -> None:
    mutant = Mutant(
        path=Path("storage/outgoing/notices.py"), line=2,
        original="low = 1\nif number > low:\n    stop()\n",
        source="low = 1\nif number >= low:\n    stop()\n",
    )  # fmt: skip
    assert list(mutant.changed_lines()) == ["-if number > low:", "+if number >= low:"]


def test_a_mutant_on_which_the_tests_never_end_was_noticed() -> None:
    outcomes = Counter({Outcome.KILLED: 6, Outcome.TIMED_OUT: 2, Outcome.SURVIVED: 2})
    assert score(outcomes) == "0.80 of 10 (6 killed, 2 timed out, 2 survived)"
