"""What changed between the versions of a listing, field by field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Any

from console.web.leads.reasons import field_name
from storage.tables import ListingVersionRow

_MORE_NAMES = {
    "price": "价格",
    "currency": "币种",
    "images": "图片",
    "sales": "销量",
    "availability": "库存状态",
    "attributes": "属性",
    "operator": "经营者",
    "url": "网址",
    "shop_url": "店铺网址",
    "item_id": "商品编号",
}
_QUIET = frozenset({"seen_at", "url"})
_WHOLE = frozenset({"price", "currency", "sales", "availability", "item_id"})
"""Fields that are one value: old and new stand whole, not letter by letter."""
_LONGEST = 2000
"""Characters of a field that are compared; comparing is quadratic."""


@dataclass(frozen=True, kw_only=True)
class FieldChange:
    """One field that differs; pieces are (words, "", "gone" or "new")."""

    name: str
    pieces: Sequence[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class VersionChange:
    """What one version changed against the one before it."""

    seen_at: datetime
    fields: Sequence[FieldChange]


def read_changes(versions: Sequence[ListingVersionRow]) -> list[VersionChange]:
    """The changes between neighbours, newest first; a single version has none."""
    return [
        VersionChange(
            seen_at=newer.seen_at,
            fields=_differences(older.record.to_json(), newer.record.to_json()),
        )
        for newer, older in pairwise(versions)
    ]


def _differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[FieldChange]:
    names = [name for name in {**old, **new} if name not in _QUIET]
    return [
        FieldChange(
            name=_MORE_NAMES.get(name, field_name(name)),
            pieces=_pieces(_text(old.get(name)), _text(new.get(name)), whole=name in _WHOLE),
        )
        for name in names
        if old.get(name) != new.get(name)
    ]


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, dict):
        return "；".join(f"{key}：{part}" for key, part in value.items())
    if isinstance(value, list):
        return " | ".join(str(part) for part in value)
    return str(value)


def _pieces(old: str, new: str, *, whole: bool) -> list[tuple[str, str]]:
    old, new = old[:_LONGEST], new[:_LONGEST]
    if whole:
        return [piece for piece in ((old, "gone"), (new, "new")) if piece[0]]
    pieces: list[tuple[str, str]] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces.append((old[a:b], ""))
            continue
        pieces += [piece for piece in ((old[a:b], "gone"), (new[c:d], "new")) if piece[0]]
    return pieces
