"""The commands of follow-up, as an officer types them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from console.cli import main
from storage.base.database import Database
from storage.base.settings import Settings
from storage.base.vocabulary import Verdict
from storage.leads.lifecycle import decide
from tests.alerts.conftest import OpenLead, database, new_lead, settings
from tests.storage.net.test_rdap import DOMAIN, NETWORK

__all__ = ["database", "new_lead", "settings"]


@pytest.fixture
def lead_id(database: Database, new_lead: OpenLead) -> int:
    with database.begin() as session:
        number = new_lead(session)
        decide(session, number, Verdict.CONFIRMED, officer="li", reason="same_mark")
    return number


@dataclass(frozen=True)
class Ended:
    code: int
    out: str
    err: str

    def line(self) -> dict[str, Any]:
        assert self.code == 0, self.err
        read: dict[str, Any] = json.loads(self.out)
        return read


Command = Callable[..., Ended]


@pytest.fixture
def hubiao(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Command:
    """The command in this process, on the test's database."""
    monkeypatch.setenv("HUBIAO_HOME", str(settings.home))
    monkeypatch.setenv("HUBIAO_DATABASE_URL", settings.database)

    def run(*arguments: str) -> Ended:
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        output = capsys.readouterr()
        return Ended(int(ended.value.code or 0), output.out, output.err)

    return run


def test_a_term_is_started_listed_and_closed(hubiao: Command, lead_id: int) -> None:
    started = hubiao(
        "deadline", "start", "statement", "--lead", str(lead_id), "--at", "2026-06-05"
    ).line()
    assert started["due_at"].startswith("2026-06-22T23:59:59")
    assert hubiao("deadline", "list").line()["id"] == started["id"]
    assert hubiao("deadline", "close", str(started["id"])).code == 0
    assert hubiao("deadline", "list").out == ""
    wrong = hubiao("deadline", "start", "statement", "--lead", "1", "--at", "soon")
    assert (wrong.code, len(wrong.err.splitlines())) == (2, 1)


def test_a_lead_has_its_office_its_amount_and_its_operator(hubiao: Command, lead_id: int) -> None:
    assert hubiao("route", str(lead_id)).line()["route"] == "ours"
    assert hubiao("turnover", str(lead_id)).line()["unknown"] == 1
    assert hubiao("infringers", "--least", "1").line()["leads"] == [lead_id]
    assert hubiao("recheck").line() == {}
    assert hubiao("route", "999").code == 2


def test_hot_spots_of_a_quiet_month_are_none(hubiao: Command, lead_id: int) -> None:
    quiet = hubiao("hotspots", "--from", "2020-01-01", "--to", "2020-01-31")
    assert (quiet.code, quiet.out) == (0, "")
    assert hubiao("hotspots", "--from", "2020-01-31", "--to", "2020-01-01").code == 2


def test_a_visit_is_recorded_with_its_photograph_and_the_mark_followed(
    hubiao: Command, lead_id: int, tmp_path: Path
) -> None:
    photo = tmp_path / "door.jpg"
    photo.write_bytes(b"\xff\xd8\xff door")
    there = (
        "--address",
        "示例街9号",
        "--officer",
        "张",
        "--officer",
        "李",
        "--finding",
        "未见该店",
    )
    visit = hubiao("visit", "record", str(lead_id), *there, "--false", "--photo", str(photo)).line()
    assert visit["photos"] == [hashlib.sha256(photo.read_bytes()).hexdigest()]
    number = str(visit["id"])
    assert hubiao("visit", "mark", number, "--visible").code != 0
    assert hubiao("visit", "request-mark", number).line()["mark"] == "requested"
    assert (
        hubiao("visit", "mark", number, "--missing", "--note", "首页没有").line()["mark"]
        == "missing"
    )
    assert hubiao("visit", "list", str(lead_id)).line()["mark_note"] == "首页没有"
    missing = hubiao("visit", "record", str(lead_id), *there, "--photo", str(tmp_path / "no.jpg"))
    assert (missing.code, len(missing.err.splitlines())) == (2, 1)


def test_a_letter_of_another_kind_has_no_service(hubiao: Command, lead_id: int) -> None:
    drafted = hubiao("notice", "draft", "--kind", "risk-advice", "--as", "li")
    number = str(json.loads(drafted.out)["id"]) if drafted.code == 0 else "1"
    assert hubiao("assistance", "served", number).code == 2
    assert hubiao("assistance", "replies", number).out == ""


def test_registrations_come_from_a_file_and_nothing_is_asked_by_default(
    hubiao: Command, lead_id: int, tmp_path: Path
) -> None:
    file = tmp_path / "answers.json"
    file.write_text(json.dumps([{**DOMAIN, "ldhName": "shop.example"}, NETWORK]))
    assert hubiao("contacts", "import", str(file)).code == 2
    imported = hubiao("contacts", "import", str(file), "--for", "shop.example")
    assert [json.loads(line)["kind"] for line in imported.out.splitlines()] == ["domain", "network"]
    listed = [
        json.loads(line) for line in hubiao("contacts", "list", str(lead_id)).out.splitlines()
    ]
    assert [row["abuse_email"] for row in listed] == [
        "abuse@host.example",
        "abuse@registrar.example",
    ]
    for asked in (("ask", "site.example"), ("check", str(lead_id))):
        refused = hubiao("contacts", *asked)
        assert refused.code != 0
        assert "HUBIAO_SITE_LOOKUPS" in refused.err


def test_a_sample_is_ordered_opened_and_identified(
    hubiao: Command, lead_id: int, tmp_path: Path
) -> None:
    picture = tmp_path / "box.jpg"
    picture.write_bytes(b"\xff\xd8\xff box")
    order = (
        "purchase",
        "order",
        str(lead_id),
        "--order",
        "1001",
        "--shop",
        "示例店",
        "--sample",
        "Y1",
    )
    assert hubiao(*order, "--price", "cheap").code == 2
    number = str(hubiao(*order, "--price", "29.9").line()["id"])
    opened = hubiao("purchase", "open", number, "--parcel", "P1", "--picture", str(picture)).line()
    assert opened["pictures"] == [hashlib.sha256(picture.read_bytes()).hexdigest()]
    hubiao("purchase", "identify", number, "not_genuine", "--by", "示例绿业公司").line()
    assert hubiao("purchase", "list", str(lead_id)).line()["identification"] == "not_genuine"
