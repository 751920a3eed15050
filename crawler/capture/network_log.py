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

from crawler.http.guard_proxy import GuardDoor
from crawler.http.proxy_message import FAILED_HEADER, REFUSED_HEADER
from storage.evidence.visit import Exchange, Redirect

_STREAMS = {"EventSource", "WebSocket", "Media", "Ping", "CSPViolationReport"}
"""Kinds whose answer may never end; their head is recorded, their body is not waited for."""
_REDIRECTS = {301, 302, 303, 307, 308}
_SMALL, _PIECE = 64, 1024
"""Bytes read at once: a piece that does not fill up is lost, many small ones take long."""
_MAX_BODY = 32 * 2**20
"""Bytes of one body that is recorded; the limit of a crawl."""
_MAX_TOTAL = 128 * 2**20
"""Bytes of all bodies of one visit; chosen by hand, to bound memory."""
_MAX_EXCHANGES = 3_000
"""Exchanges of one visit; chosen by hand, ten times a busy page."""


@dataclass(frozen=True, kw_only=True)
class BodyWaits:
    """Seconds that a body is waited for; chosen by hand."""

    end: float = 15.0
    """For one body to end."""
    endless: float = 8.0
    """For which an endless document is recorded on the second visit."""


@dataclass
class Recorder:
    """Collects the exchanges of one page; `main` are those of the page's own document."""

    door: GuardDoor
    session: CDPSession
    main_frame: str
    endless: bool = False
    """Record a document in pieces and end it here: for one that did not end on the first visit."""
    waits: BodyWaits = field(default_factory=BodyWaits)
    never_ended: bool = False
    """Whether the page's own document did not end; the visit is to be made again as endless."""
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

    @property
    def busy(self) -> bool:
        """Whether anything is under way.

        Playwright's own measure never comes on pages with workers, whose scripts have no end event.
        """
        return bool(self._asked or self._running)

    async def settle(self, seconds: float) -> None:
        """Wait for answers that are still being copied."""
        if self._running:
            await asyncio.wait(self._running, timeout=seconds)

    @property
    def redirects(self) -> tuple[Redirect, ...]:
        """The way from the URL asked for to the last document: where a server sent the browser on
        by its status, or a page did by script or refresh (its status is then that of a page)."""
        steps = []
        for exchange, following in zip(self.main, [*self.main[1:], None], strict=False):
            if exchange.status in _REDIRECTS:
                location = _header(exchange, "location") or ""
            elif following is not None:
                location = following.url
            else:
                break
            steps.append(Redirect(url=exchange.url, status=exchange.status, location=location))
        return tuple(steps)

    @property
    def document(self) -> Exchange | None:
        """The answer that the page was made from."""
        pages = [exchange for exchange in self.main if exchange.status not in _REDIRECTS]
        return pages[-1] if pages else None

    def image_bytes(self) -> dict[str, bytes]:
        """Bodies of pictures by their URL."""
        return {
            exchange.url: exchange.body
            for exchange in self.exchanges
            if exchange.kind == "Image" and exchange.body
        }

    def _on_asked(self, event: dict[str, Any]) -> None:
        if event.get("type") not in _STREAMS and event["request"]["url"].startswith("http"):
            self._asked.add(event["requestId"])

    def _on_done(self, event: dict[str, object]) -> None:
        self._asked.discard(event["requestId"])

    def _on_paused(self, event: dict[str, object]) -> None:
        task = asyncio.ensure_future(self._take(event, datetime.now(UTC)))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def _take(self, event: dict[str, object], moment: datetime) -> None:
        answer: tuple[str, dict[str, object]] = ("Fetch.continueRequest", {})
        error: str | None
        if "responseStatusCode" in event and not _from_guard(event):
            is_page = self._is_page(event)
            if self.endless and is_page and _has_body(event):
                body, error = await self._listened(event)
                answer = ("Fetch.fulfillRequest", _as_heard(event, body))
            else:
                body, error = await self._body(event)
            if is_page and error == self._no_end:
                self.never_ended = True
                answer = ("Fetch.failRequest", {"errorReason": "Aborted"})
            self._keep(event, moment, body, error)
        act, details = answer
        try:
            await self.session.send(act, {"requestId": event["requestId"], **details})
        except Error:
            return  # the page went away meanwhile
        if event.get("responseStatusCode") not in _REDIRECTS:
            self._asked.discard(event.get("networkId", ""))

    @property
    def _no_end(self) -> str:
        return f"no end of the body within {self.waits.end:.0f} s"

    async def _body(self, event: dict[str, object]) -> tuple[bytes, str | None]:
        if not _has_body(event):
            return b"", None
        if event.get("resourceType", "Other") in _STREAMS:
            return b"", "a stream, not waited for"
        if len(self.exchanges) >= _MAX_EXCHANGES or self._total >= _MAX_TOTAL:
            return b"", "the visit is larger than is kept"
        try:
            async with asyncio.timeout(self.waits.end):
                answer = await self.session.send(
                    "Fetch.getResponseBody", {"requestId": event["requestId"]}
                )
        except TimeoutError:
            return b"", self._no_end
        except Error as error:
            return b"", str(error).splitlines()[0]
        return self._checked(answer)

    async def _listened(self, event: dict[str, object]) -> tuple[bytes, str]:
        """The part of a document that arrives in a limited time; the browser receives exactly that part."""
        body = bytearray()
        try:
            opened = await self.session.send(
                "Fetch.takeResponseBodyAsStream", {"requestId": event["requestId"]}
            )
            async with asyncio.timeout(self.waits.endless):
                while len(body) < _MAX_BODY:
                    size = _SMALL if len(body) < _SMALL * _PIECE else _PIECE
                    piece = await self.session.send(
                        "IO.read", {"handle": opened["stream"], "size": size}
                    )
                    body += _decoded(piece)
                    if piece["eof"]:
                        break
        except TimeoutError:
            pass
        except Error as error:
            return bytes(body), str(error).splitlines()[0]
        self._total += len(body)
        return bytes(body), f"had not ended after {self.waits.endless:.0f} s and was cut there"

    def _is_page(self, event: dict[str, object]) -> bool:
        return event.get("resourceType") == "Document" and event.get("frameId") == self.main_frame

    def _checked(self, answer: dict[str, object]) -> tuple[bytes, str | None]:
        try:
            body = _decoded(answer, "body")
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
        if self._is_page(event):
            self.main.append(exchange)

    def _address(self, url: str) -> str | None:
        try:
            parts = urlsplit(url)
            port = parts.port or (443 if parts.scheme == "https" else 80)
        except ValueError:
            return None
        return self.door.address_of(parts.hostname or "", port)


