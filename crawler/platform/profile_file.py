"""The file of a platform profile (平台档案): YAML, read strictly.

A key that is not known is an error that names it, since a misspelt selector would otherwise
silently find nothing. The format: docs/platform-profiles.md.
"""

from __future__ import annotations

import re
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
from storage.files import yaml_values as values
from storage.files.yaml_values import read_yaml

_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9._-]*[a-z0-9_])?|\[?[0-9a-f:]+\]?")
"""A host's name in small letters, Chinese ones as xn--…; no scheme, port or path: those never match."""


def load_profile(file: Path) -> Profile:
    """Read one profile. Raises BadInput naming the file and what is wrong in it."""
    return read_yaml(file, profile_from)


def profile_from(value: object) -> Profile:
    """A profile from its parsed YAML. Raises BadInput."""
    entries = values.mapping(value, Message("profile.whole"))
    values.only(entries, _KEYS, "")
    values.required(entries, ("name", "title", "hosts"), "")
    read: dict[str, Any] = {}
    for key, item in entries.items():
        read[key] = _KEYS[key](item, key)
    if read.get("render", "auto") not in ("auto", "always", "never"):
        raise BadInput("profile.render", value=read["render"])
    return Profile(**read)


def _patterns(value: object, key: str) -> tuple[str, ...]:
    patterns = values.texts(value, key)
    for pattern in patterns:
        if "id" not in compile_pattern(pattern, key).groupindex and key == "item_urls":
            raise BadInput("profile.no-id-group", key=key, pattern=pattern)
    return patterns


def _hosts(value: object, key: str) -> tuple[str, ...]:
    hosts = values.texts(value, key)
    for host in hosts:
        if not _HOST.fullmatch(host):
            raise BadInput("profile.no-host", key=key, value=host)
    return hosts


def _template(value: object, key: str) -> str:
    template = values.text(value, key)
    names = set(re.findall(r"\{(\w*)\}", template))
    if "query" not in names or names - {"query", "page"} or not template.startswith("http"):
        raise BadInput("profile.no-template", key=key)
    return template


def _contact(value: object, key: str) -> PlatformContact:
    entries = values.record(value, PlatformContact, key)
    return PlatformContact(
        **{name: values.text(text, f"{key}.{name}") for name, text in entries.items()}
    )


def _paging(value: object, key: str) -> Paging:
    entries = values.record(value, Paging, key)
    numbers = {
        name: values.whole(entries[name], f"{key}.{name}")
        for name in ("step", "first")
        if name in entries
    }
    return Paging(parameter=values.text(entries.get("parameter"), f"{key}.parameter"), **numbers)


def _code(value: object, key: str) -> str:
    text = values.text(value, key)
    if not re.fullmatch("[A-Z]{3}", text):
        raise BadInput("profile.no-currency", key=key, value=text)
    return text


def _fields(value: object, key: str) -> dict[str, tuple[Selector, ...]]:
    entries = values.mapping(value, key)
    values.only(entries, CARD_FIELDS if key == "cards" else LISTING_FIELDS, key)
    return {name: as_selectors(item, f"{key}.{name}") for name, item in entries.items()}


_UNCOUNTED = {"amounts": 0, "gone_words": 0}
"""Counts that profiles of earlier versions lack."""


def _evidence(value: object, key: str) -> dict[str, FieldEvidence]:
    entries = values.mapping(value, key)
    values.only(entries, LISTING_FIELDS, key)
    evidence: dict[str, FieldEvidence] = {}
    for name, item in entries.items():
        counts = values.record(item, FieldEvidence, f"{key}.{name}")
        numbers = {
            count: values.whole(counts.get(count, _UNCOUNTED.get(count)), f"{key}.{name}.{count}")
            for count in FieldEvidence.__dataclass_fields__
        }
        evidence[name] = FieldEvidence(**numbers)
    return evidence


_KEYS: dict[str, Any] = {
    "name": values.text,
    "title": values.text,
    "hosts": _hosts,
    "enabled": values.flag,
    "contact": _contact,
    "delay": values.seconds,
    "render": values.text,
    "mobile": values.flag,
    "search": _template,
    "paging": _paging,
    "currency": _code,
    "id_space": values.text,
    "item_urls": _patterns,
    "listing": _fields,
    "cards": _fields,
    "blocked": _patterns,
    "minimum_listings": values.whole,
    "minimum_links": values.whole,
    "evidence": _evidence,
    "unchecked": values.texts,
}
