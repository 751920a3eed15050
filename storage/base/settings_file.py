"""Settings that an administrator changes in the console: checked as a whole, kept in one file."""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from storage.base.atomic_file import write_file
from storage.base.errors import BadInput, Refused, StoreUnavailable
from storage.base.message import Message, value_problem
from storage.base.settings import OFFICE_FILE, Settings, config_file

AT_THE_START = frozenset({"home", "database_url", "console_host", "console_port"})
"""What the program must know before it can read the file, or could lock everybody out."""


def fixed_outside() -> dict[str, str]:
    """Settings that the console cannot change, and where each is set: environment or file."""
    fixed: dict[str, str] = {}
    path = config_file()
    if path.is_file():
        fixed |= dict.fromkeys(tomllib.loads(path.read_text("utf-8")), str(path))
    for variable in os.environ:
        name = variable.lower().removeprefix("hubiao_")
        if variable.upper().startswith("HUBIAO_") and name in Settings.model_fields:
            fixed[name] = variable
    return fixed


def change_settings(effective: Settings, changed: Mapping[str, str | None]) -> Settings:
    """Keep new values; None gives a setting its default back. Gives the settings now in force.

    Raises BadInput naming the setting, Refused for one that is set outside. Nothing is kept unless
    everything fits.
    """
    outside = fixed_outside()
    for name in changed:
        if name not in Settings.model_fields:
            raise BadInput("setting.unknown", setting=name)
        if name in AT_THE_START or name in outside:
            place = outside.get(name, Message("setting.command-line"))
            raise Refused("setting.fixed", setting=name, place=place)
    path = effective.home / OFFICE_FILE
    stored = read_office(path)
    for name, value in changed.items():
        if value is None:
            stored.pop(name, None)
        else:
            stored[name] = value
    checked = _check(stored)
    _write(path, stored)
    values = {
        name: getattr(checked, name)
        if name in stored
        else Settings.model_fields[name].get_default()
        for name in changed
    }
    return effective.model_copy(update=values)


def read_office(path: Path) -> dict[str, object]:
    """What the file holds; nothing when there is none. Raises StoreUnavailable."""
    try:
        return dict(json.loads(path.read_text("utf-8")) if path.exists() else {})
    except (OSError, ValueError, TypeError, RecursionError) as error:
        raise StoreUnavailable("file.unreadable", path=path, reason=error) from error


def _check(stored: Mapping[str, Any]) -> Settings:
    try:
        return Settings.model_validate(dict(stored))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        name = str(first["loc"][0])
        raise BadInput(
            "setting.unusable-value", setting=name, reason=value_problem(first)
        ) from error


def _write(path: Path, stored: Mapping[str, Any]) -> None:
    """Whole or not at all, readable by its owner only: a relay's password may stand in it."""
    try:
        write_file(path, json.dumps(stored, ensure_ascii=False, indent=1).encode(), private=True)
    except OSError as error:
        raise StoreUnavailable("file.unwritable", path=path, reason=error) from error
