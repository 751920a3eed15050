"""JSON blocks and script objects of a page: Next / Nuxt state, `g_page_config = {…}`, `Setup({…})`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any
from urllib.parse import unquote

import re2

from crawler.extract.page.page import Page
from crawler.extract.page.selector import CssSelector
from crawler.extract.structured.function_calls import called_objects
from crawler.extract.structured.js_literals import try_literal
from crawler.extract.structured.state_keys import PRICES

_ASSIGNED = re.compile(r"=(?<![=!<>]=)\s*\(?\s*(?=[{\[])")
_NAME = re.compile(r"([\w$.]{1,60}(?:\[['\"][\w-]+['\"]\])?)\s*$")
_NAME_REACH = 90
"""Characters before an object in which the name that it is assigned to ends."""
_OWNER = re.compile(r"^(?:window|self|this)\.(?=\w)")
_CALLED = re.compile(r"\(\s*(?=[{\[])")
_FUNCTIONS = ("push", "Setup", "init", "render", "setData", "setup")
"""Ends of the names of functions that are called with a page's data."""
_CALLER = re.compile(r"(?<![\w$.])[\w$.]{0,60}$")
_PARSED = re.compile(r"JSON\.parse\(\s*(['\"])((?:(?!\1)[^\\]|\\.){20,})\1\s*\)", re.S)
_ASSIGNS = re.compile(r"([\w$.]{2,60})\s*=\s*$")
_ALIAS = re.compile(r"(?:window|self)\.([\w$]{2,60})\s*=\s*([\w$]{1,60})\s*[;,}\n]")
_COMMENTED = re.compile(r"<!--\s*(?=[{\[]\s*[\"{\[])")
_COMMENTED_BYTES = re2.compile(rb"<!--(?:[\s\v\x1c-\x1f]|[^\x00-\x7f])*[{\[]")
"""Whether there may be any, in UTF-8: at a seventh of the time."""
_OPTIONS = re2.Options()
_OPTIONS.case_sensitive = False
_NAMES_PRICE = re2.compile("|".join(PRICES), _OPTIONS)
"""A key under which a price may stand; without one a script holds no goods."""
_HOLDING = (
    "data-page", "data-props", "data-state", "data-json", "data-initial-state", "data-react-props",
    "data-product", "data-product-json",
)  # fmt: skip
_HOLDERS = CssSelector(",".join(f"[{name}]" for name in _HOLDING))
_SCRIPTS = CssSelector("script:not([src])")
_BLOCK_LENGTH = 4_000_000
"""Characters of one script; a bound on the work that one page may cost."""
_MOST_SCRIPTS = 80
"""Scripts of one page; a bound on the work that one page may cost."""
_MOST_OBJECTS = 30
"""Objects of one script; a bound on the work that one page may cost."""
_MOST_TRIALS = 500
"""Places in one script where an object may begin; a bound on the work that one page may cost."""
_MOST_TRIED = 4_000_000
"""Characters of one script that are read for objects, a piece inside another counted again: each
bracket that nothing closes is read to the script's end. Some .15 s of CPU."""


def priced_script_values(page: Page) -> list[Any]:
    """The JSON blocks and plain script objects of a page that may hold a price, in order."""
    return [value for _, value in named_script_values(page, priced=True)]


def named_script_values(page: Page, *, priced: bool = False) -> Iterator[tuple[str, Any]]:
    """Every JSON block and plain script object with its name: that of the variable, or the id of
    the script element that holds it. With `priced` only of scripts that name a price."""
    for script in page.document.select(_SCRIPTS)[:_MOST_SCRIPTS]:
        name, held = script.value("id"), script.value("data-obj")
        if held and len(held) <= _BLOCK_LENGTH and (value := _json(held)) is not None:
            yield name, value
        text = page.document.text_of(script)
        kind = script.value("type").lower()
        if len(text) < 20 or len(text) > _BLOCK_LENGTH or "ld+json" in kind:
            continue
        if priced and not _NAMES_PRICE.search(text):
            continue
        if "json" in kind:
            if (value := _block(text)) is not None:
                yield name, value
        elif not kind or "javascript" in kind or kind == "module":
            yield from _script(name, text)
        elif text.lstrip()[:1] in ("{", "[") and (value := _block(text)) is not None:
            yield name, value  # of a type that browsers leave alone
    yield from _hidden_values(page)


