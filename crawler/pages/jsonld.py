"""The JSON-LD blocks of a page, as they are or slightly mended."""

from __future__ import annotations

from typing import Any

from crawler.pages.hints import Hint
from crawler.pages.mending import read_json
from crawler.pages.page import Page


def documents(page: Page) -> list[Any]:
    """Every JSON-LD block that can be read; broken ones are mended."""
    if Hint.JSON_LD not in page.hints:
        return []
    nodes = page.tree.css('script[type*="ld+json"]')
    return [value for node in nodes for value in read_json(node.text() or "")]
