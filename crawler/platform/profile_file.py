"""The file of a platform profile (平台档案): YAML, read strictly.

A key that is not known is an error that names it, since a misspelt selector would otherwise
silently find nothing. The format: docs/platform-profiles.md.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from crawler.platform.profile import CARD_FIELDS, LISTING_FIELDS, Contact, Paging, Profile
from crawler.platform.selectors import Selector, as_selectors, compile_pattern
from storage.base.errors import BadInput


def load_profile(file: Path) -> Profile:
    """Read one profile. Raises BadInput naming the file and what is wrong in it."""
    try:
        value = yaml.safe_load(file.read_text("utf-8"))
    except OSError as error:
        raise BadInput(f"cannot read {file}: {error.strerror}") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise BadInput(f"{file}: not YAML: {' '.join(str(error).split())}") from error
    try:
        return profile_from(value)
    except BadInput as error:
        raise BadInput(f"{file}: {error}") from error


def profile_from(value: object) -> Profile:
    """A profile from its parsed YAML. Raises BadInput."""
    given = _mapping(value, "a profile")
    _only(given, _KEYS, "")
    for required in ("name", "title", "hosts"):
        if not given.get(required):
            raise BadInput(f"'{required}' is missing")
    read: dict[str, Any] = {}
    for key, item in given.items():
        read[key] = _KEYS[key](item, key)
    if read.get("render", "auto") not in ("auto", "always", "never"):
        raise BadInput(f"'render' must be auto, always or never, not '{read['render']}'")
    return Profile(**read)


def _mapping(value: object, what: str) -> dict[str, Any]:
    if not isinstance(value, dict) or not all(isinstance(key, str) for key in value):
        raise BadInput(f"{what} must be a mapping of names to values")
    return value


def _only(given: Mapping[str, Any], known: Mapping[str, Any] | tuple[str, ...], at: str) -> None:
    for key in given:
        if key not in known:
            raise BadInput(f"unknown key '{at}{key}'")


def _text(value: object, key: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise BadInput(f"'{key}' must be a text")
    return value.strip()


def _texts(value: object, key: str) -> tuple[str, ...]:
    items = value if isinstance(value, list) else [value]
    return tuple(_text(item, key) for item in items)


def _flag(value: object, key: str) -> bool:
    if not isinstance(value, bool):
        raise BadInput(f"'{key}' must be true or false")
    return value


def _count(value: object, key: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise BadInput(f"'{key}' must be a whole number, 0 or more")
    return value


def _seconds(value: object, key: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 3600:
        raise BadInput(f"'{key}' must be a number of seconds, 0 to 3600")
    return float(value)


def _patterns(value: object, key: str) -> tuple[str, ...]:
    patterns = _texts(value, key)
    for pattern in patterns:
        if "id" not in compile_pattern(pattern, key).groupindex and key == "item_urls":
            raise BadInput(f"'{key}': '{pattern}' needs a group named id")
    return patterns


def _template(value: object, key: str) -> str:
    template = _text(value, key)
    names = set(re.findall(r"\{(\w*)\}", template))
    if "query" not in names or names - {"query", "page"} or not template.startswith("http"):
        raise BadInput(f"'{key}' must be an http address with {{query}} and perhaps {{page}}")
    return template


def _contact(value: object, key: str) -> Contact:
    given = _mapping(value, f"'{key}'")
    _only(given, tuple(Contact.__dataclass_fields__), f"{key}.")
    return Contact(**{name: _text(text, f"{key}.{name}") for name, text in given.items()})


def _paging(value: object, key: str) -> Paging:
    given = _mapping(value, f"'{key}'")
    _only(given, tuple(Paging.__dataclass_fields__), f"{key}.")
    numbers = {
        name: _count(given[name], f"{key}.{name}") for name in ("step", "first") if name in given
    }
    return Paging(parameter=_text(given.get("parameter"), f"{key}.parameter"), **numbers)


def _code(value: object, key: str) -> str:
    text = _text(value, key)
    if not re.fullmatch("[A-Z]{3}", text):
        raise BadInput(f"'{key}' must be a currency code like CNY, not '{text}'")
    return text


def _fields(value: object, key: str) -> dict[str, tuple[Selector, ...]]:
    given = _mapping(value, f"'{key}'")
    _only(given, tuple(CARD_FIELDS if key == "cards" else LISTING_FIELDS), f"{key}.")
    return {name: as_selectors(item, f"{key}.{name}") for name, item in given.items()}


_KEYS: dict[str, Any] = {
    "name": _text,
    "title": _text,
    "hosts": _texts,
    "enabled": _flag,
    "contact": _contact,
    "delay": _seconds,
    "render": _text,
    "mobile": _flag,
    "search": _template,
    "paging": _paging,
    "currency": _code,
    "id_space": _text,
    "item_urls": _patterns,
    "listing": _fields,
    "cards": _fields,
    "blocked": _patterns,
    "minimum_listings": _count,
    "minimum_links": _count,
    "unchecked": _texts,
}
