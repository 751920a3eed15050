from __future__ import annotations

import shlex
from typing import Any

import pytest
import typer

from console.cli import app
from console.commands.index import COMMANDS, CommandEntry
from console.reference import DOCS, commands_page, settings_page, split_help, walk_commands
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


ROOT: Any = typer.main.get_command(app)
CONTEXT = typer.Context(ROOT, info_name="hubiao")


@pytest.mark.parametrize("entry", COMMANDS, ids=lambda entry: entry.name)
def test_the_line_of_each_command_in_the_list_is_the_first_sentence_of_its_help(
    entry: CommandEntry,
) -> None:
    command = ROOT.commands[entry.name].load()
    assert command.get_short_help_str(limit=500) == entry.summary
    assert not command.hidden


EXAMPLES = [
    example for _, command, _ in walk_commands(ROOT, CONTEXT) if (example := split_help(command)[1])
]


@pytest.mark.parametrize("line", EXAMPLES)
def test_every_example_in_the_help_is_a_command_line_that_the_program_takes(line: str) -> None:
    _, *words = shlex.split(line.partition(" < ")[0])
    command = ROOT.commands[words.pop(0)].load()
    while hasattr(command, "commands") and not words[0].startswith("-"):
        command = command.commands[words.pop(0)]
    with command.make_context("hubiao", words) as context:  # raises on wrong usage
        assert context.params
