"""Nobody fills a log with lines."""

from __future__ import annotations

import logging

import pytest

from console.load import log_brake
from console.load.log_brake import ALIKE, ALL, LogBrake


def line(message: str, *values: object) -> logging.LogRecord:
    return logging.LogRecord("asyncio", logging.ERROR, "", 1, message, values, None)


def test_lines_of_one_kind_are_written_so_many_times_a_minute() -> None:
    brake = LogBrake()
    written = [brake.filter(line("socket.accept() failed: %s", n)) for n in range(5 * ALIKE)]
    assert sum(written) == ALIKE
    assert brake.filter(line("another"))


def test_all_lines_together_have_a_limit_too() -> None:
    brake = LogBrake()
    assert sum(brake.filter(line(f"from outside {n}")) for n in range(2 * ALL)) <= ALL


def test_the_next_minute_says_how_many_were_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    brake = LogBrake()
    for _ in range(ALIKE + 7):
        brake.filter(line("again"))
    monkeypatch.setattr(log_brake, "WINDOW_SECONDS", 0.0)
    record = line("quiet %s", "again")
    assert brake.filter(record)
    assert record.getMessage() == "quiet again (7 lines were left out in the last minute)"
