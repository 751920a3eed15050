"""JavaScript object literals read as data: what `json` reads and what people write by hand.

Never runs anything: expressions that are no plain value (calls, variables) become None.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from contextlib import suppress
from types import MappingProxyType
from typing import Any

_SPACE = re.compile(r"(?:\s+|//[^\n]*|/\*.*?\*/)*", re.S)
_NAME = re.compile(r"[A-Za-z_$][\w$]*|\d+")
_NUMBER = re.compile(r"-?(?:0[xX][\da-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)")
_STRING = re.compile(r"\"((?:[^\"\\\n]|\\.)*)\"|'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\]|\\.)*)`", re.S)
_PLAIN_MEMBER = re.compile(
    r"""
    \s*(?:"(?P<quoted>[^"\\\n]*)"|(?P<key>[A-Za-z_$][\w$]*))\s*:\s*
    (?:
        (?:
            "(?P<text>[^"\\\n]*+(?:\\.[^"\\\n]*+)*+)" | (?P<number>-?\d{1,15}(?P<decimals>\.\d{1,15})?)
          | (?P<word>[A-Za-z_$][\w$]*) | !(?P<bit>[01])
        )
        \s*(?:,|(?=\}))
      | (?=(?P<opening>[{\[]))
    )
    """,
    re.X | re.S,
)
"""One member of an object, as most are: no comment, no escape in its name, one plain value, or the
beginning of an object or array."""
_MARK = re.compile(r"[\"'`(\[{)\]},]")
"""What begins a string, or opens, closes or ends an expression."""
_ESCAPE = re.compile(r"\\(u[\da-fA-F]{4}|x[\da-fA-F]{2}|.)", re.S)
_WORDS: dict[str, object] = {"true": True, "false": False, "null": None, "undefined": None}
_CHARACTERS = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "", "\n": ""}
_NO_SPACE = frozenset("{}[](),:\"'")
_ENDS = (",", "}", "]", ")")
_NO_NAMES: Mapping[str, Any] = MappingProxyType({})
_DEEPEST = 60
"""Objects inside one another; a bound on the work that one page may cost."""
_BOUND_LENGTH = 2_000_000
"""Characters of a literal whose names are replaced; a bound on the work that one page may cost."""
_LITERAL_LENGTH = 400_000
"""Characters of a literal that is no JSON; a bound on the work that one page may cost."""
_UNDEFINED = "undefined"
_QUOTED = re.compile(r"(\"[^\"\\]*+(?:\\.[^\"\\]*+)*+\"?)", re.S)
"""A text in quotation marks, or what begins as one and never ends: else each mark in it would be tried."""
_STRICT = json.JSONDecoder(strict=False)


def read_literal(source: str, start: int = 0) -> Any:
    """The object or array that begins at `start` (space before it is skipped); None if there is none."""
    return try_literal(source, start)[0]


def try_literal(source: str, start: int) -> tuple[Any, int]:
    """`read_literal`, and how far it reads, whether or not what it reads is a literal."""
    at = _SPACE.match(source, start).end()  # type: ignore[union-attr]
    if at >= len(source) or source[at] not in "{[":
        return None, at
    try:
        return _STRICT.raw_decode(source, at)
    except json.JSONDecodeError as error:
        if source.startswith(_UNDEFINED, error.pos):
            with suppress(ValueError, RecursionError):
                literal = _with_nulls(source[at : at + _LITERAL_LENGTH])
                return _STRICT.raw_decode(literal)[0], at + len(literal)
    except (ValueError, RecursionError):
        pass
    reader = _Reader(source[at : at + _LITERAL_LENGTH])
    try:
        return reader.value(0), at + reader.at
    except (_Unreadable, RecursionError):
        return None, at + reader.at


def _with_nulls(literal: str) -> str:
    """A literal that is JSON but for `undefined`, as programs write their state, as JSON."""
    pieces = _QUOTED.split(literal)
    pieces[::2] = [code.replace(_UNDEFINED, "null") for code in pieces[::2]]
    return "".join(pieces)


def read_bound(source: str, start: int, names: Mapping[str, Any]) -> tuple[Any, int]:
    """The literal at `start` with names in it replaced by their values, and where it ends (0: nowhere)."""
    reader = _Reader(source[start : start + _BOUND_LENGTH], names)
    try:
        return reader.value(0), start + reader.at
    except (_Unreadable, RecursionError):
        return None, 0


def read_arguments(source: str, start: int) -> tuple[list[Any], int]:
    """The arguments of the call whose bracket opens at `start`, and where it ends (0: nowhere)."""
    reader = _Reader(source[start : start + _BOUND_LENGTH])
    try:
        return reader.items(0, ")"), start + reader.at
    except (_Unreadable, RecursionError):
        return [], 0


class _Unreadable(Exception):
    pass


class _Reader:
    def __init__(self, source: str, names: Mapping[str, Any] = _NO_NAMES) -> None:
        self.source = source
        self.names = names
        self.at = 0

    def value(self, depth: int) -> Any:
        self.skip()
        if depth > _DEEPEST or self.at >= len(self.source):
            raise _Unreadable
        char = self.source[self.at]
        if char == "{":
            return self.members(depth)
        if char == "[":
            return self.items(depth)
        return self.expression()

    def members(self, depth: int) -> dict[str, object]:
        members: dict[str, object] = {}
        self.at += 1
        plain = depth < _DEEPEST
        while not self.closes("}"):
            if plain and (match := _PLAIN_MEMBER.match(self.source, self.at)):
                name = match["quoted"] if match["key"] is None else match["key"]
                self.at = match.end()
                if opening := match["opening"]:
                    inner = self.members if opening == "{" else self.items
                    members[name] = inner(depth + 1)
                    self.comma("}")
                else:
                    members[name] = self.plain_value(match)
                continue
            key = self.key()
            if self.peek() != ":":
                members[key] = None
            else:
                self.at += 1
                members[key] = self.value(depth + 1)
            self.comma("}")
        return members

    def plain_value(self, match: re.Match[str]) -> Any:
        """The value of a plain member."""
        if (text := match["text"]) is not None:
            return unescape(text)
        if number := match["number"]:
            return float(number) if match["decimals"] else int(number)
        if bit := match["bit"]:
            return bit == "0"
        return self.names.get(match["word"], _WORDS.get(match["word"]))

    def items(self, depth: int, bracket: str = "]") -> list[Any]:
        items: list[Any] = []
        self.at += 1
        while not self.closes(bracket):
            if self.peek() == ",":
                self.at += 1
                continue
            items.append(self.value(depth + 1))
            self.comma(bracket)
        return items

    def expression(self) -> Any:
        """One plain value; anything that goes on (a sum, a call) is unknown."""
        start = self.at
        if match := _STRING.match(self.source, start):
            self.at = match.end()
            text = next(group for group in match.groups() if group is not None)
            if self.peek() in _ENDS:
                return unescape(text)
        elif match := _NUMBER.match(self.source, start):
            self.at = match.end()
            if self.peek() in _ENDS:
                return _number(match[0])
        elif match := _NAME.match(self.source, start):
            self.at = match.end()
            if self.peek() in _ENDS:
                return self.names.get(match[0], _WORDS.get(match[0]))
        elif self.source.startswith(("!0", "!1"), start):
            self.at += 2
            return self.source[start + 1] == "0"
        self.at = start
        self.skip_expression()
        return None

    def skip_expression(self) -> None:
        """Step over code up to the comma or bracket that ends it."""
        depth = 0
        while mark := _MARK.search(self.source, self.at):
            self.at, char = mark.start(), mark[0]
            if char in "\"'`" and (match := _STRING.match(self.source, self.at)):
                self.at = match.end()
                continue
            if char in "([{":
                depth += 1
            elif char in ")]}":
                if depth == 0:
                    return
                depth -= 1
            elif char == "," and depth == 0:
                return
            self.at += 1
        self.at = len(self.source)
        raise _Unreadable

    def key(self) -> str:
        self.skip()
        if match := _STRING.match(self.source, self.at):
            self.at = match.end()
            return unescape(next(group for group in match.groups() if group is not None))
        if match := _NAME.match(self.source, self.at):
            self.at = match.end()
            return match[0]
        raise _Unreadable

    def skip(self) -> None:
        self.at = _SPACE.match(self.source, self.at).end()  # type: ignore[union-attr]

    def peek(self) -> str:
        char = self.source[self.at : self.at + 1]
        if char in _NO_SPACE:
            return char
        self.skip()
        return self.source[self.at : self.at + 1] or "\0"

    def closes(self, bracket: str) -> bool:
        if self.peek() == "\0":
            raise _Unreadable
        if self.source[self.at] != bracket:
            return False
        self.at += 1
        return True

    def comma(self, bracket: str) -> None:
        char = self.peek()
        if char == ",":
            self.at += 1
        elif char != bracket:
            raise _Unreadable


def unescape(text: str) -> str:
    """A JavaScript string's characters, its escapes resolved."""
    return _ESCAPE.sub(_escaped, text) if "\\" in text else text


def _escaped(match: re.Match[str]) -> str:
    code = match[1]
    if len(code) > 1:
        return chr(int(code[1:], 16))
    return _CHARACTERS.get(code, code)


def _number(text: str) -> int | float:
    try:
        return int(text, 0)
    except ValueError:
        pass
    try:
        return int(text)
    except ValueError:
        return float(text)
