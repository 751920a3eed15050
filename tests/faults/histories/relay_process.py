"""The mail relay of a history (forked_process.py)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path

from tests.faults.histories.forked_process import forked_process
from tests.servers.smtp import Relay, running_relay


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
        self._pipe.send(None)
        return Counter(self._pipe.recv())


@contextmanager
def relay_process(folder: Path) -> Iterator[RelayProcess]:
    """A relay until the end of the block."""
    with forked_process(partial(_serve, folder)) as pipe:
        yield RelayProcess(pipe)


def _serve(folder: Path, pipe: Connection) -> None:
    with running_relay(folder) as relay:
        pipe.send(relay.environment)
        while True:
            pipe.send(_obey(relay, pipe.recv()))


def _obey(relay: Relay, order: list[str] | None) -> list[str]:
    if order is None:
        return [str(mail["Message-ID"]) for mail in relay.mails]
    relay.replies[:] = order
    return []
