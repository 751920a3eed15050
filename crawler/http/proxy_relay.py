"""Passing messages and bytes between the browser and a checked connection, within the door's limits."""

from __future__ import annotations

import asyncio
import contextlib

import h11

from crawler.http.proxy_message import (
    MessageError,
    MessageStream,
    ProxyRequest,
    response_for_browser,
)
from crawler.http.proxy_policy import DoorLimits

_CHUNK = 64 * 1024
"""Bytes passed on at once."""
_MAX_INTERIM = 8
"""Interim answers (1xx, RFC 9110 §15.2) before the final one; chosen by hand."""


async def relay(
    limits: DoorLimits, request: ProxyRequest, browser: MessageStream, origin: MessageStream
) -> None:
    """Pass one exchange (plain http) or one tunnel (CONNECT, upgraded WebSocket)."""
    if request.scheme == "connect":
        await browser.receive_head()  # the end of a message that has no body
        reason = b"Connection established"
        await browser.send(h11.Response(status_code=200, reason=reason, headers=[]))
        await _tunnel(limits, browser, origin)
        return
    await origin.send(request.for_origin)
    sending = asyncio.ensure_future(_pass_request_body(browser, origin, limits))
    try:
        response = await _receive_response(browser, origin)
        if isinstance(response, h11.InformationalResponse):
            await sending
            await browser.send(response)
            await _tunnel(limits, browser, origin)
        else:
            await browser.send(response_for_browser(response))
            await _pass_response_body(browser, origin, limits, response)
    finally:
        sending.cancel()
        with contextlib.suppress(asyncio.CancelledError, OSError, TimeoutError, MessageError):
            await sending


async def _receive_response(
    browser: MessageStream, origin: MessageStream
) -> h11.Response | h11.InformationalResponse:
    """The final answer's head, or a change of protocol (101); interim ones are passed on."""
    for _ in range(_MAX_INTERIM):
        response = await origin.receive_head()
        if isinstance(response, h11.Response):
            return response
        if not isinstance(response, h11.InformationalResponse):
            break
        if response.status_code == 101:
            return response
        await browser.send(response)
    raise MessageError("no final answer")


async def _pass_request_body(
    browser: MessageStream, origin: MessageStream, limits: DoorLimits
) -> None:
    """Pass exactly the body that the request's head announces, and nothing behind it."""
    try:
        event: h11.Event | None = None
        while not isinstance(event, h11.EndOfMessage):
            event = await browser.receive(limits.max_seconds)
            await origin.send(event)
    except (MessageError, OSError, TimeoutError):
        origin.writer.close()  # the origin would wait for the remaining body
        raise


async def _pass_response_body(
    browser: MessageStream, origin: MessageStream, limits: DoorLimits, response: h11.Response
) -> None:
    """Pass the answer's body; one that is cut off shows to the browser as its framing lets it show."""
    begun = origin.received
    event: h11.Event | None = None
    with contextlib.suppress(OSError, TimeoutError):
        while not isinstance(event, h11.EndOfMessage):
            if origin.received - begun >= limits.max_bytes:
                break
            event = await origin.receive(limits.idle_seconds)
            await browser.send(event)
    announced = {name for name, _ in response.headers} & {b"content-length", b"transfer-encoding"}
    if not isinstance(event, h11.EndOfMessage) and not announced:
        # A body that ends with its connection ends here too (RFC 9112 §6.3, rule 8).
        await browser.send(h11.EndOfMessage())


async def _tunnel(limits: DoorLimits, browser: MessageStream, origin: MessageStream) -> None:
    origin.writer.write(browser.trailing_bytes())
    browser.writer.write(origin.trailing_bytes())
    both = {
        asyncio.ensure_future(_pipe(browser.reader, origin.writer, limits)),
        asyncio.ensure_future(_pipe(origin.reader, browser.writer, limits)),
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
