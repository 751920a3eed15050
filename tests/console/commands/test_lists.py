"""Every command that lists takes `--format` and `--limit`, and says so where there is nothing."""

from __future__ import annotations

import csv
import json
import os
import pty
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.console.command import ROOT, Office
from tests.databases import migrated_file
from tests.servers.processes import state_of
from tests.waiting import wait_until

EMPTY_LISTS = [
    ("runs",),
    ("leads",),
    ("export", "listings"),
    ("outbox", "list"),
    ("users", "list"),
    ("rights", "list"),
    ("task", "list"),
    ("evidence", "list"),
    ("notice", "list"),
    ("warning", "list"),
    ("deadline", "list"),
    ("infringers",),
    ("hotspots", "--from", "2026-11-01", "--to", "2026-11-30"),
]
FILLED_LISTS = [
    ("reasons",),
    ("notice", "kinds"),
    ("deadline", "kinds"),
    ("platform", "list"),
    ("variants", "天赋河套"),
]


@pytest.fixture
def office(tmp_path: Path) -> Office:
    migrated_file(tmp_path / "home" / "hubiao.db")
    return Office(tmp_path / "home")


@pytest.mark.parametrize("words", EMPTY_LISTS, ids=" ".join)
def test_an_empty_list_is_its_header_and_a_line_on_stderr(
    office: Office, words: tuple[str, ...]
) -> None:
    for format_ in ("table", "csv"):
        result = office.run(*words, "--format", format_, "--limit", "3")
        assert result.returncode == 0, result.stderr
        assert len(result.stdout.splitlines()) == 1
        assert result.stderr == "no rows\n"
    result = office.run(*words, "--format", "jsonl")
    assert (result.stdout, result.stderr) == ("", "no rows\n")


@pytest.mark.parametrize("words", FILLED_LISTS, ids=" ".join)
def test_a_list_is_cut_to_the_limit_in_every_format(office: Office, words: tuple[str, ...]) -> None:
    table = office.run(*words, "--format", "table", "--limit", "2").stdout.splitlines()
    rows = office.run(*words, "--format", "jsonl", "--limit", "2").stdout.splitlines()
    cells = list(
        csv.reader(office.run(*words, "--format", "csv", "--limit", "2").stdout.splitlines())
    )
    assert [len(table), len(rows), len(cells)] == [3, 2, 3]
    header = [name.lstrip("\ufeff") for name in cells[0]]
    assert table[0].split() == header
    assert set(json.loads(rows[0])) <= set(header)


@pytest.mark.parametrize("words", [("compliance",), ("route", "1")], ids=" ".join)
def test_a_list_about_a_thing_takes_the_same_options(
    office: Office, words: tuple[str, ...]
) -> None:
    result = office.run(*words, "--format", "csv", "--limit", "2")
    assert result.returncode == 2
    assert "no such option" not in result.stderr.lower()


def test_a_limit_is_at_least_one(office: Office) -> None:
    assert office.run("runs", "--limit", "0").returncode == 2


def test_a_list_is_a_table_on_a_terminal_and_json_lines_elsewhere(office: Office) -> None:
    assert json.loads(office.run("notice", "kinds", "--limit", "1").stdout)["kind"]
    master, terminal = pty.openpty()
    subprocess.run(
        [sys.executable, "-m", "console", "notice", "kinds", "--limit", "1"],
        stdout=terminal,
        env=office.environment() | {"PYTHONPATH": str(ROOT)},
        timeout=120,
        check=True,
    )
    os.close(terminal)
    assert os.read(master, 10_000).decode().split()[:4] == ["kind", "track", "name", "fields"]
    os.close(master)


def test_an_officer_has_a_full_name_and_a_function(office: Office) -> None:
    words = ("users", "add", "li", "--role", "officer", "--password-stdin")
    names = ("--full-name", "李明", "--function", "二级主任科员")
    assert office.run(*words, *names, stdin="correct-horse\n").returncode == 0
    assert json.loads(office.run("users", "list", "--format", "jsonl").stdout) == {
        "name": "li",
        "role": "officer",
        "state": "active",
        "full_name": "李明",
        "function": "二级主任科员",
    }
    assert office.run("users", "list").stdout == "li\tofficer\tactive\t李明\t二级主任科员\n"


def test_the_version_is_that_of_the_distribution(office: Office) -> None:
    result = office.run("--version")
    assert result.returncode == 0
    assert result.stdout.startswith("hubiao ")


def test_ctrl_c_is_exit_130(office: Office) -> None:
    words = ["users", "add", "li", "--role", "officer", "--password-stdin"]
    with subprocess.Popen(
        [
            sys.executable,
            "-c",
            # The command itself says when it waits for its input: the signal comes in its midst.
            # A suite that runs in the background ignores Ctrl-C, and so would what it starts.
            "import console.cli as c, signal, sys\n"
            "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
            "read = sys.stdin.readline\n"
            "def ready(*a): print('ready', flush=True); return read(*a)\n"
            "sys.stdin.readline = ready\n"
            "c.main(sys.argv[1:])",
            *words,
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=office.environment() | {"PYTHONPATH": str(ROOT)},
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        # A signal that comes between the interpreter's last look and read(2) waits for the next one.
        wait_until(lambda: state_of(process.pid) == "S")  # waits in a system call
        process.send_signal(signal.SIGINT)
        # Its input stays open: on a loaded machine the end of it came before the signal.
        process.wait(timeout=90)
        assert process.stderr is not None
        err = process.stderr.read()
    assert process.returncode == 130
    assert err.count("\n") == 1
