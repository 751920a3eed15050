"""Data that a script wraps into a function and calls at once: Nuxt's state, 1688's page context.

    window.__NUXT__ = (function(a, b) { return {product: {name: a, price: b}} }("面粉", 12))
    window.context = (function(b, d) { … })(window.contextPath, {"result": {…}})

Nothing is run: a body that is one returned literal is read with its parameters put in; of any
other body only the literals among its arguments are data.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from crawler.extract.structured.js_literals import read_arguments, read_bound

_WRAPPED = re.compile(r"=\s*\(?\s*function\s*\w*\(([\w$,\s]{0,60000})\)\s*\{\s*return\s*(?=[{\[])")
_ASSIGNED_TO = re.compile(r"([\w$.]{2,60})\s*$")
_NAME_REACH = 90
"""Characters before a function in which the name that it is assigned to ends."""
_NAMED = re.compile(r"(?:window\.|self\.)?([\w$.]{2,60})\s*=\s*\(?\s*function\s*\w*\(")
_APPLIED = re.compile(r"\}\s*\)?\s*\(\s*(?=(?:[\w$.]{1,80}\s*,\s*){0,3}\{\s*[\"'])")
_END = re.compile(r"\s*;?\s*\}\s*\)?\s*(?=\()")
_MOST_CALLS = 5
"""Called functions of one script; a bound on the work that one page may cost."""
_BODY_LENGTH = 400_000
"""Characters of a function's body before its call; a bound on the work that one page may cost."""


def called_objects(text: str) -> Iterator[tuple[str, Any]]:
    """The data of functions that are called where they stand, named by what they are assigned to."""
    if "function" not in text:
        return
    if "=(function" in text or "= (function" in text or "=function" in text:
        for match in islice(_WRAPPED.finditer(text), _MOST_CALLS):
            parameters = [name.strip() for name in match[1].split(",") if name.strip()]
            before = text[max(0, match.start() - _NAME_REACH) : match.start()]
            name = _ASSIGNED_TO.search(before)
            if name and (value := _returned(text, match.end(), parameters)):
                yield name[1], value
    if ")(" in text or "}(" in text:
        yield from _applied(text)


def _applied(text: str) -> Iterator[tuple[str, Any]]:
    """Literals among the arguments of functions that are called where they stand."""
    for match in islice(_APPLIED.finditer(text), _MOST_CALLS):
        objects = [v for v in read_arguments(text, match.end() - 1)[0] if isinstance(v, dict)]
        if objects and (
            names := _NAMED.findall(text[max(0, match.start() - _BODY_LENGTH) : match.start()])
        ):
            yield names[-1].removeprefix("window."), objects[-1]


def _returned(text: str, start: int, parameters: list[str]) -> Any:
    """The returned literal, its parameters replaced by the arguments of the call behind it."""
    _, end = read_bound(text, start, dict.fromkeys(parameters))
    call = _END.match(text, end) if end else None
    if call is None:
        return None
    arguments, _ = read_arguments(text, call.end())
    return read_bound(text, start, dict(zip(parameters, arguments, strict=False)))[0]
