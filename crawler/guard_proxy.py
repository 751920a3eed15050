"""The browser's door (浏览器出口): a forward proxy on loopback that holds the address policy.

A browser has too many ways to reach an address (redirects, workers, sockets, prefetch) for rules
inside it to hold. Here each connection is resolved once, every address checked, and the connection
made to the checked one. What was reached or refused is kept, since evidence names its target IP.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from crawler.proxy_message import (
    FAILED_HEADER,
    REFUSED_HEADER,
    MessageError,
    ProxyRequest,
    copy_body,
    read_request,
    read_response_head,
)
from storage.egress import CONNECT_TIMEOUT, AddressPolicy, Lookup, resolve_checked, system_lookup
from storage.errors import EgressRefused

_MAX_HEAD = 64 * 1024
_CHUNK = 64 * 1024
_BROWSER_HOSTS = frozenset(
    [
        "accounts.google.com",
        "clients2.google.com",
        "clients4.google.com",
        "content-autofill.googleapis.com",
        "optimizationguide-pa.googleapis.com",
        "safebrowsing.googleapis.com",
        "update.googleapis.com",
    ]
)
"""Where Chromium reports to on its own account, even when told not to: never let out."""
_KEPT_CONTACTS = 10_000
"""A hostile page may ask for endlessly many hosts; the log must not grow with it."""


@dataclass(frozen=True, kw_only=True)
class Contact:
    """One connection that the browser asked for, and what became of it."""

    host: str
    port: int
    address: str | None
    """The checked address that was connected to; None where refused or unreachable."""
    moment: datetime
    refusal: str | None = None
    """Why it was not reached."""
    forbidden: bool = False
    """Whether the address policy was the reason."""


@dataclass(frozen=True, kw_only=True)
class DoorLimits:
    """Caps of one connection through the door."""

    max_bytes: int = 64 * 1024 * 1024
    """From the far side; more is cut off."""
    max_seconds: float = 120.0
    idle_seconds: float = 30.0
    max_connections: int = 64
    """At one time; more wait."""


@dataclass(kw_only=True)
class GuardDoor:
    """The running proxy; `url` is what the browser is told to use."""

    policy: AddressPolicy
    limits: DoorLimits = field(default_factory=DoorLimits)
    lookup: Lookup = system_lookup
    port: int = 0
    contacts: list[Contact] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def refused(self) -> list[Contact]:
        """What was asked for and not reached: forbidden, unknown or silent."""
        return [contact for contact in self.contacts if contact.refusal is not None]

    def address_of(self, host: str, port: int) -> str | None:
        """The address last reached for this host and port."""
        for contact in reversed(self.contacts):
            if (contact.host, contact.port) == (host, port) and contact.address is not None:
                return contact.address
        return None

    def note(
        self, host: str, port: int, address: str | None, error: Exception | None = None
    ) -> None:
        """Keep what became of one connection."""
        if len(self.contacts) >= _KEPT_CONTACTS:
            return
        self.contacts.append(
            Contact(
                host=host,
                port=port,
                address=address,
                moment=datetime.now(UTC),
                refusal=None if error is None else f"{error}" or type(error).__name__,
                forbidden=isinstance(error, EgressRefused),
            )
        )


@contextmanager
def guard_door(
    policy: AddressPolicy, *, limits: DoorLimits | None = None, lookup: Lookup = system_lookup
) -> Iterator[GuardDoor]:
    """Open the door on a free loopback port, in a thread of its own, until the block ends."""
    door = GuardDoor(policy=policy, limits=limits or DoorLimits(), lookup=lookup)
    opened: Future[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = Future()
    thread = threading.Thread(
        target=lambda: asyncio.run(_serve(door, opened)), name="guard-door", daemon=True
    )
    thread.start()
    loop, closing = opened.result(timeout=10)
    try:
        yield door
    finally:
        loop.call_soon_threadsafe(closing.set)
        thread.join(timeout=10)


async def _serve(
    door: GuardDoor, opened: Future[tuple[asyncio.AbstractEventLoop, asyncio.Event]]
) -> None:
    closing = asyncio.Event()
    places = asyncio.Semaphore(door.limits.max_connections)
    running: set[asyncio.Task[None]] = set()

    async def serve_one(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        running.add(task)
        try:
            async with places:
                await _serve_client(door, reader, writer)
        except asyncio.CancelledError:
            pass
        finally:
            running.discard(task)
            await _close(writer)

    server = await asyncio.start_server(serve_one, "127.0.0.1", 0, limit=_MAX_HEAD)
    door.port = server.sockets[0].getsockname()[1]
    opened.set_result((asyncio.get_running_loop(), closing))
    await closing.wait()
    server.close()
    for task in tuple(running):
        task.cancel()
    await asyncio.gather(*running, return_exceptions=True)


async def _serve_client(
    door: GuardDoor, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    try:
        async with asyncio.timeout(door.limits.max_seconds):
            request = await read_request(reader)
            if request.host in _BROWSER_HOSTS:
                return
            try:
                far_reader, far_writer = await _dial(door, request)
            except (EgressRefused, OSError, TimeoutError) as error:
                await _answer_refusal(writer, error)
                return
            try:
                await _relay(door, request, (reader, writer), (far_reader, far_writer))
            finally:
                await _close(far_writer)
    except (MessageError, OSError, TimeoutError, asyncio.IncompleteReadError):
        return


Stream = tuple[asyncio.StreamReader, asyncio.StreamWriter]


async def _dial(door: GuardDoor, request: ProxyRequest) -> Stream:
    host, port = request.host, request.port
    try:
        if request.scheme not in ("http", "ws", "connect"):
            raise EgressRefused(f"refused scheme {request.scheme}: only http and https are fetched")
        addresses = await asyncio.to_thread(resolve_checked, host, port, door.policy, door.lookup)
    except (EgressRefused, OSError) as error:
        door.note(host, port, None, error)
        raise
    failure: Exception = OSError(f"{host}: no address answers")
    for address in addresses:
        try:
            async with asyncio.timeout(CONNECT_TIMEOUT):
                stream = await asyncio.open_connection(str(address), port, limit=_MAX_HEAD)
        except (OSError, TimeoutError) as error:
            failure = error
        else:
            door.note(host, port, str(address))
            return stream
    door.note(host, port, None, failure)
    raise failure


async def _relay(door: GuardDoor, request: ProxyRequest, near: Stream, far: Stream) -> None:
    """Pass one exchange (plain http) or one tunnel (CONNECT, upgraded WebSocket)."""
    if request.scheme == "connect":
        near[1].write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        await _tunnel(door.limits, near, far)
        return
    far[1].write(request.head_for_origin())
    sending = asyncio.ensure_future(copy_body(near[0], far[1], request.headers))
    try:
        status, head = await read_response_head(far[0], closing=not request.upgrade)
        near[1].write(head)
        if status == 101:
            await sending
            await _tunnel(door.limits, near, far)
        else:
            await _pipe(far[0], near[1], door.limits)
    finally:
        sending.cancel()
        with contextlib.suppress(asyncio.CancelledError, OSError, asyncio.IncompleteReadError):
            await sending


async def _tunnel(limits: DoorLimits, near: Stream, far: Stream) -> None:
    both = {
        asyncio.ensure_future(_pipe(near[0], far[1], limits)),
        asyncio.ensure_future(_pipe(far[0], near[1], limits)),
    }
    try:
        await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
        # What the far side still sends after our half closed belongs to the answer.
        await asyncio.wait(both, timeout=2.0)
    finally:
        for task in both:
            task.cancel()
        await asyncio.gather(*both, return_exceptions=True)


async def _pipe(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, limits: DoorLimits
) -> None:
    passed = 0
    with contextlib.suppress(OSError, TimeoutError):
        while passed < limits.max_bytes:
            async with asyncio.timeout(limits.idle_seconds):
                data = await reader.read(_CHUNK)
            if not data:
                break
            passed += len(data)
            writer.write(data)
            await writer.drain()
    with contextlib.suppress(OSError, RuntimeError):
        if writer.can_write_eof():
            writer.write_eof()


async def _answer_refusal(writer: asyncio.StreamWriter, error: Exception) -> None:
    refused = isinstance(error, EgressRefused)
    status = "403 Forbidden" if refused else "502 Bad Gateway"
    mark = f"{REFUSED_HEADER if refused else FAILED_HEADER}: 1\r\n"
    body = ascii(str(error)).encode()
    head = f"HTTP/1.1 {status}\r\n{mark}Content-Type: text/plain\r\nConnection: close\r\n"
    writer.write(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
    await writer.drain()


async def _close(writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError, asyncio.CancelledError):
        writer.close()
        await writer.wait_closed()