async def record_page(
    page: Page, door: GuardDoor, *, endless: bool = False, waits: BodyWaits | None = None
) -> Recorder:
    """Begin to record what `page` exchanges with the network; see `Recorder.endless`."""
    session = await page.context.new_cdp_session(page)
    tree = await session.send("Page.getFrameTree")
    frame = tree["frameTree"]["frame"]["id"]
    recorder = Recorder(
        door=door,
        session=session,
        main_frame=frame,
        endless=endless,
        waits=waits or BodyWaits(),
    )
    await recorder.begin()
    return recorder


def _has_body(event: dict[str, object]) -> bool:
    return event["responseStatusCode"] not in _REDIRECTS | {204, 304}


def _decoded(answer: dict[str, Any], key: str = "data") -> bytes:
    text = answer.get(key, "")
    return base64.b64decode(text) if answer.get("base64Encoded") else text.encode()


def _as_heard(event: dict[str, Any], body: bytes) -> dict[str, Any]:
    """The answer as it was, ending where we stopped listening; codings are already undone."""
    headers = [
        header
        for header in event.get("responseHeaders", [])
        if header["name"].lower() not in ("content-encoding", "content-length", "transfer-encoding")
    ]
    return {
        "responseCode": event["responseStatusCode"],
        "responseHeaders": headers,
        "body": base64.b64encode(body).decode("ascii"),
    }


def _from_guard(event: dict[str, Any]) -> bool:
    """Whether the guard answered instead of the server: no exchange with anybody took place."""
    if not event["request"]["url"].startswith("http://"):
        return False
    names = {header["name"].lower() for header in event.get("responseHeaders", [])}
    return bool(names & {REFUSED_HEADER.lower(), FAILED_HEADER.lower()})


def _header(exchange: Exchange, name: str) -> str | None:
    return next((value for key, value in exchange.headers if key.lower() == name), None)
