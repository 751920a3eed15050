"""HTTP/1.1 messages as a forward proxy reads them: head of a request, head of an answer, body.

One exchange a connection: whatever the far side says about keeping it open, the browser is told
that it closes, so that no request for another host can end in this host's hands (RFC 9112 §9.3).
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from urllib.parse import urlsplit

REFUSED_HEADER = "X-Egress-Refused"
"""On an answer that the guard gave itself, because the policy forbids the destination."""
FAILED_HEADER = "X-Egress-Failed"
"""On an answer that the guard gave itself, because nobody answered."""

_HOP = {b"connection", b"keep-alive", b"proxy-connection", b"proxy-authorization", b"te"}
_OURS = {REFUSED_HEADER.lower().encode(), FAILED_HEADER.lower().encode()}
_HEAD_SECONDS = 20.0
"""Seconds for a whole head to arrive; chosen by hand."""
_MAX_INTERIM = 8
"""Interim answers (1xx, RFC 9110 §15.2) before the final one; chosen by hand."""

Headers = tuple[tuple[bytes, bytes], ...]


class MessageError(Exception):
    """The bytes are no HTTP message that we pass on."""


@dataclass(frozen=True, kw_only=True)
class ProxyRequest:
    """The head of a request to a proxy, its target taken apart."""

    scheme: str
    """http, ws, or connect for a tunnel."""
    host: str
    port: int
    method: bytes
    path: bytes
    headers: Headers

    @property
    def upgrade(self) -> bool:
        return self.scheme == "ws" or any(name.lower() == b"upgrade" for name, _ in self.headers)

    def head_for_origin(self) -> bytes:
        """The head as the origin server reads it: path instead of URL, one exchange only."""
        end_to_end = [(name, value) for name, value in self.headers if name.lower() not in _HOP]
        end_to_end.append((b"Connection", b"Upgrade" if self.upgrade else b"close"))
        return _head(b"%s %s HTTP/1.1" % (self.method, self.path), end_to_end)


async def read_request(reader: asyncio.StreamReader) -> ProxyRequest:
    """The next request head. Raises MessageError, TimeoutError or IncompleteReadError."""
    line, headers = await _read_head(reader)
    method, _, target_and_version = line.partition(b" ")
    target, _, version = target_and_version.partition(b" ")
    if version not in (b"HTTP/1.1", b"HTTP/1.0") or not target:
        raise MessageError(line[:80])
    try:
        text = target.decode("ascii")
        parts = urlsplit(f"connect://{text}" if method == b"CONNECT" else text)
        port = parts.port or {"http": 80, "ws": 80}.get(parts.scheme, 443)
    except ValueError:
        raise MessageError(line[:80]) from None
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return ProxyRequest(
        scheme=parts.scheme,
        host=parts.hostname or "",
        port=port,
        method=method,
        path=path.encode("ascii"),
        headers=headers,
    )


async def read_response_head(reader: asyncio.StreamReader, *, closing: bool) -> tuple[int, bytes]:
    """(status, head to pass on) of the answer; interim answers (1xx) are passed along with it."""
    passed = b""
    for _ in range(_MAX_INTERIM):
        line, headers = await _read_head(reader)
        fields = line.split(b" ", 2)
        if not fields[0].startswith(b"HTTP/1.") or len(fields) < 2 or not fields[1].isdigit():
            raise MessageError(line[:80])
        status = int(fields[1])
        if status == 101 and not closing:
            return status, passed + _head(line, headers)
        if status >= 200:
            # A page that marked its own answer as the guard's would drop out of the evidence.
            end_to_end = [pair for pair in headers if pair[0].lower() not in _HOP | _OURS]
            return status, passed + _head(line, [*end_to_end, (b"Connection", b"close")])
        passed += _head(line, headers)
    raise MessageError(b"endless interim answers")


async def copy_body(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, headers: Headers
) -> None:
    """Pass exactly the body that the request's head announces, and nothing behind it."""
    fields = {name.lower(): value for name, value in headers}
    if b"chunked" in fields.get(b"transfer-encoding", b"").lower():
        await _copy_chunks(reader, writer)
        return
    length = fields.get(b"content-length", b"0")
    if not length.isdigit():
        raise MessageError(b"Content-Length")
    remaining = int(length)
    while remaining:
        data = await reader.read(min(remaining, 65536))
        if not data:
            raise asyncio.IncompleteReadError(b"", remaining)
        remaining -= len(data)
        writer.write(data)
        await writer.drain()


async def _copy_chunks(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while True:
        line = await reader.readuntil(b"\r\n")
        try:
            size = int(line.split(b";")[0], 16)
        except ValueError:
            raise MessageError(line[:20]) from None
        writer.write(line + await reader.readexactly(size + 2))
        await writer.drain()
        if size == 0:
            return


async def _read_head(reader: asyncio.StreamReader) -> tuple[bytes, Headers]:
    try:
        async with asyncio.timeout(_HEAD_SECONDS):
            head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.LimitOverrunError:
        raise MessageError(b"head too long") from None
    line, *field_lines = head[:-4].split(b"\r\n")
    headers = []
    for field in field_lines:
        name, colon, value = field.partition(b":")
        if not colon or not name.strip() or name != name.strip():
            raise MessageError(field[:80])
        headers.append((name, value.strip()))
    return line, tuple(headers)


def _head(line: bytes, headers: list[tuple[bytes, bytes]] | Headers) -> bytes:
    return b"\r\n".join([line, *(b"%s: %s" % pair for pair in headers)]) + b"\r\n\r\n"
