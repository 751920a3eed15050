from __future__ import annotations

import shlex
from collections.abc import Iterator
from typing import Any

import pytest
import typer

from console.cli import app
from console.reference import DOCS, commands_page, said_by, settings_page
from console.words.settings import GROUPS
from storage.base.settings import Settings


def test_no_setting_is_undocumented() -> None:
    written = (DOCS / "settings.md").read_text(encoding="utf-8")
    assert written == settings_page(), "run: python -m console.reference"


def test_no_command_is_undocumented() -> None:
    written = (DOCS / "commands.md").read_text(encoding="utf-8")
    assert written == commands_page(), "run: python -m console.reference"


def test_every_setting_has_a_chinese_name_and_stands_on_the_page_once() -> None:
    named = [words.name for _, group in GROUPS for words in group]
    assert sorted(named) == sorted(Settings.model_fields), "add it to console/words/settings.py"


def examples(command: Any) -> Iterator[str]:
    yield from filter(None, [said_by(command)[1]])
    for inner in getattr(command, "commands", {}).values():
        yield from examples(inner)


ROOT: Any = typer.main.get_command(app)


@pytest.mark.parametrize("line", list(examples(ROOT)))
def test_every_example_in_the_help_is_a_command_line_that_the_program_takes(line: str) -> None:
    _, *words = shlex.split(line.partition(" < ")[0])
    command = ROOT
    while hasattr(command, "commands"):
        command = command.commands[words.pop(0)]
    with command.make_context("hubiao", words) as context:  # raises on wrong usage
        assert context.params
