"""Passing bytes between the browser and a checked connection, within the door's limits."""

from __future__ import annotations

import asyncio
import contextlib

from crawler.http.proxy_message import ProxyRequest, copy_body, read_response_head
from crawler.http.proxy_policy import DoorLimits

_CHUNK = 64 * 1024
"""Bytes passed on at once."""

Stream = tuple[asyncio.StreamReader, asyncio.StreamWriter]


async def relay(limits: DoorLimits, request: ProxyRequest, near: Stream, far: Stream) -> None:
    """Pass one exchange (plain http) or one tunnel (CONNECT, upgraded WebSocket)."""
    if request.scheme == "connect":
        near[1].write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        await _tunnel(limits, near, far)
        return
    far[1].write(request.head_for_origin())
    sending = asyncio.ensure_future(copy_body(near[0], far[1], request.headers))
    try:
        status, head = await read_response_head(far[0], closing=not request.upgrade)
        near[1].write(head)
        if status == 101:
            await sending
            await _tunnel(limits, near, far)
        else:
            await _pipe(far[0], near[1], limits)
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
