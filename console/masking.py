"""Effective settings for a person's eyes: secrets never shown."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import SecretStr
from sqlalchemy import make_url

from storage.settings import Settings


@dataclass(frozen=True, kw_only=True)
class ShownSetting:
    """One setting with its variable, value and meaning."""

    variable: str
    value: str
    meaning: str


def shown_settings(settings: Settings) -> list[ShownSetting]:
    """Every setting; a secret is dots, a database URL loses its password."""
    return [
        ShownSetting(
            variable=f"HUBIAO_{name.upper()}",
            value=_shown(name, getattr(settings, name)),
            meaning=field.description or "",
        )
        for name, field in type(settings).model_fields.items()
    ]


def _shown(name: str, value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, SecretStr):
        return "••••••"
    if name == "database_url":
        return make_url(str(value)).render_as_string(hide_password=True)
    return "，".join(map(str, value)) if isinstance(value, tuple) else str(value)
