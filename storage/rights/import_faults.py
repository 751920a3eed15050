"""Faults of a rights file gathered (一次列出全部错误): a file with ten faults is refused once, not ten times."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from storage.base.errors import BadInput
from storage.base.message import Lines, Message

T = TypeVar("T")
_SEVERAL = "rights-file.faults"
_LISTED = 100
"""Faults that a refusal names; the others are counted. Chosen by hand: more are one mistake, made throughout."""


class FaultList:
    """Reads part after part and refuses all that is wrong at once."""

    def __init__(self) -> None:
        self._errors: list[BadInput] = []

    def read(self, read: Callable[[], T]) -> T | None:
        """What `read` returns; None where it refuses."""
        try:
            return read()
        except BadInput as error:
            self.add(error)
            return None

    def add(self, error: BadInput) -> None:
        """Count one more fault."""
        self._errors.append(error)

    def refuse(self) -> None:
        """Raises BadInput where anything was wrong: the fault itself, or all of several."""
        if len(self._errors) == 1:
            raise self._errors[0]
        if messages := [message for error in self._errors for message in faults_of(error)]:
            raise refusal_of(messages)


def refusal_of(messages: Sequence[Message]) -> BadInput:
    """The refusal of a file for several faults."""
    lines = Lines(messages[:_LISTED])
    return BadInput("rights-file.faults", count=len(messages), all=tuple(messages), lines=lines)


def faults_of(error: BadInput) -> Sequence[Message]:
    """The faults that a refusal names, one at least."""
    every = error.message.data.get("all") if error.code == _SEVERAL else None
    return every if isinstance(every, tuple) else (error.message,)


def line_of(message: Message) -> int:
    """The line of a file at which a fault stands; 0 where nothing tells it."""
    line = message.data.get("line")
    if isinstance(line, int):
        return line
    where = message.data.get("where")
    return line_of(where) if isinstance(where, Message) else 0
