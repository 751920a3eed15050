"""How much SQLite does for an act: its instructions, which no other program on the machine changes."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.orm import Session

from benchmarks.material.instructions import Instructions
from storage.base.database import Database

_BETWEEN_NOTES = 20
"""Instructions between two notes: the offices of tests are small."""


def sqlite_steps(database: Database, act: Callable[[Session], object]) -> int:
    """Instructions that SQLite runs for an act that reads."""

    def read() -> None:
        with database.read() as session:
            act(session)

    return Instructions(database, _BETWEEN_NOTES).spent_in(read)
