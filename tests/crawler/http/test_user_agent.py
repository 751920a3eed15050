"""Who asks: every server can read in ASCII which office it is and how to reach it."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.http.user_agent import latin_name, user_agent
from storage.base.settings import Settings

NAME = "巴彦淖尔市市场监督管理局"


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"office_contact": "0478-8200000"}, ["Ba Yan Nao Er Shi", "Ju; 0478-8200000"]),
        (
            {"office_contact": "知识产权保护科 示例联系人 0478-8200000"},
            ["Ba Yan Nao Er Shi", "; 0478-8200000"],
        ),
        (
            {"office_contact": "联系：iprb@example.invalid，见https://office.example/hubiao。"},
            ["iprb@example.invalid", "https://office.example/hubiao"],
        ),
        (
            {"console_url": "https://monitor.example", "mail_from": "hubiao@office.example"},
            ["+https://monitor.example; Ba Yan", "hubiao@office.example"],
        ),
        ({"office_contact": "科室（无电话）"}, ["Shi Chang Jian Du Guan Li Ju"]),
    ],
)
def test_an_office_with_a_chinese_name_is_known_by_its_user_agent(
    settings: dict[str, str], words: list[str]
) -> None:
    agent = user_agent(Settings(office_name=NAME, **settings))  # type: ignore[arg-type]
    assert agent.isascii()
    assert agent.startswith("hubiao/")
    assert agent.count("(") == agent.count(")") == 1
    assert all(part in agent for part in words)
    assert "Shi Li Lian Xi Ren" not in agent  # a contact's own name is nobody's business


def test_a_name_in_latin_letters_stays_and_brackets_fall_out() -> None:
    agent = user_agent(Settings(office_name="Office (North) \\ Ltd", office_contact="a@b.example"))
    assert agent.endswith("(+Office North  Ltd; a@b.example)")
    assert latin_name("Office") == "Office"


def test_a_name_is_read_once_for_all_starts_and_anew_where_it_changes(
    tmp_path: Path,
) -> None:
    agent = user_agent(Settings(office_name=NAME, home=tmp_path))
    stored = tmp_path / "cache/office-name.json"
    assert "Ba Yan Nao Er" in stored.read_text("utf-8")
    stored.write_text(stored.read_text("utf-8").replace("Ba Yan", "Pa Yen"), encoding="utf-8")
    assert user_agent(Settings(office_name=NAME, home=tmp_path)) == agent.replace(
        "Ba Yan", "Pa Yen"
    )
    assert "Shi Li Ju" in user_agent(Settings(office_name="示例局", home=tmp_path))
    stored.write_text("{}", encoding="utf-8")
    assert user_agent(Settings(office_name=NAME, home=tmp_path)) == agent


def test_an_office_without_a_name_is_a_public_office() -> None:
    assert user_agent(Settings(office_name="")).endswith("(+public office)")