def _hidden_values(page: Page) -> Iterator[tuple[str, Any]]:
    """JSON in comments (`<code><!--{…}--></code>`) and in attributes that scripts read (data-page)."""
    comments = _COMMENTED.finditer(page.text) if _COMMENTED_BYTES.search(page.encoded) else ()
    for match in islice(comments, _MOST_SCRIPTS):
        end = page.text.find("-->", match.end())
        if 0 < end - match.end() <= _BLOCK_LENGTH:
            value = _json(page.text[match.end() : end].strip())
            if value is not None:
                yield "", value
    for element in page.document.select(_HOLDERS)[:_MOST_SCRIPTS]:
        for text in (element.value(name) for name in _HOLDING):
            holds = text[:1] in ("{", "[") and len(text) <= _BLOCK_LENGTH
            if holds and (value := _json(text)) is not None:
                yield element.value("id"), value


def _script(name: str, text: str) -> Iterator[tuple[str, Any]]:
    whole = text.strip()
    if whole.startswith("%7B") and (value := _block(whole)) is not None:
        yield name, value
    else:
        yield from script_objects(text).items()


def script_objects(text: str) -> dict[str, object]:
    """Named object literals of a script: `g_page_config = {…}` → {"g_page_config": …}."""
    objects: dict[str, object] = {}
    tried = 0
    for named, opening in _places(text):
        if len(objects) >= _MOST_OBJECTS or tried > _MOST_TRIED:
            break
        value, end = try_literal(text, opening)
        tried += end - opening
        if value:
            objects.setdefault(named, value)
    for match in _PARSED.finditer(text):
        if (value := _json(re.sub(r"\\(['\"\\])", r"\1", match[2]))) is not None:
            name = _ASSIGNS.search(_before(text, match.start()))
            objects.setdefault(name[1] if name else f"JSON#{match.start()}", value)
    for assigned, value in called_objects(text):
        objects.setdefault(assigned, value)
    outer = _alias(text, objects)
    return {outer.get(name, name): value for name, value in objects.items()} if outer else objects


def _places(text: str) -> Iterator[tuple[str, int]]:
    """Names of objects and the places where they begin: those assigned, then those that functions are called with."""
    for match in islice(_ASSIGNED.finditer(text), _MOST_TRIALS):
        if name := _NAME.search(_before(text, match.start())):
            yield _OWNER.sub("", name[1]), match.end()
    for function, start, opening in islice(_calls(text), _MOST_TRIALS):
        caller = _CALLER.search(_before(text, start))
        yield f"{caller[0] if caller else ''}{function}#{start}", opening


def _calls(text: str) -> Iterator[tuple[str, int, int]]:
    """Functions that are called with an object: the end of the name, its place, the place of the object."""
    for match in _CALLED.finditer(text):
        if text.endswith(_FUNCTIONS, 0, match.start()):
            name = next(name for name in _FUNCTIONS if text.endswith(name, 0, match.start()))
            yield name, match.start() - len(name), match.end()


def _before(text: str, place: int) -> str:
    """What stands right before a place: patterns that begin with a name would try every word."""
    return text[max(0, place - _NAME_REACH) : place]


def _alias(text: str, objects: dict[str, object]) -> dict[str, str]:
    """Local names of objects that the script hands on: `var b = {…}; window.__STATE__ = b`."""
    if not any(len(name) <= 2 for name in objects):
        return {}
    return {inner: outer for outer, inner in _ALIAS.findall(text) if inner in objects}


def _block(text: str) -> Any:
    """A block of JSON, written plainly or with its characters percent-encoded."""
    stripped = text.strip()
    return _json(unquote(stripped) if stripped.startswith("%7B") else stripped)


def _json(text: str) -> Any:
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None
