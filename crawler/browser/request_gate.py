"""What the scripts of a drawn page may load (脚本请求的许可): robots.txt, and no act while we click.

A click is a trial: it may change nothing on the shop. Until it is over, the page goes nowhere (the
address is noted), and a request that is no plain reading is refused.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from crawler.url.acting_links import is_acting
from crawler.url.url_parts import split

MayLoad = Callable[[str], Awaitable[bool]]
"""Does robots.txt of its host let this address be loaded?"""
_PAUSED = [{"resourceType": name} for name in ("XHR", "Fetch", "Ping", "Document")]
_READING = frozenset({"GET", "HEAD", "OPTIONS"})
_READS = re.compile(
    r"(?:list|lists|detail|details|info|index|get\w*|search|query|page|goods|product|products|item|items"
    r"|category|categories|cate|home|shop|brand|show|view|find\w*|load\w*|graphql)",
    re.I,
)
"""Last step of a path under which shops that ask everything by POST read."""
_CHANGES = re.compile(
    r"add|sav|creat|updat|edit|delet|remov|cancel|submit|confirm|receiv|collect|buy|pay|order|cart|"
    r"login|logout|regist|sign|sms|code|captcha|upload|bind|share|like|follow|vote|comment|clear|"
    r"mutation|record|track|log$",
    re.I,
)
_ROBOTS_SECONDS = 5.0
"""Seconds that robots.txt of a further host may take; chosen by hand."""


class RequestGate:
    """Stands before the requests of one tab."""

    def __init__(self, session: Any, may_load: MayLoad) -> None:
        """`session` is a session of the DevTools protocol with the tab."""
        self._session = session
        self._may_load = may_load
        self._frame = ""
        self._trial = False
        self.turned_back: list[str] = []
        """Addresses that the page would have gone to since the trial began."""
        session.on("Fetch.requestPaused", lambda paused: asyncio.ensure_future(self._judge(paused)))

    async def open(self) -> None:
        """Begin to look at requests."""
        tree = await self._session.send("Page.getFrameTree")
        self._frame = tree["frameTree"]["frame"]["id"]
        await self._session.send("Fetch.enable", {"patterns": _PAUSED})

    def begin_trial(self) -> None:
        self._trial = True
        self.turned_back = []

    def end_trial(self) -> None:
        self._trial = False

    async def _judge(self, paused: dict[str, Any]) -> None:
        key = {"requestId": paused["requestId"]}
        with suppress(Exception):  # a tab that closes has no requests any more
            if reason := await self._refusal(paused):
                await self._session.send("Fetch.failRequest", {**key, "errorReason": reason})
            else:
                await self._session.send("Fetch.continueRequest", key)

    async def _refusal(self, paused: dict[str, Any]) -> str | None:
        kind, request = paused.get("resourceType"), paused["request"]
        if kind == "Document":
            if not (self._trial and paused.get("frameId") == self._frame):
                return None
            self.turned_back.append(request["url"] + request.get("urlFragment", ""))
            return "Aborted"
        if kind == "Ping" or (self._trial and changes_something(request)):
            return "BlockedByClient"
        try:
            async with asyncio.timeout(_ROBOTS_SECONDS):
                allowed = await self._may_load(request["url"])
        except TimeoutError:
            allowed = False
        return None if allowed else "BlockedByClient"


def changes_something(request: dict[str, Any]) -> bool:
    """May a request that a click caused be more than reading: by its method, path and words?

    >>> changes_something({"method": "POST", "url": "https://shop.example/wx/coupon/receive"})
    True
    >>> changes_something({"method": "POST", "url": "https://shop.example/api/goods/detail"})
    False
    """
    parts = split(request["url"])
    if parts is None or is_acting(parts):
        return True
    if request["method"] in _READING:
        return False
    step = parts.path.rstrip("/").rpartition("/")[2].partition(".")[0]
    words = f"{parts.path} {(request.get('postData') or '')[:40]}"
    return not _READS.fullmatch(step) or bool(_CHANGES.search(words))
