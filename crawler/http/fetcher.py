"""One plain HTTP exchange through the address guard (带出口守卫的抓取): Scrapy's door.

The name is resolved once, every address checked, and the socket goes to a checked address; a
literal address in a URL is checked by the same policy, and so is the socket itself just before it
connects. Bytes, time and headers are capped. No cookies, no credentials, certificates verified.
Redirects are followed in `redirects.py`.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from crawler.http.connection_failure import certificate_reason, connection_reason, one_line
from crawler.http.user_agent import user_agent
from storage.base.errors import HubiaoError
from storage.base.request_policy import CONNECT_SECONDS, CRAWL
from storage.base.settings import Settings
from storage.net.address_policy import AddressPolicy, resolve_checked

_ACCEPT = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.5",
    "Accept-Language": "zh-CN,zh;q=0.9,en;q=0.5",
    "Accept-Encoding": CRAWL.accept_encoding,
}
_IDLE_SECONDS = 20.0
"""Seconds that an idle connection is kept open; chosen by hand."""
_LARGE = 4 * 2**20
"""Bytes beyond which bodies are read one after another; chosen so that a crawl stays under 300 MB."""
_NAME_SECONDS = 60
"""How long a checked address is kept for its name: new connections go to it, never to the name."""


class FetchFailed(HubiaoError):
    """No usable answer; `temporary` ones are worth another try."""

    def __init__(
        self, code: str, /, *, temporary: bool, pause: float | None = None, **data: object
    ) -> None:
        super().__init__(code, **data)
        self.temporary = temporary
        self.pause = pause
        """Seconds for which the host asked to be left alone (Retry-After)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class LoadedDocument:
    """JSON that a drawn page's scripts loaded."""

    url: str
    json: Any


@dataclass(frozen=True, kw_only=True, slots=True)
class Rendering:
    """What a browser adds to the page that it drew."""

    data: tuple[LoadedDocument, ...] = ()
    """JSON that the page loaded while it was drawn."""
    cut: bool = False
    """A list without end, or too long for its time: only what came in time is in the body."""
    places: tuple[str, ...] = ()
    """Addresses of lists that only a control of the page leads to."""
    goods_have_pages: bool = False
    """Goods of this host were seen to have pages of their own, or there was no time to see it."""
    discovered: tuple[str, ...] = ()
    """Addresses that only a browser shows: behind cards that are no links, and script routes."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Fetched:
    """An answer with its whole body, decompressed."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    content_type: str = ""
    """Media type in lower case, without parameters; empty where the server names none."""
    charset: str | None = None
    """As the Content-Type header declares it."""
    latency: float = 0.0
    """Seconds to the head of the answer."""
    hops: tuple[str, ...] = ()
    """Addresses that redirected, in order."""
    rendering: Rendering | None = None
    """Set where the body is the DOM that a browser made, in UTF-8."""

    @property
    def is_rendered(self) -> bool:
        return self.rendering is not None


class _CheckedResolver(AbstractResolver):
    """Names to addresses that the policy lets us reach."""

    def __init__(self, policy: AddressPolicy) -> None:
        self.policy = policy

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        addresses = await asyncio.to_thread(resolve_checked, host, port, self.policy)
        return [
            ResolveResult(
                hostname=host,
                host=str(address),
                port=port,
                family=socket.AF_INET6 if address.version == 6 else socket.AF_INET,
                proto=0,
                flags=socket.AI_NUMERICHOST,
            )
            for address in addresses
            if family
            in (socket.AF_UNSPEC, socket.AF_INET6 if address.version == 6 else socket.AF_INET)
        ]

    async def close(self) -> None:
        """Nothing is kept open."""


