"""JSON that shops write by hand or paste together, mended until it can be read.

JSON-LD comes out of templates: with comments, entities, trailing commas, line breaks and bare
quotation marks inside texts, or several documents in one block. Each mending is tried only when
the block cannot be read without it; every pass walks the text once.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Any

from crawler.extract.structured.js_literals import read_literal

_FRAME = re.compile(
    r"^\s*(?:<!--(?:(?!-->)[^{\[])*-->|<!--|(?://\s*)?<!\[CDATA\[|/\*.*?\*/|//[^\n]*\n)+|(?:-->|(?://\s*)?\]\]>|;)\s*$",
    re.S,
)
_BLANK = " \t\r\n\ufeff\u200b\u00a0"
"""Characters around a block: white space, and marks that editors leave behind."""
_COMMENT = re.compile(r"^\s*(?://[^\n]*|/\*[^\n]*?\*/)\s*$", re.M)
_TRAILING = re.compile(r",(?=\s*[}\]])")
_CLOSES = re.compile(r"\s*(?:[}\]:]|,\s*(?:[\"{\[}\]]|-?\d|true|false|null)|$)")
_STRICT = json.JSONDecoder(strict=False)
_MOST_DOCUMENTS = 50
"""Documents in one block; a bound on the work that one page may cost."""
_MENDED_LENGTH = 1_000_000
"""Characters of a block that is mended; a bound on the work that one page may cost: some .5 s."""


def read_json(text: str) -> list[Any]:
    """The documents in a text, as they are or mended; none when nothing of it can be read."""
    try:
        values = [json.loads(text, strict=False)]
    except (ValueError, RecursionError):
        values = _mended(text) if len(text) <= _MENDED_LENGTH else []
    return [inner for value in values for inner in _unpacked(value)]


def _unpacked(value: Any) -> list[Any]:
    """A document, or those in a text that is JSON once more: some shops encode it twice."""
    if not isinstance(value, str):
        return [value]
    return read_json(value) if value.lstrip()[:1] in ("{", "[") else []


def _mended(text: str) -> list[Any]:
    for attempt in _attempts(text):
        if values := _documents(attempt):
            return values
    bare = _bare(text)
    value = read_literal(bare)
    if not value and bare[:1] in ("{", "["):
        return _documents(_closed(bare))
    return [value] if value else []


def _attempts(text: str) -> Iterator[str]:
    bare = _bare(text)
    yield bare
    if "&quot;" in bare or "&#34;" in bare:
        bare = html.unescape(bare)
        yield bare
    bare = _TRAILING.sub("", _COMMENT.sub("", bare))
    yield bare
    yield _TRAILING.sub("", _escaped_quotes(bare))


def _bare(text: str) -> str:
    """Without the comment or CDATA marks around it."""
    return _FRAME.sub("", _FRAME.sub("", text.strip(_BLANK))).strip(_BLANK)


def _documents(text: str) -> list[Any]:
    """One document after another, if the text holds nothing else."""
    values: list[Any] = []
    position = 0
    while position < len(text) and len(values) < _MOST_DOCUMENTS:
        try:
            value, position = _STRICT.raw_decode(text, position)
        except (ValueError, RecursionError):
            return []
        values.append(value)
        while position < len(text) and text[position] in " \t\r\n,;":
            position += 1
    return values


def _escaped_quotes(text: str) -> str:
    """Quotation marks inside texts escaped: one that closes is followed by what JSON wants next."""
    out: list[str] = []
    inside = skip = False
    for at, char in enumerate(text):
        if skip:
            skip = False
        elif char == "\\" and inside:
            skip = True
        elif char == '"':
            if not inside:
                inside = True
            elif _CLOSES.match(text, at + 1):
                inside = False
            else:
                out.append("\\")
        out.append(char)
    return "".join(out)


def _closed(text: str) -> str:
    """A document that is cut off, closed behind its last whole member.

    Behind that member brackets only open: those open at its end are the first of those open at last.
    """
    brackets: list[str] = []
    inside = skip = False
    end = depth = 0
    for at, char in enumerate(text):
        if skip:
            skip = False
        elif inside:
            skip, inside = char == "\\", char != '"'
        elif char == '"':
            inside = True
        elif char in "{[":
            brackets.append("}" if char == "{" else "]")
        elif char in "}]" and brackets:
            brackets.pop()
            end, depth = at + 1, len(brackets)
        elif char == "," and brackets:
            end, depth = at, len(brackets)
    whole = text.rstrip() + "".join(reversed(brackets))
    if not inside and _documents(whole):
        return whole
    return text[:end] + "".join(reversed(brackets[:depth]))
