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

import h11

from crawler.http.proxy_message import (
    FAILED_HEADER,
    REFUSED_HEADER,
    MessageError,
    MessageStream,
    ProxyRequest,
    read_request,
)
from crawler.http.proxy_policy import Contact, DoorLimits, GuardDoor
from crawler.http.proxy_relay import relay
from storage.base.errors import EgressRefused
from storage.base.request_policy import CONNECT_SECONDS
from storage.net.address_policy import (
    AddressPolicy,
    Lookup,
    resolve_checked,
    system_lookup,
)

__all__ = ["Contact", "DoorLimits", "GuardDoor", "guard_door"]

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
                await _serve_client(door, MessageStream(h11.SERVER, reader, writer))
        except asyncio.CancelledError:
            pass
        finally:
            running.discard(task)
            await _close(writer)

    server = await asyncio.start_server(serve_one, "127.0.0.1", 0)
    door.port = server.sockets[0].getsockname()[1]
    opened.set_result((asyncio.get_running_loop(), closing))
    await closing.wait()
    server.close()
    for task in tuple(running):
        task.cancel()
    await asyncio.gather(*running, return_exceptions=True)


async def _serve_client(door: GuardDoor, browser: MessageStream) -> None:
    try:
        async with asyncio.timeout(door.limits.max_seconds):
            request = await read_request(browser)
            if request.host in _BROWSER_HOSTS:
                return
            try:
                origin = await _dial(door, request)
            except (EgressRefused, OSError, TimeoutError) as error:
                await _answer_refusal(browser, error)
                return
            try:
                await relay(door.limits, request, browser, origin)
            finally:
                await _close(origin.writer)
    except (MessageError, OSError, TimeoutError):
        return


async def _dial(door: GuardDoor, request: ProxyRequest) -> MessageStream:
    host, port = request.host, request.port
    try:
        if request.scheme not in ("http", "ws", "connect"):
            raise EgressRefused("url.scheme", url=f"{request.scheme}://{host}")
        addresses = await asyncio.to_thread(resolve_checked, host, port, door.policy, door.lookup)
    except (EgressRefused, OSError) as error:
        door.note(host, port, None, error)
        raise
    failure: Exception = OSError(f"{host}: no address answers")
    for address in addresses:
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                stream = await asyncio.open_connection(str(address), port)
        except (OSError, TimeoutError) as error:
            failure = error
        else:
            door.note(host, port, str(address))
            return MessageStream(h11.CLIENT, *stream)
    door.note(host, port, None, failure)
    raise failure


async def _answer_refusal(browser: MessageStream, error: Exception) -> None:
    refused = isinstance(error, EgressRefused)
    body = ascii(str(error)).encode()
    headers = [
        (REFUSED_HEADER if refused else FAILED_HEADER, "1"),
        ("Content-Type", "text/plain"),
        ("Connection", "close"),
        ("Content-Length", str(len(body))),
    ]
    status, reason = (403, "Forbidden") if refused else (502, "Bad Gateway")
    await browser.send(h11.Response(status_code=status, reason=reason, headers=headers))
    await browser.send(h11.Data(data=body))
    await browser.send(h11.EndOfMessage())


async def _close(writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError, asyncio.CancelledError):
        writer.close()
        await writer.wait_closed()
