"""Values of a parsed YAML file, each read strictly; an error names the key (文件中的取值)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any, TypeVar

from storage.base.errors import BadInput
from storage.base.message import Message
from storage.files.text_file import read_text
from storage.files.yaml_file import load_yaml

T = TypeVar("T")


def read_yaml(file: Path, read: Callable[[object], T]) -> T:
    """What `read` makes of a file's document. Raises BadInput naming the file and what is wrong in it."""
    value = load_yaml(read_text(file), str(file))
    try:
        return read(value)
    except BadInput as error:
        raise BadInput("yaml.in-file", file=file, reason=error.message) from error


def mapping(value: object, key: str | Message) -> dict[str, Any]:
    if not isinstance(value, dict) or not all(isinstance(name, str) for name in value):
        raise BadInput("yaml.no-mapping", key=key)
    return value


def only(entries: Mapping[str, Any], names: Collection[str], key: str) -> None:
    """Raises BadInput for the first name that does not exist; an empty `key` is the file as a whole."""
    for name in entries:
        if name not in names:
            raise BadInput("yaml.key-unknown", key=_within(key, name))


def required(entries: Mapping[str, Any], names: Collection[str], key: str) -> None:
    for name in names:
        if entries.get(name) in (None, "", [], {}):
            raise BadInput("yaml.key-missing", key=_within(key, name))


def record(
    value: object, kind: type[Any], key: str, necessary: Collection[str] = ()
) -> dict[str, Any]:
    """The fields of a dataclass that a mapping gives, none unknown, `necessary` ones among them."""
    entries = mapping(value, key)
    only(entries, kind.__dataclass_fields__, key)
    required(entries, necessary, key)
    return entries


def text(value: object, key: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise BadInput("yaml.no-text", key=key)
    return value.strip()


def texts(value: object, key: str) -> tuple[str, ...]:
    """One text, or a list of them."""
    items = value if isinstance(value, list) else [value]
    return tuple(text(item, key) for item in items)


def flag(value: object, key: str) -> bool:
    if not isinstance(value, bool):
        raise BadInput("yaml.no-flag", key=key)
    return value


def whole(value: object, key: str, least: int = 0) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < least:
        raise BadInput("yaml.no-count", key=key, least=least)
    return value


def seconds(value: object, key: str) -> float:
    """From 0 to an hour."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 3600:
        raise BadInput("yaml.no-seconds", key=key)
    return float(value)


def _within(key: str, name: str) -> str:
    return f"{key}.{name}" if key else name
