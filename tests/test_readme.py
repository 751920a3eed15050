"""What a stranger reads first is true: links lead somewhere, targets of make exist."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from console.health.checks import OFFICE_CHECKS
from console.health.machine_checks import MACHINE_CHECKS
from storage.base.message import Language, Message

ROOT = Path(__file__).parents[1]
PAGES = sorted(
    path.relative_to(ROOT).as_posix() for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"))
)


@pytest.mark.parametrize("name", PAGES)
def test_every_link_leads_to_a_file(name: str) -> None:
    page = ROOT / name
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", page.read_text("utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


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


def test_the_picture_draws_the_rooms_in_the_order_that_lint_holds() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    layers = {
        contract["containers"][0]: [re.split(r"\W+", layer) for layer in contract["layers"]]
        for contract in contracts["contracts"]
        if contract["name"].startswith("rooms of the ") and "." not in contract["containers"][0]
    }
    assert _drawn_rooms() == layers
    for package, steps in layers.items():
        rooms = {room.parent.name for room in (ROOT / package).glob("*/__init__.py")}
        assert rooms - {room for step in steps for room in step} <= {"demo"}, package


def _drawn_rooms() -> dict[str, list[list[str]]]:
    """Package to its rooms from the top down, as the picture of the architecture has them."""
    text = (ROOT / "docs/architecture.md").read_text("utf-8")
    lines = text.partition("```")[2].partition("rights + tasks")[0].splitlines()
    drawn: dict[str, str] = {}
    for line in (line.strip(" │├└") for line in lines if "─ " in line):
        package, _, rooms = line.removeprefix("─ ").partition("  ")
        if not rooms:  # the line goes on with the package before
            package, rooms = [*drawn][-1], line
        drawn[package] = drawn.get(package, "") + rooms
    return {
        package: [re.findall(r"\w+", step) for step in rooms.split("─")]
        for package, rooms in drawn.items()
    }


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


def test_the_handbook_names_every_check_in_its_order() -> None:
    text = (ROOT / "docs/运行手册.md").read_text("utf-8").partition("## 运行检查\n")[2]
    listed = text.partition("：")[2].partition("。")[0]
    checks = (*MACHINE_CHECKS, *OFFICE_CHECKS)
    assert re.split(r"[、，]\s*", listed) == [
        Message(f"doctor.{check.name}").text(Language.CHINESE) for check in checks
    ]


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
