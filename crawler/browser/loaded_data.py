"""JSON that a drawn page's scripts loaded (脚本取得的数据), in the order in which it came."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from typing import Any

from crawler.browser.driver_errors import driver_errors_end_it
from crawler.http.fetcher import LoadedDocument

_MAX_JSON = 4 * 2**20
"""Bytes of one JSON answer that is read; chosen by hand."""
_MAX_ANSWERS = 200
"""JSON answers of one page that are read; chosen by hand."""
_MAX_EMBEDDED = 2 * 2**20
"""Characters of JSON that are put into a page; chosen by hand."""
EMPTY_PAGE = "<!doctype html><html><body></body></html>"
"""What data are put into where the page's own markup is not read."""
_TYPES = ("json", "text/html", "text/plain")
"""Words in a Content-Type under which shops send JSON (ThinkPHP's default is text/html)."""


class LoadedData:
    """The answers of one visit; bodies are read at once, since a browser drops them as it moves on."""

    def __init__(self) -> None:
        self._readings: list[asyncio.Task[LoadedDocument | None]] = []
        self._home: str | None = None
        self._elsewhere: set[Any] = set()

    def __len__(self) -> int:
        return len(self._readings)

    def stand_at(self, url: str) -> None:
        """From now on only what is asked for while the tab stands at this address belongs to the page:
        a press may lead to another, whose data are not its own."""
        self._home = place_of(url)

    def begin(self, request: Any, url: str) -> None:
        """A request was sent while the tab stood at an address."""
        if self._home is not None and place_of(url) != self._home:
            self._elsewhere.add(request)

    def add(self, request: Any) -> None:
        """A request of the page's scripts ended."""
        if request in self._elsewhere:
            self._elsewhere.discard(request)
        elif len(self._readings) < _MAX_ANSWERS:
            self._readings.append(asyncio.ensure_future(_read(request)))

    async def documents(self) -> tuple[LoadedDocument, ...]:
        """Each answer so far that is JSON."""
        answers = await asyncio.gather(*self._readings)
        return tuple(answer for answer in answers if answer is not None)


async def _read(request: Any) -> LoadedDocument | None:
    with driver_errors_end_it(), suppress(ValueError, RecursionError):
        answer = await request.response()
        kind = answer.headers.get("content-type", "") if answer is not None else ""
        if any(word in kind for word in _TYPES):
            body = await answer.body()
            if len(body) <= _MAX_JSON and body.lstrip()[:1] in (b"{", b"["):
                return LoadedDocument(url=request.url, json=json.loads(body))
    return None


def place_of(url: str) -> str:
    """An address without a fragment that is no route."""
    front, _, fragment = url.partition("#")
    return f"{front}#{fragment}" if fragment.startswith(("/", "!")) else front


def with_data(html: str, documents: tuple[LoadedDocument, ...]) -> str:
    """The page with its data in it, as shops write it into pages that their server makes."""
    scripts = []
    room = _MAX_EMBEDDED
    for document in documents:
        text = json.dumps(document.json, ensure_ascii=False).replace("<", "\\u003c")
        room -= len(text)
        if room > 0:
            scripts.append(f'<script type="application/json">{text}</script>')
    front, end, tail = html.rpartition("</body>")
    return f"{front}{''.join(scripts)}{end}{tail}" if end else html + "".join(scripts)
