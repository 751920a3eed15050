"""Values that only an API's description has, each read strictly; an error names the key (接口描述的取值)."""

from __future__ import annotations

import codecs
import re
from collections.abc import Collection
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from crawler.open_api.json_path import PATH
from crawler.open_api.request import VARIABLES
from storage.base.errors import BadInput
from storage.files.yaml_values import mapping, text

_BRACED = re.compile(r"\{([^{}]*)\}")


def texts(value: object, key: str) -> tuple[str, ...]:
    """One text, or a list of them; a code may be written as a number."""
    items = value if isinstance(value, list) else [value]
    return tuple(text(str(item) if isinstance(item, int) else item, key) for item in items)


def choice(value: object, choices: Collection[str], key: str) -> str:
    if value not in choices:
        raise BadInput("api.choice", key=key, value=value, choices=", ".join(choices))
    return str(value)


def address(value: object, key: str) -> str:
    url = text(value, key)
    if not re.fullmatch(r"https?://[^\s/?#]+[^\s?#]*", url):
        raise BadInput("api.no-address", key=key, value=url)
    return url


def paths(value: object, key: str) -> tuple[str, ...]:
    """One path into JSON, or several in order of preference."""
    names = texts(value, key)
    for name in names:
        if not PATH.fullmatch(name):
            raise BadInput("api.no-path", key=key, value=name)
    return names


def pattern(value: object, key: str, group: str | None = None) -> str:
    written = text(value, key)
    try:
        groups = re.compile(written).groupindex
    except re.error as error:
        raise BadInput("api.no-pattern", key=key, value=written, reason=str(error)) from error
    if group is not None and group not in groups:
        raise BadInput("api.no-group", key=key, value=written, group=group)
    return written


def template(value: object, key: str, names: Collection[str]) -> Any:
    """A text with {variables}, or JSON made of such texts; every variable must exist."""
    if isinstance(value, dict):
        return {
            name: template(entry, f"{key}.{name}", names)
            for name, entry in mapping(value, key).items()
        }
    if isinstance(value, list):
        return [template(entry, key, names) for entry in value]
    if isinstance(value, float) or value is None:
        raise BadInput("api.no-template", key=key)
    for name in _BRACED.findall(value) if isinstance(value, str) else ():
        if name not in names and name not in VARIABLES:
            raise BadInput("api.no-variable", key=key, value=name)
    return value


def templates(value: object, key: str, names: Collection[str]) -> dict[str, Any]:
    return {
        name: template(entry, f"{key}.{name}", names) for name, entry in mapping(value, key).items()
    }


def pattern_text(value: object, expression: str, key: str) -> str:
    """A text of a fixed form."""
    written = text(value, key)
    if not re.fullmatch(expression, written):
        raise BadInput("api.form", key=key, value=written, pattern=expression)
    return written


def charset(value: object, key: str) -> str:
    name = text(value, key)
    try:
        return codecs.lookup(name).name
    except LookupError as error:
        raise BadInput("api.no-charset", key=key, value=name) from error


def zone(value: object, key: str) -> str:
    name = text(value, key)
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise BadInput("api.no-zone", key=key, value=name) from error
