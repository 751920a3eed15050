"""`hubiao serve` as people start it: one process tree that begins and ends whole."""

from __future__ import annotations

import os
import re
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.databases import migrated_file
from tests.servers import patient_http
from tests.servers.processes import Process, children_of, run, start, state_of
from tests.waiting import wait_until


@pytest.fixture
def running(tmp_path: Path) -> Iterator[tuple[Process, str]]:
    """The command on a free port, and the address that it prints."""
    migrated_file(tmp_path / "var" / "hubiao.db")
    environment = {**os.environ, "HUBIAO_HOME": str(tmp_path / "var")}
    process = start("console", "serve", "--port", "0", environment=environment)
    match = re.search(r"http://127\.0\.0\.1:\d+", process.stdout.readline())
    assert match is not None
    yield process, match[0]
    process.kill()
    process.communicate()


def ended(pid: int) -> bool:
    return state_of(pid) in "ZX"


@pytest.mark.parametrize(
    "number", [signal.SIGTERM, pytest.param(signal.SIGINT, marks=pytest.mark.slow)]
)
def test_a_signal_ends_the_console_and_its_worker(
    running: tuple[Process, str], number: signal.Signals
) -> None:
    process, address = running
    assert patient_http.get(f"{address}/healthz").json() == {"status": "ok"}
    wait_until(lambda: children_of(process.pid))
    (worker,) = children_of(process.pid)
    process.send_signal(number)
    assert process.wait(30) == 0
    assert ended(worker)


def test_a_worker_does_not_outlive_a_console_that_was_killed(
    running: tuple[Process, str],
) -> None:
    process, _ = running
    wait_until(lambda: children_of(process.pid))
    (worker,) = children_of(process.pid)
    process.kill()
    wait_until(lambda: ended(worker))


def test_the_first_start_makes_the_administrator_by_the_printed_code(
    running: tuple[Process, str],
) -> None:
    process, address = running
    greeting = process.stdout.readline()
    code = re.search(r"code=(\w+)", greeting)
    assert code is not None
    with patient_http.Client(base_url=address) as browser:
        assert browser.get("/").headers["location"] == "/sign-in"
        assert browser.get("/sign-in").headers["location"] == "/setup"
        token = re.search(r'name="token" value="(\w+)"', browser.get("/setup").text)
        assert token is not None
        form = {
            "token": token[1],
            "name": "管理",
            "password": "correct-horse",
            "again": "correct-horse",
        }
        assert browser.post("/setup", data={**form, "code": "0" * 12}).status_code == 400
        made = browser.post("/setup", data={**form, "code": code[1]})
        assert made.status_code == 303
        assert "管理（管理员）" in browser.get("/rights").text
        assert browser.get("/setup").headers["location"] == "/sign-in"


def test_a_port_in_use_is_one_plain_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = str(listener.getsockname()[1])
        second = run(
            "console", "serve", "--port", port,
            environment={**os.environ, "HUBIAO_HOME": str(tmp_path / "other")},
        )  # fmt: skip
    assert second.returncode == 1
    assert "choose another with --port" in second.stderr
    assert "Traceback" not in second.stderr
