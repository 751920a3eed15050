"""A room can be overlooked: few modules beside each other, none longer than a few screens."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("storage", "crawler", "classifiers", "alerts", "console", "tools", "benchmarks")
MODULES_OF_A_ROOM = 25
"""Files beside each other, `__init__.py` counted; chosen by hand: the largest usual folder of the projects compared."""
LINES_OF_A_MODULE = 300
"""Chosen by hand: five screens."""
LINES_OF_A_FUNCTION = 60
"""Chosen by hand: one screen, the options of a command and its docstring counted."""
WRITTEN_OUT = frozenset({"walk_tree"})
"""Loops over every node of every page, in which each call would be felt."""


def _modules() -> list[Path]:
    """Every module of the product and the workshop; migrations only grow, one a change of the schema."""
    modules = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
    return sorted(path for path in modules if "migrations/versions" not in path.as_posix())


def test_no_room_has_more_modules_than_one_can_overlook() -> None:
    rooms: dict[str, int] = {}
    for path in _modules():
        room = path.parent.relative_to(ROOT).as_posix()
        rooms[room] = rooms.get(room, 0) + 1
    crowded = {room: count for room, count in rooms.items() if count > MODULES_OF_A_ROOM}
    assert not crowded, f"cut these rooms by subject: {crowded}"


@pytest.mark.parametrize("package", PACKAGES)
def test_no_module_is_longer_than_a_few_screens(package: str) -> None:
    lengths = {
        path.relative_to(ROOT).as_posix(): len(path.read_text("utf-8").splitlines())
        for path in _modules()
        if path.is_relative_to(ROOT / package)
    }
    long = {name: lines for name, lines in lengths.items() if lines > LINES_OF_A_MODULE}
    assert not long, f"cut these modules: {long}"


@pytest.mark.parametrize("package", PACKAGES)
def test_every_function_fits_a_screen(package: str) -> None:
    long = {
        f"{path.relative_to(ROOT).as_posix()} {node.name}": node.end_lineno - node.lineno + 1
        for path in _modules()
        if path.is_relative_to(ROOT / package)
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno is not None
        and node.end_lineno - node.lineno >= LINES_OF_A_FUNCTION
        and node.name not in WRITTEN_OUT
    }
    assert not long, f"cut these functions: {long}"


def test_every_room_says_what_it_holds() -> None:
    silent = [
        path.parent.relative_to(ROOT).as_posix()
        for path in _modules()
        if path.name == "__init__.py" and '"""' not in path.read_text("utf-8")
    ]
    assert not silent, f"rooms without a docstring: {silent}"


def test_rows_are_locked_in_one_place_which_reads_them_anew() -> None:
    locking = [path.name for path in _modules() if "with_for_update" in path.read_text("utf-8")]
    assert locking == ["contested_rows.py"]
