"""The commands of follow-up, as an officer types them."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from storage.database import Database
from storage.leads import decide
from storage.settings import Settings
from storage.vocabulary import Verdict
from tests.alerts.conftest import OpenLead


@pytest.fixture
def lead_id(database: Database, new_lead: OpenLead) -> int:
    with database.begin() as session:
        number = new_lead(session)
        decide(session, number, Verdict.CONFIRMED, officer="li", reason="same_mark")
    return number


def hubiao(settings: Settings, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "console", "--db", settings.database, *arguments],
        env={"HUBIAO_HOME": str(settings.home)}, capture_output=True, text=True, timeout=60,
    )  # fmt: skip


def line(settings: Settings, *arguments: str) -> dict[str, Any]:
    done = hubiao(settings, *arguments)
    assert done.returncode == 0, done.stderr
    read: dict[str, Any] = json.loads(done.stdout)
    return read


def test_a_term_is_started_listed_and_closed(settings: Settings, lead_id: int) -> None:
    started = line(
        settings, "deadline", "start", "statement", "--lead", str(lead_id), "--at", "2026-06-05"
    )
    assert started["due_at"].startswith("2026-06-22T23:59:59")
    assert line(settings, "deadline", "list")["id"] == started["id"]
    assert hubiao(settings, "deadline", "close", str(started["id"])).returncode == 0
    assert hubiao(settings, "deadline", "list").stdout == ""
    wrong = hubiao(settings, "deadline", "start", "statement", "--lead", "1", "--at", "soon")
    assert (wrong.returncode, len(wrong.stderr.splitlines())) == (2, 1)


def test_a_lead_has_its_office_its_amount_and_its_operator(
    settings: Settings, lead_id: int
) -> None:
    assert line(settings, "route", str(lead_id))["route"] == "ours"
    assert line(settings, "turnover", str(lead_id))["unknown"] == 1
    assert line(settings, "infringers", "--least", "1")["leads"] == [lead_id]
    assert line(settings, "recheck") == {}
    assert hubiao(settings, "route", "999").returncode == 2
