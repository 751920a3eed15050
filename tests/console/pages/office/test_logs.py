"""Logs are read in the office's time, in Chinese, filtered, and downloaded."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

import pytest

from console.logs import FOR_PAGES, _handler
from console.pages.office.log_lines import LogFilter, read_lines
from console.words.log_words import STAGES, line_words
from console.work.children import Children
from console.work.stages import stages
from storage.base.database import Database
from storage.base.settings import Settings
from tests.console.visitor import Visitor

Enter = Callable[[str | None], Visitor]
Office = tuple[Settings, Database]
LOG = """2026-11-28 21:00:00+0000 INFO assess: 7
2026-11-29 05:10:00+0800 WARNING deliver: 无法连接 (again in 6 s)
Traceback (most recent call last):
  File "x.py", line 1
ValueError: x
2026-11-29 05:20:00+0800 INFO audit head: 1
"""


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "worker.log"
    path.write_text(LOG, "utf-8")
    return path


def test_lines_are_in_the_time_of_the_office_and_in_chinese(log: Path) -> None:
    lines = read_lines(log, LogFilter())
    assert [f"{line.at:%H:%M} {line.words}" for line in lines] == [
        "05:20 固定操作留痕：1 项",
        "05:10 发送邮件没有完成：无法连接（6 秒后重试）",
        "05:00 研判新商品：7 项",
    ]
    assert lines[1].more[-1] == "ValueError: x"


def test_a_filter_keeps_what_is_asked_for(log: Path) -> None:
    assert len(read_lines(log, LogFilter(level="WARNING"))) == 1
    assert len(read_lines(log, LogFilter(text="研判"))) == 1
    assert len(read_lines(log, LogFilter(text="valueerror"))) == 1
    assert read_lines(log, LogFilter(day="2026-11-28")) == []


def test_every_stage_of_the_worker_has_words(tmp_path: Path) -> None:
    assert {stage.name for stage in stages(Children(tmp_path))} <= set(STAGES)
    assert line_words("something else: x") == "something else: x"


def test_a_line_is_written_with_its_offset() -> None:
    record = logging.LogRecord("x", logging.INFO, "x.py", 1, "assess: 7", (), None)
    record.created = 0.0
    assert _handler().format(record) == "1970-01-01 08:00:00+0800 INFO assess: 7"
    assert FOR_PAGES.startswith("HUBIAO_")


def test_the_page_filters_and_gives_the_file(office: Office, visit: Enter) -> None:
    folder = office[0].folder("logs")
    (folder / "worker.log").write_text(LOG, "utf-8")
    page = visit("审").get("/logs?level=WARNING").text
    assert "发送邮件没有完成" in page
    assert "固定操作留痕" not in page
    file = visit("审").get("/logs/download?day=2026-11-29")
    assert file.text.startswith("2026-11-29 05:00:00 INFO assess: 7")
    assert 'filename="hubiao-worker.txt"' in file.headers["content-disposition"]
    assert visit("审").get("/logs/download?file=..%2Fsettings").status_code == 404
