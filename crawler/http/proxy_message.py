"""HTTP/1.1 messages as the browser's proxy reads and writes them; h11 parses and frames both sides.

Nothing that one side wrote is passed on as it stands: each message is read to its parts and written
anew, so that both sides agree where it ends (request smuggling, RFC 9112 §11.2). One exchange a
connection: whatever the far side says about keeping it open, the browser reads that it closes.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from urllib.parse import urlsplit

import h11

REFUSED_HEADER = "X-Egress-Refused"
"""On an answer that the guard gave itself, because the policy forbids the destination."""
FAILED_HEADER = "X-Egress-Failed"
"""On an answer that the guard gave itself, because nobody answered."""

_HOP = {b"connection", b"keep-alive", b"proxy-connection", b"proxy-authorization", b"te"}
_OURS = {REFUSED_HEADER.lower().encode(), FAILED_HEADER.lower().encode()}
_HEAD_SECONDS = 20.0
"""Seconds for a whole head to arrive; chosen by hand."""
_MAX_HEAD = 64 * 1024
"""Bytes of a message's head; servers commonly allow 8 to 64 KiB."""
_CHUNK = 64 * 1024
"""Bytes read at once."""
_DEFAULT_PORT = {"http": 80, "ws": 80}

Headers = list[tuple[bytes, bytes]]


class MessageError(Exception):
    """The bytes are no HTTP message that we pass on."""


class MessageStream:
    """One side of the proxy: its bytes as h11's events, and events as its bytes."""

    def __init__(
        self,
        role: type[h11.CLIENT] | type[h11.SERVER],
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> None:
        self.reader = reader
        self.writer = writer
        self.received = 0
        """Bytes read so far."""
        self._messages = h11.Connection(role, max_incomplete_event_size=_MAX_HEAD)

    async def receive(self, idle_seconds: float = _HEAD_SECONDS) -> h11.Event:
        """The next event. Raises MessageError, OSError, or TimeoutError when no byte arrives."""
        try:
            while (event := self._messages.next_event()) is h11.NEED_DATA:
                async with asyncio.timeout(idle_seconds):
                    data = await self.reader.read(_CHUNK)
                self.received += len(data)
                self._messages.receive_data(data)
        except h11.RemoteProtocolError as error:
            raise MessageError(str(error)) from None
        if isinstance(event, h11.ConnectionClosed) or event is h11.PAUSED:
            raise MessageError("no further message")
        assert not isinstance(event, type)
        return event

    async def receive_head(self) -> h11.Event:
        """The next event, which is a head: it has to arrive whole within its time."""
        async with asyncio.timeout(_HEAD_SECONDS):
            return await self.receive()

    async def send(self, event: h11.Event) -> None:
        """Write one event. Raises MessageError where it does not fit what was sent before."""
        try:
            data = self._messages.send(event)
        except h11.LocalProtocolError as error:
            raise MessageError(str(error)) from None
        self.writer.write(data or b"")
        await self.writer.drain()

    def trailing_bytes(self) -> bytes:
        """Bytes that arrived behind the last message: the first ones of a tunnel."""
        return self._messages.trailing_data[0]


@dataclass(frozen=True, kw_only=True)
class ProxyRequest:
    """The head of a request to a proxy, its target taken apart."""

    scheme: str
    """http, ws, or connect for a tunnel."""
    host: str
    port: int
    upgrade: bool
    for_origin: h11.Request
    """The head as the origin server reads it: path instead of URL, one exchange only."""


async def read_request(browser: MessageStream) -> ProxyRequest:
    """The next request's head. Raises MessageError, OSError or TimeoutError."""
    request = await browser.receive_head()
    if not isinstance(request, h11.Request):
        raise MessageError("no request")
    try:
        text = request.target.decode("ascii")
        parts = urlsplit(f"connect://{text}" if request.method == b"CONNECT" else text)
        port = parts.port or _DEFAULT_PORT.get(parts.scheme, 443)
    except ValueError:
        raise MessageError(f"target {request.target[:80]!r}") from None
    names = {name for name, _ in request.headers}
    if {b"content-length", b"transfer-encoding"} <= names:
        raise MessageError("two lengths of one body (RFC 9112 §6.1)")
    upgrade = parts.scheme == "ws" or b"upgrade" in names
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    # RFC 9112 §3.2.2: the target names the host; what the Host field says does not count.
    headers = [(b"Host", parts.netloc.rpartition("@")[2].encode("ascii"))]
    headers += _end_to_end(request, {*_HOP, b"host"})
    headers.append((b"Connection", b"Upgrade" if upgrade else b"close"))
    return ProxyRequest(
        scheme=parts.scheme,
        host=parts.hostname or "",
        port=port,
        upgrade=upgrade,
        for_origin=h11.Request(method=request.method, target=path, headers=headers),
    )


def response_for_browser(response: h11.Response) -> h11.Response:
    """The head of an answer as the browser reads it: of one exchange, and never the guard's own."""
    # A page that marked its own answer as the guard's would drop out of the evidence.
    return h11.Response(
        status_code=response.status_code,
        reason=response.reason,
        headers=[*_end_to_end(response, _HOP | _OURS), (b"Connection", b"close")],
    )


def _end_to_end(message: h11.Request | h11.Response, dropped: set[bytes]) -> Headers:
    """The fields that are passed on, names as the sender wrote them."""
    pairs = message.headers.raw_items()
    return [pair for pair in pairs if pair[0].lower() not in dropped]
