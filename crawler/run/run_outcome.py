"""How a run fares as a whole (批次结果): its start pages, hosts that were given up, why it stops."""

from __future__ import annotations

from storage.base.errors import HubiaoError
from storage.base.message import Message


class RunOutcome:
    """What decides whether a run is finished, stopped or failed."""

    def __init__(self, *, resumed: bool) -> None:
        self._resumed = resumed
        self._start_pages = 0
        self._start_errors: dict[str, Message] = {}
        self.stopping: Message | None = None
        """Why no further page is taken."""
        self.error: HubiaoError | None = None
        """What the run cannot go on after: the database cannot be written."""
        self.given_up: dict[str, Message] = {}
        """Host → why it is asked no further."""

    def start_obtained(self) -> None:
        """A start page was read."""
        self._start_pages += 1

    def start_failed(self, url: str, why: Message) -> None:
        self._start_errors[url] = why

    def stop(self, why: Message) -> None:
        """Take no further page; those under way may end."""
        self.stopping = self.stopping or why

    def break_off(self, error: HubiaoError) -> None:
        """Stop since nothing can be stored; the first reason stands."""
        self.error = self.error or error
        self.stop(error.message)

    def give_up(self, host: str, why: Message) -> None:
        self.given_up[host] = why

    @property
    def failure(self) -> Message | None:
        """Why the run has nothing to show: none of its start pages could be read."""
        if self._start_pages or self._resumed or not self._start_errors:
            return None
        url, why = next(iter(self._start_errors.items()))
        return Message("run.start-page", {"url": url, "why": why})
