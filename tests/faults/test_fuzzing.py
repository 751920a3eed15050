"""Parsers of foreign bytes under random changes: python -m tests.faults.fuzzing."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.faults.fuzzing.changes import changed


@pytest.mark.parametrize(
    "seconds", [8, pytest.param(600, marks=[pytest.mark.slow, pytest.mark.timeout(6000)])]
)
def test_no_broken_bytes_crash_a_parser_or_cost_more_than_they_may(seconds: int) -> None:
    command = [sys.executable, "-m", "tests.faults.fuzzing", "--seconds", str(seconds)]
    read = subprocess.run(command, capture_output=True, text=True, check=False)
    assert read.returncode == 0, read.stdout + read.stderr
    assert "0 of 19 targets with a fault" in read.stdout


def test_a_case_is_replayed_byte_by_byte_from_its_name() -> None:
    samples = [b"<p>a</p>", b'{"a": 1}']
    again = [changed(samples, f"page:{number}") for number in range(50)]
    assert again == [changed(samples, f"page:{number}") for number in range(50)]
    assert len(set(again)) > 40
