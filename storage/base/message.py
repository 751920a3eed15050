"""Messages (提示): a code with data, put into words of one language when somebody reads it.

The words stand in one catalogue, `storage/base/catalogue/*.yml`, a file for each room:

    right-holder.unknown:
      en: "no right holder '{holder}'"
      zh: "没有编号为“{holder}”的权利人"

Both languages name the same data. A value may be a message itself, an error, or what the operating
system reports; it is put into the language of the whole.
"""

from __future__ import annotations

import errno
import json
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib.resources import files
from locale import LC_CTYPE, getlocale
from types import MappingProxyType

import yaml


class Language(StrEnum):
    """A language of messages (语言)."""

    ENGLISH = "en"
    CHINESE = "zh"


@dataclass(frozen=True)
class Message:
    """One message: its code in the catalogue, and the data that its words name."""

    code: str
    data: Mapping[str, object] = field(default_factory=dict)

    def text(self, language: Language) -> str:
        """The words in one language. A code that the catalogue lacks stands for itself."""
        words = _words_of(self.code)
        if words is None:
            return self.code
        return words[language].format_map(
            {name: _value_text(value, language) for name, value in self.data.items()}
        )

    def to_json(self) -> dict[str, object]:
        """As it is stored in a row: values are plain or messages in the same form."""
        return {
            "code": self.code,
            "data": {name: _to_plain(value) for name, value in self.data.items()},
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, object]) -> Message:
        """The message that `to_json` wrote."""
        data = stored.get("data")
        assert isinstance(data, Mapping)
        return cls(str(stored["code"]), {name: _from_plain(value) for name, value in data.items()})

    def __str__(self) -> str:
        return self.text(current_language())


def message_to_text(message: Message) -> str:
    """A message as one text column holds it."""
    return json.dumps(message.to_json(), ensure_ascii=False, separators=(",", ":"))


def message_from_text(stored: str) -> Message:
    """The message of a text column; a text that an earlier version wrote stands for itself."""
    try:
        return Message.from_json(json.loads(stored))
    except (ValueError, TypeError, KeyError, AssertionError, AttributeError):
        return Message("text", {"text": stored})


def message_of(error: BaseException) -> Message:
    """What an exception says: the message of an expected failure, the operating system's reason, or its text."""
    carried = getattr(error, "message", None)
    if isinstance(carried, Message):
        return carried
    if isinstance(error, OSError) and error.errno is not None and error.errno in errno.errorcode:
        code = f"os.{errno.errorcode[error.errno]}"
        if _words_of(code) is not None:
            return Message(code)
        return Message("text", {"text": error.strerror or type(error).__name__})
    text = " ".join(str(error)[:_LONGEST_REASON].split())
    return Message("text", {"text": text or type(error).__name__})


_LONGEST_REASON = 1000
"""Characters of an exception's own words, chosen by hand: a parser may quote a file's whole line, which has MiB."""


def value_problem(problem: Mapping[str, object]) -> Message:
    """What is wrong with one value, from one entry of pydantic's `ValidationError.errors()`."""
    code = f"value.{problem['type']}"
    if _words_of(code) is None:
        return Message("text", {"text": problem["msg"]})
    limits = problem.get("ctx")
    return Message(code, dict(limits) if isinstance(limits, Mapping) else {})


class Lines(tuple[Message, ...]):
    """Messages that stand on lines of their own in the words of another one."""

    __slots__ = ()


@cache
def catalogue() -> Mapping[str, Mapping[Language, str]]:
    """All messages by code. Raises ValueError where a code stands twice or a language is missing."""
    entries: dict[str, Mapping[Language, str]] = {}
    for name, text in _texts().items():
        for code, words in _entries_in(name, text).items():
            if code in entries:
                raise ValueError(f"{name}: {code} stands twice in the catalogue")
            entries[code] = words
    return MappingProxyType(entries)


@cache
def _words_of(code: str) -> Mapping[Language, str] | None:
    """The words of one message. Its entry alone is read: the whole takes 40 ms, and most commands say one."""
    entry = re.compile(rf"^{re.escape(code)}:.*\n(?:[ #\n].*\n?)*", re.M)
    for name, text in _texts().items():
        if match := entry.search(text):
            return _entries_in(name, match[0])[code]
    return None


@cache
def _texts() -> Mapping[str, str]:
    """The files of the catalogue by name."""
    folder = files("storage.base").joinpath("catalogue")
    names = sorted(file.name for file in folder.iterdir() if file.name.endswith(".yml"))
    return {name: folder.joinpath(name).read_text(encoding="utf-8") for name in names}


def _entries_in(name: str, text: str) -> dict[str, Mapping[Language, str]]:
    document = yaml.load(text, Loader=yaml.CSafeLoader) or {}
    entries: dict[str, Mapping[Language, str]] = {
        code: {Language(language): str(text) for language, text in words.items()}
        for code, words in document.items()
    }
    for code, words in entries.items():
        if set(words) != set(Language):
            raise ValueError(f"{name}: {code} needs both languages")
    return entries


def current_language() -> Language:
    """The language of this process: `HUBIAO_LANG` (zh or en), else that of the locale."""
    named = os.environ.get("HUBIAO_LANG", "").strip().lower()
    if not named:
        named = (
            os.environ.get("LC_ALL")
            or os.environ.get("LC_MESSAGES")
            or os.environ.get("LANG")
            or ""
        )
        named = named or (getlocale(LC_CTYPE)[0] or "")
    return Language.CHINESE if named.lower().startswith("zh") else Language.ENGLISH


def _value_text(value: object, language: Language) -> str:
    if isinstance(value, Message):
        return value.text(language)
    if isinstance(value, BaseException):
        return message_of(value).text(language)
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        separator = "、" if language is Language.CHINESE else ", "
        separator = "\n" if isinstance(value, Lines) else separator
        return separator.join(_value_text(member, language) for member in value)
    return str(value)


def _to_plain(value: object) -> object:
    if isinstance(value, BaseException):
        value = message_of(value)
    if isinstance(value, Message):
        return {"message": value.to_json()}
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return [_to_plain(member) for member in value]
    return value if isinstance(value, int | float | bool) or value is None else str(value)


def _from_plain(value: object) -> object:
    if isinstance(value, Mapping):
        nested = value["message"]
        assert isinstance(nested, Mapping)
        return Message.from_json(nested)
    if isinstance(value, list):
        return tuple(_from_plain(member) for member in value)
    return value
