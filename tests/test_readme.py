"""What a stranger reads first is true: links lead somewhere, commands and targets exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.main import get_command

from console.cli import app

ROOT = Path(__file__).parents[1]
PAGES = (
    "README.md",
    "README.zh-CN.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "docs/architecture.md",
    "CHANGELOG.md",
)


@pytest.mark.parametrize("name", PAGES)
def test_every_link_leads_to_a_file(name: str) -> None:
    page = ROOT / name
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", page.read_text("utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("name", PAGES)
def test_every_command_that_is_shown_exists(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    named = set(re.findall(r"\bhubiao ([a-z]+)\b", text))
    commands = set(get_command(app).commands)  # type: ignore[attr-defined]
    assert named - commands == set()


@pytest.mark.parametrize("name", PAGES)
def test_every_make_target_that_is_shown_exists(name: str) -> None:
    named = set(
        re.findall(r"^make ([a-z-]+)|`make ([a-z-]+)", (ROOT / name).read_text("utf-8"), re.M)
    )
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = {first or second for first, second in named}
    assert [target for target in targets if not re.search(rf"^{target}:", makefile, re.M)] == []


def test_every_file_that_the_architecture_names_exists() -> None:
    text = (ROOT / "docs/architecture.md").read_text("utf-8")
    named = re.findall(
        r"(?:\*\*|`)((?:console|crawler|classifiers|alerts|storage|docs|tests)/[\w/.-]+)", text
    )
    assert len(named) > 15
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_the_table_of_where_to_look_has_a_line_for_every_room() -> None:
    text = (ROOT / "docs/architecture.md").read_text("utf-8")
    table = text.partition("## Where to look\n")[2].partition("\n## ")[0]
    rooms = {
        str(room.parent.relative_to(ROOT))
        for package in ("storage", "crawler", "classifiers", "alerts")
        for room in (ROOT / package).glob("*/__init__.py")
    }
    plumbing = {  # what no symptom leads to: what others are made of, and what is said elsewhere
        *("storage/tables", "storage/records", "storage/migrations"),
        *("crawler/spiders", "crawler/trial"),
        "alerts/text",
    }
    assert {room for room in rooms if f"`{room}/" not in table} == plumbing


def test_every_module_that_a_comment_names_exists() -> None:
    packages = ("alerts", "classifiers", "console", "crawler", "storage", "tools", "benchmarks")
    modules = {path.name for name in packages for path in (ROOT / name).rglob("*.py")}
    absent = [
        f"{path.relative_to(ROOT)}: {named}"
        for package in packages
        for path in sorted((ROOT / package).rglob("*.py"))
        for named in re.findall(r"\b([a-z_]+\.py)\b", path.read_text("utf-8"))
        if named not in modules
    ]
    assert absent == []
