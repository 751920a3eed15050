"""JSON blocks and script objects of a page: Next / Nuxt state, `g_page_config = {…}`, `Setup({…})`."""

from __future__ import annotations

import json
import re
from typing import Any

from crawler.pages.literals import read_literal
from crawler.pages.page import Page

_ASSIGNED = re.compile(
    r"(?:^|[;\s{(,])(?:var\s+|let\s+|const\s+|window\.|self\.|this\.)?([\w$.]{2,60}(?:\[['\"][\w-]+['\"]\])?)\s*=\s*(?=[{\[])"
)
_CALLED = re.compile(
    r"(?<![\w$.])([\w$.]{0,60}(?:push|Setup|init|render|setData|setup))\(\s*(?=[{\[])"
)
_PARSED = re.compile(r"JSON\.parse\(\s*(['\"])((?:(?!\1)[^\\]|\\.){20,})\1\s*\)", re.S)
_BLOCK = 4_000_000
_SCRIPTS = 80
_PER_SCRIPT = 30


def page_data(page: Page) -> list[Any]:
    """Every JSON block and plain script object of a page, in order."""
    found: list[Any] = []
    for node in page.tree.css("script:not([src])")[:_SCRIPTS]:
        text = node.text() or ""
        kind = (node.attributes.get("type") or "").lower()
        if len(text) < 20 or len(text) > _BLOCK or "ld+json" in kind:
            continue
        if "json" in kind:
            value = _json(text)
            found += [value] if value is not None else []
        elif not kind or "javascript" in kind or kind == "module":
            found += list(script_objects(text).values())
    return found


def script_objects(text: str) -> dict[str, Any]:
    """Named object literals of a script: `g_page_config = {…}` → {"g_page_config": …}."""
    found: dict[str, Any] = {}
    end = 0
    for match in _ASSIGNED.finditer(text):
        if match.start() < end or len(found) >= _PER_SCRIPT:
            continue
        value = read_literal(text, match.end())
        if value:
            found.setdefault(match[1], value)
    for match in _CALLED.finditer(text):
        if len(found) >= _PER_SCRIPT:
            break
        if value := read_literal(text, match.end()):
            found.setdefault(f"{match[1]}#{match.start()}", value)
    for match in _PARSED.finditer(text):
        if (value := _json(re.sub(r"\\(['\"\\])", r"\1", match[2]))) is not None:
            found.setdefault(f"JSON#{match.start()}", value)
    return found


def _json(text: str) -> Any:
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None
