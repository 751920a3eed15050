"""The picture of a page (页面截图): all of it, as far as a browser draws, and with the parts that are not drawn named.

Asked of the browser itself: the driver's own way waits for typefaces and fails on drawings (SVG)
and on pages of some hundred thousand lines.
"""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Callable
from typing import Any

from playwright.async_api import CDPSession, Error

from storage.base.errors import HubiaoError

MAX_HEIGHT = 16_384
"""Pixels; Chromium draws no taller picture."""
_SECONDS = 25.0
"""Seconds for drawing one picture; chosen by hand."""


class NoPicture(HubiaoError):
    """The browser draws nothing of this page."""


async def screenshot(
    session: CDPSession, *, width: int, height: int, left: Callable[[float], float]
) -> tuple[bytes, str]:
    """The page as PNG and, where not all of it is shown, what is missing, in words.

    `width` and `height` are those of the window: what is shown where the whole page cannot be drawn.
    `left` says how many of so many seconds a step may take. Raises NoPicture.
    """
    # The window first: after a whole that did not come the browser may be busy with it for long.
    try:
        window = await _drawn(session, left(_SECONDS))
    except (Error, TimeoutError) as error:
        raise NoPicture("visit.not-drawn") from error
    try:
        whole = await _size(session, left(_SECONDS))
        visible_height = min(whole, MAX_HEIGHT)
        clip = {"x": 0, "y": 0, "width": width, "height": max(visible_height, height), "scale": 1}
        picture = await _drawn(session, left(_SECONDS), clip=clip, captureBeyondViewport=True)
    except (Error, TimeoutError):
        return window, "the picture shows the window only: the whole page was too large to be drawn"
    remark = (
        f"the picture shows {visible_height} of {whole} pixels of the page"
        if whole > visible_height
        else ""
    )
    return picture, remark


async def _size(session: CDPSession, seconds: float) -> int:
    async with asyncio.timeout(seconds):
        metrics = await session.send("Page.getLayoutMetrics")
    return int(metrics["cssContentSize"]["height"])


async def _drawn(session: CDPSession, seconds: float, **how: Any) -> bytes:
    async with asyncio.timeout(seconds):
        answer = await session.send("Page.captureScreenshot", {"format": "png", **how})
    return base64.b64decode(answer["data"])
