"""One script object of a page by its name (脚本数据): found by the name, without reading the others."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import Any

from crawler.extract.page.page import Page
from crawler.extract.structured.script_data import named_script_values

_DECODER = json.JSONDecoder(strict=False)
_IDENTIFIER = re.compile(r"[\w$-]+")


def script_value(page: Page, name: str) -> Any:
    """The object that a script assigns to `name`, or that the JSON script of that id holds; None without.

    Most are plain JSON right behind the name; any other way of writing it is found among all.
    """
    for match in _assignment(name).finditer(page.text):
        try:
            return _DECODER.raw_decode(page.text, match.end())[0]
        except (ValueError, RecursionError):
            break
    if _IDENTIFIER.fullmatch(name) and (node := page.tree.css_first(f'script[id="{name}"]')):
        try:
            return json.loads(node.text() or "", strict=False)
        except (ValueError, RecursionError):
            pass
    values = named_script_values(page)
    return next((value for key, value in values if _plain(key) == name), None)


def _plain(key: str) -> str:
    return key.removeprefix("window.").split("#")[0]


@lru_cache(maxsize=256)
def _assignment(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w$.]){_OWNER}{re.escape(name)}\s*=\s*(?=[{{\[])")


_OWNER = r"(?:(?:window|self)\.)?"
