"""Every command line of the documents exists as it is written: the command, its parts and its options."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import typer

from console.cli import app
from console.reference import walk_commands

ROOT = Path(__file__).parents[1]
PAGES = sorted(
    path.relative_to(ROOT).as_posix()
    for path in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "deploy").rglob("*"))
    if path.is_file() and path.name != "CHANGELOG.md"  # which names commands that are gone
)
# After an option of one letter the name is that option's value: `createdb -O hubiao`.
_LINE = re.compile(
    r"(?<![\w./-])(?<!-[A-Z] )(?:\.venv/bin/)?hubiao ((?:[a-z][a-z-]*|--help)[^\n`|&#;\"']*)"
)
_OPTION = re.compile(r"(?<![\w-])--?[a-z][\w-]*")


@cache
def commands() -> dict[str, set[str]]:
    """Each command with all of its options."""
    root = typer.main.get_command(app)
    return {
        path.removeprefix("hubiao").strip(): {
            option
            for parameter in command.get_params(context)
            for option in (*parameter.opts, *parameter.secondary_opts)
        }
        for path, command, context in walk_commands(root, typer.Context(root, info_name="hubiao"))
    }


@pytest.mark.parametrize("page", PAGES)
def test_every_command_line_can_be_typed(page: str) -> None:
    assert [*wrong_lines((ROOT / page).read_text("utf-8"))] == []


def test_a_command_an_option_or_a_part_that_is_none_is_named() -> None:
    text = "`hubiao crawl URL --max-pages 5`, `hubiao users ad li`, `hubiao decide 1 --why x`"
    assert [*wrong_lines(text)] == ["users ad li: users ad", "decide 1 --why x: --why"]


def wrong_lines(text: str) -> Iterator[str]:
    """Command lines with what of them does not exist."""
    for line in _LINE.findall(text.replace("\\\n", " ")):
        words = re.split(r"[\s,.:，。；、()（）]+", line.strip())
        path = ""
        while words and f"{path} {words[0]}".strip() in commands():
            path = f"{path} {words.pop(0)}".strip()
        is_group = any(name.startswith(f"{path} ") for name in commands())
        if not path or (is_group and words and re.fullmatch(r"[a-z][a-z-]*", words[0])):
            yield f"{line.strip()}: {path} {words[0] if words else ''}".strip()
        options = commands().get(path, set()) | {"--help"}
        yield from (f"{line.strip()}: {o}" for o in _OPTION.findall(line) if o not in options)
