"""The console on PostgreSQL: every page opens, a verdict is given, workers take turns."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.base.database import Database
from storage.base.settings import Settings
from storage.base.stage_locks import turn
from tests.console.console_server import served
from tests.console.sample_office import an_office
from tests.console.visitor import Visitor

PAGES = (
    "/", "/leads", "/leads?group=shop", "/leads?group=picture&region=15", "/statistics", "/listings",
    "/leads?disguise=sound&tier=1&decided=2026-11-01&stage=open",
    "/leads?tab=mine", "/leads?tab=relisted&level=red", "/leads?tab=all&q=面粉",
    "/leads?platform=shop.invalid&since=2026-01-01&until=2099-01-01", "/leads/1", "/shops",
    "/shops/1", "/tasks", "/rights", "/rights/tianfu-hetao", "/rights?expiring=1", "/notices",
    "/mailbox", "/tips", "/audit", "/users", "/settings", "/system", "/leads/export.csv",
    "/leads/group?shop=1", "/leads?tab=all&assigned=mine", "/assignments", "/assignments?view=overdue",
    "/sub-offices",
)  # fmt: skip


@pytest.fixture
def office(postgres_url: str, tmp_path: Path) -> Iterator[tuple[Settings, Database]]:
    settings, database = an_office(tmp_path, database_url=postgres_url)
    yield settings, database
    database.close()


def test_every_page_opens_and_a_verdict_is_given(office: tuple[Settings, Database]) -> None:
    with served(*office) as address:
        admin = Visitor(address, "管")
        opened = {page: admin.get(page).status_code for page in PAGES}
        assert opened == dict.fromkeys(PAGES, 200)
        decided = admin.post(
            "/leads/1/verdict", verdict="confirmed", reason="same_mark", revision="1"
        )
        assert decided.headers["location"].startswith("/leads/2?")
        assert "操作留痕完整" in admin.post("/audit").text
        admin.close()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_two_workers_take_turns_at_a_stage(
    kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    url = request.getfixturevalue("postgres_url") if kind == "postgresql" else None
    settings, database = an_office(tmp_path, leads=1, database_url=url)
    with turn(database, settings, "capture") as first:
        with turn(database, settings, "capture") as second:
            assert (first, second) == (True, False)
        with turn(database, settings, "deliver") as second:
            assert second
    with turn(database, settings, "capture") as again:
        assert again
    database.close()
