"""The mail relay of a history (forked_process.py)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from email import policy
from email.parser import BytesHeaderParser
from enum import Enum, auto
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path

from tests.faults.histories.forked_process import forked_process
from tests.servers.smtp import running_relay

_HEADERS = BytesHeaderParser(policy=policy.default)


class _Order(Enum):
    """Which mails' ids the relay is asked for."""

    ACCEPTED = auto()
    UNANSWERED = auto()


class RelayProcess:
    """Speaks with the relay's process over a pipe."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe
        self.environment: dict[str, str] = pipe.recv()

    def answer(self, replies: list[str]) -> None:
        """Answer the next mails so, and all later ones with 250."""
        self._pipe.send(replies)
        self._pipe.recv()

    def accepted(self) -> Counter[str]:
        """How often each Message-ID was accepted."""
        return self._ask(_Order.ACCEPTED)

    def unanswered(self) -> Counter[str]:
        """How often each of them was accepted and its sender never told."""
        return self._ask(_Order.UNANSWERED)

    def _ask(self, order: _Order) -> Counter[str]:
        self._pipe.send(order)
        return Counter(self._pipe.recv())


@contextmanager
def relay_process(folder: Path) -> Iterator[RelayProcess]:
    """A relay until the end of the block."""
    with forked_process(partial(_serve, folder)) as pipe:
        yield RelayProcess(pipe)


def _serve(folder: Path, pipe: Connection) -> None:
    with running_relay(folder) as relay:
        mails = {_Order.ACCEPTED: relay.accepted, _Order.UNANSWERED: relay.unanswered}
        message_ids: dict[_Order, list[str]] = {order: [] for order in _Order}
        pipe.send(relay.environment)
        while True:
            order: _Order | list[str] = pipe.recv()
            if isinstance(order, _Order):
                pipe.send(_read_ids(mails[order], message_ids[order]))
            else:
                relay.replies[:] = order
                pipe.send(None)


def _read_ids(mails: list[bytes], message_ids: list[str]) -> list[str]:
    """The ids of all mails, once those that came since are read."""
    message_ids += [
        str(_HEADERS.parsebytes(mail)["Message-ID"]) for mail in mails[len(message_ids) :]
    ]
    return message_ids
