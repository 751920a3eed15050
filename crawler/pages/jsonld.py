"""The JSON-LD blocks of a page, as they are or slightly mended."""

from __future__ import annotations

import json
import re
from typing import Any

from crawler.pages.page import Page

_COMMENTS = re.compile(
    r"^\s*(?:<!--|//<!\[CDATA\[|<!\[CDATA\[|/\*.*?\*/)|(?:-->|//\]\]>|\]\]>|;)\s*$"
)
_TRAILING = re.compile(r",\s*([}\]])")


def documents(page: Page) -> list[Any]:
    """Every JSON-LD block that can be read; slightly broken ones are mended."""
    found: list[Any] = []
    if "ld+json" not in page.text:
        return found
    for node in page.tree.css('script[type*="ld+json"]'):
        value = _loads(node.text() or "")
        if value is not None:
            found.append(value)
    return found


def _loads(text: str) -> Any:
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        pass
    mended = _TRAILING.sub(r"\1", _COMMENTS.sub("", _COMMENTS.sub("", text.strip())))
    try:
        return json.loads(mended, strict=False)
    except (ValueError, RecursionError):
        return None
