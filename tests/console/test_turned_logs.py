"""A log of the data folder is turned over when it is full, and no line is lost."""

from __future__ import annotations

import json
import logging
import os
from pathlib import Path

import pytest

from console import logs
from console.logs import OWN_FILE, log_with_times, turn_over
from console.pages.office.log_lines import LogFilter, read_lines
from console.words.log_words import file_words


@pytest.fixture(autouse=True)
def _small_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "MOST_BYTES", 1000)
    monkeypatch.setattr(logs, "EARLIER_FILES", 2)


def test_a_full_log_becomes_the_first_of_its_earlier_files_and_the_oldest_goes(
    tmp_path: Path,
) -> None:
    log = tmp_path / "worker.log"
    for text in ("a", "b", "c", "d"):
        log.write_text(text * 1000)
        assert turn_over(log)
    assert not turn_over(log)
    names = {path.name: path.read_text()[0] for path in tmp_path.iterdir()}
    assert names == {"worker.1.log": "d", "worker.2.log": "c"}
    assert file_words("worker.1") == "工作进程（之前第 1 份）"


def test_a_process_turns_its_own_log_over_and_goes_on(tmp_path: Path) -> None:
    log = tmp_path / "worker.log"
    pid = os.fork()
    if pid == 0:
        file = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.dup2(file, 1)
        os.dup2(file, 2)
        os.environ[OWN_FILE] = str(log)
        import sys

        sys.stderr = open(2, "w", closefd=False, buffering=1)  # noqa: SIM115
        log_with_times()
        for number in range(30):
            logging.getLogger("x").info("assess: %d", number)
        os._exit(0)
    assert os.waitpid(pid, 0)[1] == 0
    earlier = tmp_path / "worker.1.log"
    assert earlier.stat().st_size < 1100
    lines = earlier.read_text().splitlines() + log.read_text().splitlines()
    assert [line.rpartition(" ")[2] for line in lines] == [str(n) for n in range(30)]


def test_what_a_process_prints_into_a_pipe_does_not_end_in_its_log(tmp_path: Path) -> None:
    log = tmp_path / "worker.log"
    log.write_text("x" * 1000)
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.dup2(writer, 1)
        os.dup2(os.open(log, os.O_WRONLY | os.O_APPEND), 2)
        logs._turn_own_over(log)
        os.write(1, b"answer")
        os.write(2, b"line")
        os._exit(0)
    os.close(writer)
    assert os.waitpid(pid, 0)[1] == 0
    assert os.read(reader, 100) == b"answer"
    os.close(reader)
    assert log.read_text() == "line"


def test_lines_as_json_hold_ids_and_are_read_by_the_pages(tmp_path: Path) -> None:
    formatter = logs._JsonLines()
    logger = logging.getLogger("alerts.mail")
    text = formatter.format(
        logger.makeRecord(
            "alerts.mail", logging.INFO, "x.py", 1, "mail %s (%s) is sent", (12, "alert"), None
        )
    )
    line = json.loads(text)
    assert line["ids"] == {"mail": 12}
    assert (line["level"], line["logger"], line["process"]) == ("INFO", "alerts.mail", os.getpid())
    path = tmp_path / "worker.log"
    path.write_text(text + "\n")
    [entry] = read_lines(path, LogFilter())
    assert entry.text == "mail 12 (alert) is sent"
    assert entry.at is not None


def test_a_stranger_s_line_end_begins_no_line() -> None:
    record = logging.getLogger("x").makeRecord(
        "x",
        logging.INFO,
        "x.py",
        1,
        "%s: robots.txt forbids it",
        ("http://x/\n2026 ERROR forged",),
        None,
    )
    assert "\n" not in logs._handler().format(record)
