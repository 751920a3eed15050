"""The file of a platform profile (平台档案): YAML, read strictly.

A key that is not known is an error that names it, since a misspelt selector would otherwise
silently find nothing. The format: docs/platform-profiles.md.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from crawler.platform.profile import (
    CARD_FIELDS,
    LISTING_FIELDS,
    FieldEvidence,
    Paging,
    PlatformContact,
    Profile,
)
from crawler.platform.selectors import Selector, as_selectors, compile_pattern
from storage.base.errors import BadInput
from storage.base.message import Message
from storage.files.text_file import read_text
from storage.files.yaml_file import load_yaml


def load_profile(file: Path) -> Profile:
    """Read one profile. Raises BadInput naming the file and what is wrong in it."""
    value = load_yaml(read_text(file), str(file))
    try:
        return profile_from(value)
    except BadInput as error:
        raise BadInput("profile.in-file", file=file, reason=error.message) from error


def profile_from(value: object) -> Profile:
    """A profile from its parsed YAML. Raises BadInput."""
    entries = _mapping(value, Message("profile.whole"))
    _only(entries, _KEYS, "")
    for required in ("name", "title", "hosts"):
        if not entries.get(required):
            raise BadInput("profile.key-missing", key=required)
    read: dict[str, Any] = {}
    for key, item in entries.items():
        read[key] = _KEYS[key](item, key)
    if read.get("render", "auto") not in ("auto", "always", "never"):
        raise BadInput("profile.render", value=read["render"])
    return Profile(**read)


def _mapping(value: object, key: str | Message) -> dict[str, Any]:
    if not isinstance(value, dict) or not all(isinstance(key, str) for key in value):
        raise BadInput("profile.no-mapping", key=key)
    return value


def _only(
    entries: Mapping[str, Any], allowed: Mapping[str, Any] | tuple[str, ...], at: str
) -> None:
    for key in entries:
        if key not in allowed:
            raise BadInput("profile.key-unknown", key=f"{at}{key}")


def _text(value: object, key: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise BadInput("profile.no-text", key=key)
    return value.strip()


def _texts(value: object, key: str) -> tuple[str, ...]:
    items = value if isinstance(value, list) else [value]
    return tuple(_text(item, key) for item in items)


def _flag(value: object, key: str) -> bool:
    if not isinstance(value, bool):
        raise BadInput("profile.no-flag", key=key)
    return value


def _count(value: object, key: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise BadInput("profile.no-count", key=key)
    return value


def _seconds(value: object, key: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 3600:
        raise BadInput("profile.no-seconds", key=key)
    return float(value)


def _patterns(value: object, key: str) -> tuple[str, ...]:
    patterns = _texts(value, key)
    for pattern in patterns:
        if "id" not in compile_pattern(pattern, key).groupindex and key == "item_urls":
            raise BadInput("profile.no-id-group", key=key, pattern=pattern)
    return patterns


def _template(value: object, key: str) -> str:
    template = _text(value, key)
    names = set(re.findall(r"\{(\w*)\}", template))
    if "query" not in names or names - {"query", "page"} or not template.startswith("http"):
        raise BadInput("profile.no-template", key=key)
    return template


def _contact(value: object, key: str) -> PlatformContact:
    entries = _mapping(value, key)
    _only(entries, tuple(PlatformContact.__dataclass_fields__), f"{key}.")
    return PlatformContact(**{name: _text(text, f"{key}.{name}") for name, text in entries.items()})


def _paging(value: object, key: str) -> Paging:
    entries = _mapping(value, key)
    _only(entries, tuple(Paging.__dataclass_fields__), f"{key}.")
    numbers = {
        name: _count(entries[name], f"{key}.{name}")
        for name in ("step", "first")
        if name in entries
    }
    return Paging(parameter=_text(entries.get("parameter"), f"{key}.parameter"), **numbers)


def _code(value: object, key: str) -> str:
    text = _text(value, key)
    if not re.fullmatch("[A-Z]{3}", text):
        raise BadInput("profile.no-currency", key=key, value=text)
    return text


def _fields(value: object, key: str) -> dict[str, tuple[Selector, ...]]:
    entries = _mapping(value, key)
    _only(entries, tuple(CARD_FIELDS if key == "cards" else LISTING_FIELDS), f"{key}.")
    return {name: as_selectors(item, f"{key}.{name}") for name, item in entries.items()}


def _evidence(value: object, key: str) -> dict[str, FieldEvidence]:
    entries = _mapping(value, key)
    _only(entries, tuple(LISTING_FIELDS), f"{key}.")
    evidence: dict[str, FieldEvidence] = {}
    for name, item in entries.items():
        counts = _mapping(item, f"{key}.{name}")
        _only(counts, tuple(FieldEvidence.__dataclass_fields__), f"{key}.{name}.")
        numbers = {
            count: _count(counts.get(count), f"{key}.{name}.{count}")
            for count in FieldEvidence.__dataclass_fields__
        }
        evidence[name] = FieldEvidence(**numbers)
    return evidence


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
    "evidence": _evidence,
    "unchecked": _texts,
}
