"""Visitors who flood the console are refused, and take no thread from officers."""

from __future__ import annotations

import threading
import time
from inspect import iscoroutinefunction
from pathlib import Path

import anyio
import pytest
from starlette.exceptions import HTTPException

from console.app import build_app
from console.load.admission import Admission, Lane
from console.work.children import Children
from storage.base.database import CONNECTIONS, open_database
from storage.base.settings import Settings

CONSOLE = Path(__file__).parents[3] / "console"


def test_a_full_line_refuses_and_one_address_takes_only_its_part() -> None:
    gate = threading.Event()
    refused: list[tuple[str, int, object]] = []

    async def ask(lane: Lane, address: str) -> None:
        try:
            await lane.run(address, gate.wait, 60)
        except HTTPException as error:
            refused.append((address, error.status_code, error.headers))

    async def flood() -> None:
        lane = Lane(threads=1, line=6, of_one_address=4)
        async with anyio.create_task_group() as group:
            for address in ["a"] * 5 + ["b", "c", "d"]:
                group.start_soon(ask, lane, address)
            await anyio.sleep(0.1)
            gate.set()
        assert await lane.run("a", lambda: 7) == 7

    anyio.run(flood)
    assert refused == [(address, 503, {"retry-after": "5"}) for address in ("a", "d")]


def test_officers_are_answered_while_visitors_wait() -> None:
    gate = threading.Event()

    async def flood() -> float:
        admission = Admission()
        visitors = admission.lane("POST", signed_in=False)
        async with anyio.create_task_group() as group:
            for number in range(20):
                group.start_soon(visitors.run, f"address {number}", gate.wait, 60)
            await anyio.sleep(0.1)
            begun = time.monotonic()
            await admission.lane("POST", signed_in=True).run("desk", lambda: None)
            took = time.monotonic() - begun
            gate.set()
        return took

    assert anyio.run(flood) < 30  # the others wait twice as long


def test_a_form_and_a_page_of_visitors_stand_in_different_lines() -> None:
    admission = Admission()
    assert admission.lane("GET", signed_in=False) is admission.visits
    assert admission.lane("POST", signed_in=False) is admission.acts
    with pytest.raises(ZeroDivisionError):
        anyio.run(admission.visits.run, "a", lambda: 1 / 0)


def test_who_was_accepted_before_waits_behind_no_cookie_that_nobody_was_given() -> None:
    gate = threading.Event()

    def whose(secret: str) -> str | None:
        if secret == "officer's":
            return "officer"
        gate.wait(60)
        return None

    async def flood() -> float:
        admission = Admission()
        assert await admission.look_up("desk", "officer's", whose, "officer's") == "officer"
        async with anyio.create_task_group() as group:
            for number in range(20):
                secret = f"bogus {number}"
                group.start_soon(admission.look_up, f"address {number}", secret, whose, secret)
            await anyio.sleep(0.1)
            begun = time.monotonic()
            await admission.look_up("desk", "officer's", whose, "officer's")
            took = time.monotonic() - begun
            gate.set()
        assert "bogus 1" not in admission.accepted
        return took

    assert anyio.run(flood) < 30  # the others wait twice as long


def test_a_secret_that_opens_nothing_any_more_is_a_stranger_again() -> None:
    admission = Admission()
    admission.accepted.note("cookie", opened=True)
    assert "cookie" in admission.accepted
    assert anyio.run(admission.look_up, "desk", "cookie", lambda: None) is None
    assert "cookie" not in admission.accepted


def test_a_cookie_that_opens_nothing_is_not_looked_up_again_at_once_and_a_token_is() -> None:
    """A token of an account that may not work for the moment opens again once it may."""
    looks: list[str] = []

    async def ask(admission: Admission) -> None:
        for secret in ("bogus", "bogus", "other"):
            assert await admission.look_up_session("desk", secret, looks.append, secret) is None
        for _ in range(2):
            assert await admission.look_up("desk", "token", looks.append, "token") is None

    anyio.run(ask, Admission())
    assert looks == ["bogus", "other", "token", "token"]


def test_the_threads_of_the_console_have_a_connection_each() -> None:
    assert Admission().threads < CONNECTIONS


def test_no_request_takes_a_thread_that_no_lane_counts() -> None:
    texts = {path.name: path.read_text("utf-8") for path in CONSOLE.rglob("*.py")}
    takers = [
        name for name, text in texts.items() if "run_in_threadpool" in text or "to_thread" in text
    ]
    assert takers == ["admission.py"]


def test_a_refusal_takes_no_thread(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    database = open_database(settings)
    app = build_app(settings, database, Children(tmp_path / "logs"))
    database.close()
    assert all(iscoroutinefunction(handler) for handler in app.exception_handlers.values())
