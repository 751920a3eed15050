"""Commands whose module is imported only when one of them is run or its own help is asked for.

The rooms behind the commands take seconds to import (Scrapy, scikit-learn, WeasyPrint); the list that
`hubiao --help` prints comes from `console.commands.index` and needs none of them.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_group

from console.commands.index import COMMANDS, CommandEntry
from storage.base.cycle_collection import age_objects, without_cycle_collection


class LazyCommand(TyperCommand):
    """A command or group of commands that stands in a module of `console.commands`."""

    def __init__(self, entry: CommandEntry) -> None:
        super().__init__(entry.name, help=entry.summary)
        self._entry = entry

    def load(self) -> Any:
        """The command itself, read from its module."""
        # Looking through modules while they are imported takes a tenth of the time.
        with without_cycle_collection():
            family = import_module(f"console.commands.{self._entry.module}")
            age_objects()
        return get_group(family.commands).commands[self._entry.name]

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: Any = None,
        **extra: Any,
    ) -> typer.Context:
        """The context of the command itself, which then runs in this one's place."""
        context: typer.Context = self.load().make_context(info_name, args, parent, **extra)
        return context


class LazyGroup(TyperGroup):
    """All commands of `hubiao`, none of them imported yet."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        self.commands = {entry.name: LazyCommand(entry) for entry in COMMANDS}
