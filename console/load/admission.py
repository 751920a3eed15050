"""Threads of the console, shared out: visitors stand in a line of their own and take none from officers.

Who is signed in never waits behind a flood of sign-ins, nor of cookies and tokens that nobody was given. A
line that is full refuses at once (503), one address takes only a part of it. All threads together are fewer
than the database's connections (`storage.base.database.CONNECTIONS`), so that none waits for one in vain.
"""

from __future__ import annotations

import hashlib
import time
from collections import Counter, OrderedDict
from collections.abc import Callable
from functools import partial
from typing import ParamSpec, TypeVar

import anyio
import anyio.to_thread
from starlette.exceptions import HTTPException

P = ParamSpec("P")
R = TypeVar("R")

BUSY = "访问人数过多，请稍后再试"
_RETRY_SECONDS = 5
"""After which a refused visitor may try again; chosen by hand."""
_REMEMBERED = 4_096
"""Secrets that are remembered; chosen by hand, more than an office has browsers and programs."""
_STRANGE_SECONDS = 30.0
"""For so long a cookie that opened nothing is not looked up again; chosen by hand. Each session gets a secret of
its own, so none of these opens anything later but of an account that was active before and is again."""


class Lane:
    """Threads for one kind of request, and the line before them."""

    def __init__(self, *, threads: int, line: int | None = None, of_one_address: int = 0) -> None:
        self.threads, self._line, self._of_one_address = threads, line, of_one_address
        self._limiter: anyio.CapacityLimiter | None = None
        self._inside: Counter[str] = Counter()
        """Requests that wait or are answered, by address."""

    async def run(
        self, address: str, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """Call a function in one of the lane's threads. Raises HTTPException (503) where the line is full."""
        if self._line is not None and (
            self._inside.total() >= self._line or self._inside[address] >= self._of_one_address
        ):
            raise HTTPException(503, BUSY, headers={"retry-after": str(_RETRY_SECONDS)})
        if self._limiter is None:
            self._limiter = anyio.CapacityLimiter(self.threads)
        self._inside[address] += 1
        try:
            call = partial(function, *args, **kwargs)
            return await anyio.to_thread.run_sync(call, limiter=self._limiter)
        finally:
            self._inside[address] -= 1
            if not self._inside[address]:
                del self._inside[address]


class Accepted:
    """Secrets (cookies, tokens) that opened something here lately; only their hashes are in memory."""

    def __init__(self) -> None:
        self._hashes: OrderedDict[bytes, None] = OrderedDict()

    def __contains__(self, secret: str) -> bool:
        return _hash(secret) in self._hashes

    def note(self, secret: str, *, opened: bool) -> None:
        """Remember a secret that opened something, forget one that opens nothing any more."""
        key = _hash(secret)
        self._hashes.pop(key, None)
        if opened:
            self._hashes[key] = None
            while len(self._hashes) > _REMEMBERED:
                self._hashes.popitem(last=False)


class Strange:
    """Cookies that opened nothing a moment ago: a visitor who sends form after form costs no look each."""

    def __init__(self) -> None:
        self._until: OrderedDict[bytes, float] = OrderedDict()

    def __contains__(self, secret: str) -> bool:
        return self._until.get(_hash(secret), 0.0) > time.monotonic()

    def note(self, secret: str) -> None:
        """Remember a secret that opened nothing."""
        self._until[_hash(secret)] = time.monotonic() + _STRANGE_SECONDS
        while len(self._until) > _REMEMBERED:
            self._until.popitem(last=False)


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode(errors="replace")).digest()


class Admission:
    """The lanes of one served console; their sizes were chosen by hand."""

    def __init__(self) -> None:
        self.accepted = Accepted()
        self.strange = Strange()
        self.sessions = Lane(threads=4)
        """Whose session a cookie opens that opened one before: one short look."""
        self.first_looks = Lane(threads=2, line=192, of_one_address=96)
        """The same for cookies and tokens never seen here, most of them visitors'."""
        self.officers = Lane(threads=16)
        self.visits = Lane(threads=6, line=192, of_one_address=96)
        """Pages that visitors open. An office behind one address takes the half."""
        self.acts = Lane(threads=4, line=48, of_one_address=24)
        """Forms that visitors send: sign-ins, tips, answers, appeals."""
        self.programs = Lane(threads=6)
        """Calls of the API, whose tokens were accepted."""
        self.watchers = Lane(threads=1)
        """Whether the console lives, and its figures: one short look, never refused."""

    @property
    def threads(self) -> int:
        """Of all lanes."""
        return sum(lane.threads for lane in vars(self).values() if isinstance(lane, Lane))

    async def look_up(
        self,
        address: str,
        secret: str,
        function: Callable[P, R | None],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> R | None:
        """Whose a secret is, None where nobody's; who was accepted before waits behind no stranger."""
        lane = self.sessions if secret in self.accepted else self.first_looks
        owner = await lane.run(address, function, *args, **kwargs)
        self.accepted.note(secret, opened=owner is not None)
        return owner

    async def look_up_session(
        self,
        address: str,
        cookie: str,
        function: Callable[P, R | None],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> R | None:
        """The same for a browser's cookie; one that opened nothing a moment ago is not looked up again, as a
        program's token is, which its administrator may let work anew."""
        if cookie in self.strange:
            return None
        owner = await self.look_up(address, cookie, function, *args, **kwargs)
        if owner is None:
            self.strange.note(cookie)
        return owner

    def lane(self, method: str, *, signed_in: bool) -> Lane:
        """The lane of a request."""
        if signed_in:
            return self.officers
        return self.visits if method in ("GET", "HEAD") else self.acts
