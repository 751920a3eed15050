"""What the commands of letters share: their options, the writing session, the facts given."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from console.commands.options import database, settings
from storage.base.errors import BadInput

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from storage.base.settings import Settings

Number = Annotated[int, typer.Argument(metavar="ID", help="Number of the letter.")]
Fields = Annotated[
    list[str] | None,
    typer.Option("--field", metavar="NAME=VALUE", help="A fact to add; repeatable."),
]
FactsFile = Annotated[
    Path | None, typer.Option("--file", metavar="FACTS.yml", help="Facts to add, as YAML.")
]


@contextmanager
def writing() -> Iterator[tuple[Session, Settings]]:
    effective = settings()
    with database(effective) as opened, opened.begin() as session:
        yield session, effective


def acting(session: Session, name: str | None) -> str:
    from storage.people.passwords import acting_officer

    return acting_officer(session, name)


def given_facts(fields: list[str] | None, file: Path | None) -> dict[str, Any]:
    from alerts.letters.model.additions import flatten, read_assignments
    from storage.files.text_file import read_text
    from storage.files.yaml_file import load_yaml

    from_file = flatten(load_yaml(read_text(file), str(file)), str(file)) if file else {}
    return {**from_file, **read_assignments(fields or ())}


def read_day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise BadInput("command.day", text=text) from None


def today() -> date:
    from alerts.text.chinese import OFFICE_TIME

    return datetime.now(OFFICE_TIME).date()


def show(shown: dict[str, Any]) -> None:
    typer.echo(json.dumps(shown, ensure_ascii=False))
