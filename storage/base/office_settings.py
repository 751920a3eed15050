"""Settings that an administrator changes in the console: checked as a whole, kept in one file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from storage.base.atomic_file import write_file
from storage.base.errors import BadInput, Refused, StoreUnavailable
from storage.base.settings import OFFICE_FILE, Settings, fixed_outside

AT_THE_START = frozenset({"home", "database_url", "console_host", "console_port"})
"""What the program must know before it can read the file, or could lock everybody out."""


def change_settings(effective: Settings, changed: Mapping[str, str | None]) -> Settings:
    """Keep new values; None gives a setting its default back. Gives the settings now in force.

    Raises BadInput naming the setting, Refused for one that is set outside. Nothing is kept unless
    everything fits.
    """
    outside = fixed_outside()
    for name in changed:
        if name not in Settings.model_fields:
            raise BadInput(f"没有名为“{name}”的设置")
        if name in AT_THE_START or name in outside:
            raise Refused(f"设置 {name} 在 {outside.get(name, '启动参数')} 中设定，不能在此更改")
    path = effective.home / OFFICE_FILE
    kept = read_office(path)
    for name, value in changed.items():
        if value is None:
            kept.pop(name, None)
        else:
            kept[name] = value
    checked = _check(kept)
    _write(path, kept)
    values = {
        name: getattr(checked, name) if name in kept else Settings.model_fields[name].get_default()
        for name in changed
    }
    return effective.model_copy(update=values)


def read_office(path: Path) -> dict[str, Any]:
    """What the file holds; nothing when there is none. Raises StoreUnavailable."""
    try:
        found = json.loads(path.read_text("utf-8")) if path.exists() else {}
    except (OSError, ValueError) as error:
        raise StoreUnavailable(f"cannot read the settings {path}: {error}") from error
    return dict(found)


def _check(kept: Mapping[str, Any]) -> Settings:
    try:
        return Settings.model_validate(dict(kept))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        name = str(first["loc"][0])
        raise BadInput(f"设置 {name}：{_words(first)}") from error


def _words(error: Any) -> str:
    """What is wrong with a value, in Chinese where the kind of fault is a usual one."""
    limits = error.get("ctx", {})
    return {
        "greater_than": f"须大于 {limits.get('gt')}",
        "greater_than_equal": f"不能小于 {limits.get('ge')}",
        "less_than_equal": f"不能大于 {limits.get('le')}",
        "int_parsing": "须为整数",
        "float_parsing": "须为数字",
        "literal_error": f"只能是 {limits.get('expected')}",
        "string_pattern_mismatch": "格式不对",
        "bool_parsing": "只能是“是”或“否”",
    }.get(str(error["type"]), str(error["msg"]))


def _write(path: Path, kept: Mapping[str, Any]) -> None:
    """Whole or not at all, readable by its owner only: a relay's password may stand in it."""
    try:
        write_file(path, json.dumps(kept, ensure_ascii=False, indent=1).encode(), private=True)
    except OSError as error:
        raise StoreUnavailable(f"cannot write the settings {path}: {error.strerror}") from error
