from __future__ import annotations

from pathlib import Path

import pytest

from storage.base.errors import BadInput
from storage.base.settings import Settings, load_settings


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_nothing_leaves_the_machine_by_default() -> None:
    settings = load_settings()
    assert settings.smtp_host is None
    assert settings.allow_addresses == ()
    assert settings.timestamp_urls == ()


def test_the_command_line_beats_the_environment_and_that_beats_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "hubiao.toml").write_text("crawl_delay = 3\ncrawl_concurrency = 2\nhome = 'toml'\n")
    monkeypatch.setenv("HUBIAO_CRAWL_DELAY", "2")
    monkeypatch.setenv("HUBIAO_HOME", "env")
    settings = load_settings(home="given")
    assert (settings.home, settings.crawl_delay, settings.crawl_concurrency) == (
        Path("given"),
        2.0,
        2,
    )


def test_several_addresses_may_stand_in_one_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUBIAO_ALLOW_ADDRESSES", "127.0.0.0/8, ::1")
    assert load_settings().allow_addresses == ("127.0.0.0/8", "::1")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CRAWL_DELAY", "soon"),
        ("ALLOW_ADDRESSES", "everything"),
        ("CONSOLE_PORT", "99999"),
        ("EVIDENCE_KEEP_DAYS", "1000000"),  # before the year 1
        ("RECEIVED_KEEP_DAYS", "1000000"),
        ("RENEWAL_MONTHS", "1000000"),
        ("UNDO_MINUTES", "inf"),
    ],
)
def test_a_setting_that_makes_no_sense_is_named(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"HUBIAO_{name}", value)
    with pytest.raises(BadInput, match=f"HUBIAO_{name}"):
        load_settings()


def test_an_unknown_setting_in_the_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "hubiao.toml").write_text("crawl_dellay = 3\n")
    with pytest.raises(BadInput, match="crawl_dellay"):
        load_settings()


def test_a_broken_file_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "hubiao.toml").write_text("= 3\n")
    with pytest.raises(BadInput, match="settings"):
        load_settings()


def test_every_setting_says_what_it_is_for() -> None:
    assert [n for n, field in Settings.model_fields.items() if not field.description] == []


def test_a_path_is_put_right_behind_the_public_address() -> None:
    assert Settings(console_url="https://hubiao.office.example/").console_url == (
        "https://hubiao.office.example"
    )
    assert Settings().console_url is None
