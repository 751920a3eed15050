"""What several commands share: the open database, who acts, where results go."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from storage.base.atomic_file import replacing
from storage.base.errors import StoreUnavailable
from storage.base.message import Message

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from storage.base.database import Database
    from storage.base.settings import Settings

AsUser = Annotated[
    str | None,
    typer.Option("--as", metavar="USER", help="Who acts; the two-person rule holds here too."),
]
LeadNumber = Annotated[int, typer.Argument(metavar="LEAD", help="Number of the lead.")]
Output = Annotated[
    Path | None,
    typer.Option("-o", "--output", metavar="FILE", help="Write here instead of to stdout."),
]
DAY: dict[str, Any] = {"formats": ["%Y-%m-%d"], "metavar": "YYYY-MM-DD"}
"""How a day is given on the command line."""
AllowAddress = Annotated[
    list[str] | None,
    typer.Option(
        "--allow-address",
        metavar="CIDR",
        help="Private network that may be reached; repeatable (HUBIAO_ALLOW_ADDRESSES).",
    ),
]


def settings(**overrides: object) -> Settings:
    """Effective settings, with the options of the command line on top."""
    # Pydantic takes a fifth of a second to import, which commands on files need not wait for.
    from storage.base.settings import load_settings

    return load_settings(**overrides)


@contextmanager
def database(effective: Settings | None = None) -> Iterator[Database]:
    """The open database of the settings; closed at the end."""
    # SQLAlchemy takes a third of a second to import.
    from storage.base.database import open_database

    opened = open_database(effective or settings())
    try:
        yield opened
    finally:
        opened.close()


@contextmanager
def writing() -> Iterator[tuple[Session, Settings]]:
    """A transaction on the database of the settings, and the settings."""
    effective = settings()
    with database(effective) as opened, opened.begin() as session:
        yield session, effective


def confirm(message: Message) -> None:
    """What was done, as one line on stdout, in the language of the command line."""
    typer.echo(str(message))


def notify(message: Message) -> None:
    """One line on stderr beside the result, in the language of the command line."""
    typer.echo(f"hubiao: {message}", err=True)


def write_lines(lines: Iterable[Mapping[str, object]], output: Path | None) -> None:
    """JSON lines to stdout, or to a file that appears whole or not at all."""
    texts = (json.dumps(line, ensure_ascii=False, default=plain_json) for line in lines)
    write_text((text + "\n" for text in texts), output)


def plain_json(value: object) -> str:
    """What JSON has no form for: a moment as RFC 3339 writes it, all else as text."""
    return value.isoformat() if isinstance(value, date) else str(value)


def write_text(parts: Iterable[str], output: Path | None) -> None:
    """Text to stdout, or to a file that appears whole or not at all. Raises StoreUnavailable."""
    if output is None:
        for part in parts:
            sys.stdout.write(_printable(part))
        return
    try:
        with (
            replacing(output) as partial,
            partial.open("w", encoding="utf-8", errors="backslashreplace", newline="") as file,
        ):
            for part in parts:
                file.write(part)
    except OSError as error:
        raise StoreUnavailable("command.cannot-write", file=output, reason=error) from error


def _printable(text: str) -> str:
    """Lone surrogates from hostile pages cannot be encoded; show them escaped."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