class Fetcher:
    """Keeps connections open to the hosts of one run."""

    def __init__(self, settings: Settings, *, max_bytes: int | None = None) -> None:
        """Addresses, time and size as the office set them; `max_bytes` is `crawl_max_bytes` without one."""
        seconds = settings.crawl_timeout
        self.policy = AddressPolicy(settings.allow_addresses)
        self.max_bytes = max_bytes or settings.crawl_max_bytes
        self._timeout = aiohttp.ClientTimeout(total=seconds, connect=min(seconds, CONNECT_SECONDS))
        self._headers = {"User-Agent": user_agent(settings), **_ACCEPT}
        self._origins: set[str] = set()
        self._one_large = asyncio.Semaphore(1)
        self._session: aiohttp.ClientSession | None = None

    def _open_session(self) -> aiohttp.ClientSession:
        connector = aiohttp.TCPConnector(
            resolver=_CheckedResolver(self.policy),
            socket_factory=self._checked_socket,
            limit=0,
            ttl_dns_cache=_NAME_SECONDS,
            keepalive_timeout=_IDLE_SECONDS,
        )
        return aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            headers=self._headers,
            timeout=self._timeout,
            trust_env=False,
            max_line_size=16 * 1024,
            max_field_size=16 * 1024,
        )

    def _checked_socket(self, info: Any) -> socket.socket:
        """The last look before a connection: whatever led here, the address is checked."""
        family, kind, proto, _, target = info
        self.policy.check_port(target[1], self.policy.check_address(target[0]))
        return socket.socket(family, kind, proto)

    async def fetch(
        self,
        url: str,
        *,
        method: str = "GET",
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        max_bytes: int | None = None,
    ) -> Fetched:
        """One exchange, redirects not followed. Raises EgressRefused or FetchFailed."""
        self._check(url)
        if self._session is None:
            self._session = self._open_session()
        begun = time.monotonic()
        try:
            async with self._session.request(
                method,
                URL(url, encoded=True),
                data=body,
                headers=headers,
                allow_redirects=False,
            ) as answer:
                latency = time.monotonic() - begun
                content = await self._read(answer, max_bytes or self.max_bytes)
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise _failure(error) from error
        return Fetched(
            url=url,
            status=answer.status,
            headers=answer.headers,
            body=content,
            content_type=answer.content_type.lower(),
            charset=answer.charset,
            latency=latency,
        )

    def _check(self, url: str) -> None:
        """Scheme, spelling, literal address and port; each origin is looked at once."""
        origin = url[: url.find("/", 8)] if url.find("/", 8) > 0 else url
        if origin not in self._origins:
            self.policy.check_url(url)
            if len(self._origins) < 10_000:
                self._origins.add(origin)

    async def _read(self, answer: aiohttp.ClientResponse, limit: int) -> bytes:
        declared = answer.content_length
        if declared is not None and declared > limit:
            raise FetchFailed("exchange.too-large", temporary=False, limit=limit)
        pieces: list[bytes] = []
        size = 0
        async for piece in answer.content.iter_any():
            pieces.append(piece)
            size += len(piece)
            if size > min(_LARGE, limit):
                break
        else:
            return pieces[0] if len(pieces) == 1 else b"".join(pieces)
        # Sixteen bodies at their limit, read at once, would take half a gigabyte.
        async with asyncio.timeout(self._timeout.total), self._one_large:
            while size <= limit:
                if not (piece := await answer.content.readany()):
                    return b"".join(pieces)
                size += len(piece)
                pieces.append(piece)
            pieces.clear()  # the error's traceback would keep them until it is on record
        raise FetchFailed("exchange.too-large", temporary=False, limit=limit)

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()


def _failure(error: Exception) -> FetchFailed:
    """What went wrong, in one line, and whether another try may go better."""
    if isinstance(error, TimeoutError):
        return FetchFailed("exchange.timeout", temporary=True)
    if isinstance(error, ssl.CertificateError | aiohttp.ClientConnectorCertificateError):
        return FetchFailed("exchange.certificate", temporary=False, why=certificate_reason(error))
    if isinstance(error, aiohttp.InvalidURL):
        return FetchFailed("exchange.malformed-url", temporary=False, why=one_line(error))
    return FetchFailed("exchange.connection", temporary=True, why=connection_reason(error))


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds of a Retry-After header (RFC 9110 §10.2.3: seconds, or a date)."""
    value = headers.get("Retry-After", "").strip()
    if value.isascii() and value.isdigit():
        return float(value)
    from datetime import UTC, datetime
    from email.utils import parsedate_to_datetime

    try:
        at = parsedate_to_datetime(value)
    except (ValueError, OverflowError):  # an offset of many digits
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return max(0.0, (at - datetime.now(UTC)).total_seconds())
