"""What the commands of letters share: their options, the facts to add."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer
from pydantic import JsonValue

from alerts.letters.model.additions import flatten, read_assignments
from storage.files.text_file import read_text
from storage.files.yaml_file import load_yaml

Number = Annotated[int, typer.Argument(metavar="ID", help="Number of the letter.")]


@dataclass(frozen=True, kw_only=True)
class FactOptions:
    """Facts that an officer adds to a draft."""

    field: Annotated[
        list[str] | None,
        typer.Option("--field", metavar="NAME=VALUE", help="A fact to add; repeatable."),
    ] = None
    file: Annotated[
        Path | None, typer.Option("--file", metavar="FACTS.yml", help="Facts to add, as YAML.")
    ] = None

    def facts(self) -> dict[str, JsonValue]:
        """Path of each fact with its value; `--field` goes before the file. Raises BadInput."""
        from_file: dict[str, JsonValue] = {}
        if self.file is not None:
            name = str(self.file)
            from_file = flatten(load_yaml(read_text(self.file), name), name)
        return {**from_file, **read_assignments(self.field or ())}


def print_json(record: Mapping[str, object]) -> None:
    """One record as a line of JSON on stdout."""
    typer.echo(json.dumps(record, ensure_ascii=False))
