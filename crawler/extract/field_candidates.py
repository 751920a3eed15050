"""What one reader found on a page, before the readers' findings become one listing."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from typing import Any

from crawler.extract.page.text import DESCRIPTION_LIMIT, TITLE_LIMIT, clean
from storage.records import Listing, Operator

Facts = Mapping[str, Any]
"""Listing field → value, only fields that were found."""

_FIELDS = frozenset(field.name for field in dataclasses.fields(Listing))
_LIMITS = {"title": TITLE_LIMIT, "description": DESCRIPTION_LIMIT}
_SHORT = 300
_MANY = 60


def merge(findings: Iterable[tuple[str, Facts]]) -> tuple[dict[str, Any], dict[str, str]]:
    """The first reader that knows a field gives it; attributes are gathered from all."""
    fields: dict[str, Any] = {}
    sources: dict[str, str] = {}
    for source, facts in findings:
        for name, value in facts.items():
            if name == "attributes":
                fields.setdefault(name, {})
                for key, shown in value.items():
                    if key not in fields[name] and len(fields[name]) < _MANY:
                        fields[name][key] = shown
                        sources.setdefault(name, source)
            elif name in _FIELDS and name not in fields and value not in (None, "", ()):
                fields[name], sources[name] = value, source
    return fields, sources


def make_listing(url: str, fields: Mapping[str, Any]) -> Listing:
    """A listing of cleaned fields; the title must be there."""
    ready: dict[str, Any] = {}
    for name, value in fields.items():
        if isinstance(value, str):
            ready[name] = clean(value, _LIMITS.get(name, _SHORT)) or None
        elif name == "attributes":
            ready[name] = {clean(k, 60): clean(str(v), 500) for k, v in value.items()}
        elif name in ("images", "category"):
            kept = (clean(str(item), 2000) for item in value)
            ready[name] = tuple(dict.fromkeys(item for item in kept if item))[:_MANY]
        else:
            ready[name] = value
    for name in ("url", "shop_url"):
        if fields.get(name):
            ready[name] = clean(fields[name], 2000)
    ready.setdefault("url", url)
    ready["sku"] = ready.get("sku") or ready.get("item_id")
    return Listing(**{k: v for k, v in ready.items() if v is not None})


def as_operator(facts: Mapping[str, str | None]) -> Operator | None:
    """平台内经营者 when at least one of its fields is known."""
    found = {k: clean(v, _SHORT) for k, v in facts.items() if v}
    return Operator(**found) if found else None
