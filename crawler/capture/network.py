"""What passed between browser and network during a visit, taken where the bytes are still raw.

The browser's page-level events give text that was already decoded: a GB18030 page comes out
changed. So each answer is held at the network layer (CDP domain Fetch), copied, and let go.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import CDPSession, Error, Page

from crawler.guard_proxy import GuardDoor
from crawler.proxy_message import FAILED_HEADER, REFUSED_HEADER
from storage.evidence.visit import Exchange, Redirect

_STREAMS = {"EventSource", "WebSocket", "Media", "Ping", "CSPViolationReport"}
"""Kinds whose answer may never end; their head is recorded, their body is not waited for."""
_REDIRECTS = {301, 302, 303, 307, 308}
_BODY_SECONDS = 15.0
_QUIET_MOMENT = 0.5
"""Seconds without anything under way that count as quiet."""
_MAX_BODY = 32 * 2**20
_MAX_TOTAL = 128 * 2**20
_MAX_EXCHANGES = 3_000


@dataclass
class Recorder:
    """Collects the exchanges of one page; `main` are those of the page's own document."""

    door: GuardDoor
    session: CDPSession
    main_frame: str
    exchanges: list[Exchange] = field(default_factory=list)
    main: list[Exchange] = field(default_factory=list)
    _total: int = 0
    _asked: set[str] = field(default_factory=set)
    _running: set[asyncio.Task[None]] = field(default_factory=set)

    async def begin(self) -> None:
        """Hold every answer from now on."""
        self.session.on("Fetch.requestPaused", self._on_paused)
        self.session.on("Network.requestWillBeSent", self._on_asked)
        self.session.on("Network.loadingFinished", self._on_done)
        self.session.on("Network.loadingFailed", self._on_done)
        # Without it the browser keeps no certificates to ask for.
        await self.session.send("Network.enable", {"maxTotalBufferSize": 1})
        await self.session.send(
            "Fetch.enable", {"patterns": [{"urlPattern": "*", "requestStage": "Response"}]}
        )

    async def quiet(self, seconds: float) -> bool:
        """Wait until nothing was under way for a moment; False where that did not come in time.

        Playwright's own measure never comes on pages with workers, whose scripts have no end event.
        """
        try:
            async with asyncio.timeout(seconds):
                since = asyncio.get_running_loop().time()
                while asyncio.get_running_loop().time() - since < _QUIET_MOMENT:
                    await asyncio.sleep(0.05)
                    if self._asked or self._running:
                        since = asyncio.get_running_loop().time()
        except TimeoutError:
            return False
        return True

    async def settle(self, seconds: float) -> None:
        """Wait for answers that are still being copied."""
        if self._running:
            await asyncio.wait(self._running, timeout=seconds)

    @property
    def redirects(self) -> tuple[Redirect, ...]:
        """The way from the URL asked for to the last document, server redirects only."""
        return tuple(
            Redirect(url=one.url, status=one.status, location=_header(one, "location") or "")
            for one in self.main
            if one.status in _REDIRECTS
        )

    @property
    def document(self) -> Exchange | None:
        """The answer that the page was made from."""
        pages = [one for one in self.main if one.status not in _REDIRECTS]
        return pages[-1] if pages else None

    def image_bytes(self) -> dict[str, bytes]:
        """Bodies of pictures by their URL."""
        return {one.url: one.body for one in self.exchanges if one.kind == "Image" and one.body}

    def _on_asked(self, event: dict[str, Any]) -> None:
        if event.get("type") not in _STREAMS and event["request"]["url"].startswith("http"):
            self._asked.add(event["requestId"])

    def _on_done(self, event: dict[str, Any]) -> None:
        self._asked.discard(event["requestId"])

    def _on_paused(self, event: dict[str, Any]) -> None:
        task = asyncio.ensure_future(self._take(event, datetime.now(UTC)))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def _take(self, event: dict[str, Any], moment: datetime) -> None:
        body, error = b"", None
        if "responseStatusCode" in event and not _from_guard(event):
            body, error = await self._body(event)
            self._keep(event, moment, body, error)
        try:
            await self.session.send("Fetch.continueRequest", {"requestId": event["requestId"]})
        except Error:
            return  # the page went away meanwhile
        if event.get("responseStatusCode") not in _REDIRECTS:
            self._asked.discard(event.get("networkId", ""))

    async def _body(self, event: dict[str, Any]) -> tuple[bytes, str | None]:
        status, kind = event["responseStatusCode"], event.get("resourceType", "Other")
        if status in _REDIRECTS or status in (204, 304):
            return b"", None
        if kind in _STREAMS:
            return b"", "a stream, not waited for"
        if len(self.exchanges) >= _MAX_EXCHANGES or self._total >= _MAX_TOTAL:
            return b"", "the visit is larger than is kept"
        try:
            async with asyncio.timeout(_BODY_SECONDS):
                answer = await self.session.send(
                    "Fetch.getResponseBody", {"requestId": event["requestId"]}
                )
        except TimeoutError:
            return b"", f"no end of the body within {_BODY_SECONDS:.0f} s"
        except Error as error:
            return b"", str(error).splitlines()[0]
        return self._checked(answer)

    def _checked(self, answer: dict[str, Any]) -> tuple[bytes, str | None]:
        text = answer.get("body", "")
        try:
            body = base64.b64decode(text) if answer.get("base64Encoded") else text.encode()
        except binascii.Error as error:
            return b"", str(error)
        if len(body) > _MAX_BODY:
            return b"", f"the body is longer than {_MAX_BODY} bytes"
        self._total += len(body)
        return body, None

    def _keep(
        self, event: dict[str, Any], moment: datetime, body: bytes, error: str | None
    ) -> None:
        if len(self.exchanges) >= _MAX_EXCHANGES:
            return
        request = event["request"]
        exchange = Exchange(
            url=request["url"].partition("#")[0],
            method=request["method"],
            request_headers=tuple(request.get("headers", {}).items()),
            request_body=request.get("postData", "").encode("utf-8", "replace"),
            status=event["responseStatusCode"],
            reason=event.get("responseStatusText", ""),
            headers=tuple((h["name"], h["value"]) for h in event.get("responseHeaders", [])),
            body=body,
            moment=moment,
            kind=event.get("resourceType", "Other"),
            address=self._address(request["url"]),
            error=error,
        )
        self.exchanges.append(exchange)
        if exchange.kind == "Document" and event.get("frameId") == self.main_frame:
            self.main.append(exchange)

    def _address(self, url: str) -> str | None:
        try:
            parts = urlsplit(url)
            port = parts.port or (443 if parts.scheme == "https" else 80)
        except ValueError:
            return None
        return self.door.address_of(parts.hostname or "", port)


async def record_page(page: Page, door: GuardDoor) -> Recorder:
    """Begin to record what `page` exchanges with the network."""
    session = await page.context.new_cdp_session(page)
    tree = await session.send("Page.getFrameTree")
    recorder = Recorder(door=door, session=session, main_frame=tree["frameTree"]["frame"]["id"])
    await recorder.begin()
    return recorder


async def certificate_chain(session: CDPSession, origin: str) -> tuple[bytes, ...]:
    """The TLS chain of an origin as the browser received it, in DER, leaf first."""
    if not origin.startswith("https://"):
        return ()
    answer = await session.send("Network.getCertificate", {"origin": origin})
    return tuple(base64.b64decode(der) for der in answer.get("tableNames", []))


def _from_guard(event: dict[str, Any]) -> bool:
    """Whether the guard answered instead of the server: no exchange with anybody took place."""
    if not event["request"]["url"].startswith("http://"):
        return False
    names = {header["name"].lower() for header in event.get("responseHeaders", [])}
    return bool(names & {REFUSED_HEADER.lower(), FAILED_HEADER.lower()})


def _header(exchange: Exchange, name: str) -> str | None:
    return next((value for key, value in exchange.headers if key.lower() == name), None)
