"""Settings changed in the console: checked whole, kept in one file, weaker than what is set outside."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from storage.base.errors import BadInput, Refused, StoreUnavailable
from storage.base.settings import OFFICE_FILE, load_settings
from storage.base.settings_file import change_settings, read_office


def test_a_changed_setting_is_in_force_for_the_next_process_too(tmp_path: Path) -> None:
    changed = change_settings(
        load_settings(home=tmp_path),
        {"office_name": "示例县市场监督管理局", "smtp_port": "465", "officer_mails": "a@x.invalid, b@x.invalid",
         "letters_legal_review": "True"},
    )  # fmt: skip
    assert changed.office_name == "示例县市场监督管理局"
    again = load_settings(home=tmp_path)
    assert again == changed
    assert (again.smtp_port, again.letters_legal_review) == (465, True)
    assert again.officer_mails == ("a@x.invalid", "b@x.invalid")


def test_an_emptied_setting_is_the_default_again(tmp_path: Path) -> None:
    first = load_settings(home=tmp_path)
    changed = change_settings(first, {"crawl_delay": "5"})
    assert change_settings(changed, {"crawl_delay": None}) == first


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("crawl_delay", "-1", "must be at least"),
        ("smtp_port", "many", "whole number"),
        ("smtp_tls", "maybe", "must be"),
        ("quiet_hours", "night", "must match"),
        ("allow_addresses", "here", "here"),
        ("nothing", "1", "no setting"),
    ],
)
def test_a_value_that_does_not_fit_is_named_and_nothing_is_kept(
    tmp_path: Path, name: str, value: str, words: str
) -> None:
    with pytest.raises(BadInput, match=words):
        change_settings(load_settings(home=tmp_path), {"office_short": "示", name: value})
    assert not (tmp_path / OFFICE_FILE).exists()


@pytest.mark.parametrize("name", ["home", "database_url", "console_host", "console_port"])
def test_what_is_known_before_the_file_is_not_changed_in_it(tmp_path: Path, name: str) -> None:
    with pytest.raises(Refused, match="command line"):
        change_settings(load_settings(home=tmp_path), {name: "x"})


def test_an_environment_variable_wins_and_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change_settings(load_settings(home=tmp_path), {"office_short": "甲监"})
    monkeypatch.setenv("HUBIAO_OFFICE_SHORT", "乙监")
    assert load_settings(home=tmp_path).office_short == "乙监"
    with pytest.raises(Refused, match="HUBIAO_OFFICE_SHORT"):
        change_settings(load_settings(home=tmp_path), {"office_short": "丙监"})


def test_the_file_is_read_where_the_environment_says_the_data_lies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change_settings(load_settings(home=tmp_path), {"office_short": "甲监"})
    monkeypatch.setenv("HUBIAO_HOME", str(tmp_path))
    assert load_settings().office_short == "甲监"


def test_only_its_owner_reads_the_file(tmp_path: Path) -> None:
    change_settings(load_settings(home=tmp_path), {"smtp_password": "geheim"})
    path = tmp_path / OFFICE_FILE
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    password = load_settings(home=tmp_path).smtp_password
    assert password is not None
    assert password.get_secret_value() == "geheim"


@pytest.mark.parametrize("content", ["[1]", "5", "null", '"a"', "{", "\x00", "[" * 100_000])
def test_a_file_that_holds_no_settings_is_one_line(tmp_path: Path, content: str) -> None:
    (tmp_path / "settings.json").write_text(content, encoding="utf-8")
    with pytest.raises(BadInput):
        load_settings(home=tmp_path)
    with pytest.raises(StoreUnavailable):
        read_office(tmp_path / "settings.json")
