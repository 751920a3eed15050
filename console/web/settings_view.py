"""Effective settings for a person's eyes: in Chinese, grouped, secrets never shown."""

from __future__ import annotations

import typing
from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import SecretStr

from console.words.settings import GROUPS, SettingWords
from storage.base.setting_kinds import masked_text
from storage.base.settings import Settings
from storage.base.settings_file import AT_THE_START, fixed_outside


@dataclass(frozen=True, kw_only=True)
class ShownSetting:
    """One setting with its variable, value and meaning."""

    name: str
    variable: str
    label: str
    meaning: str
    value: str
    """Dots for a secret, nothing where it is not set."""
    form: str
    """How it is asked: text, number, flag, choice or secret."""
    choices: tuple[str, ...]
    fixed: str | None
    """Where it is set when the console cannot change it."""
    changed: bool
    """Whether it differs from the default."""


def shown_settings(settings: Settings) -> list[tuple[str, list[ShownSetting]]]:
    """Every setting by group; a secret is dots, a database URL loses its password."""
    outside = fixed_outside()
    named = {words.name for _, group in GROUPS for words in group}
    unnamed = [
        SettingWords(name, name, field.description or "")
        for name, field in Settings.model_fields.items()
        if name not in named
    ]
    groups: list[tuple[str, Sequence[SettingWords]]] = [
        *GROUPS,
        *([("其他", unnamed)] if unnamed else []),
    ]
    return [
        (title, [_shown_setting(settings, words, outside) for words in group])
        for title, group in groups
    ]


def _shown_setting(
    settings: Settings, words: SettingWords, outside: dict[str, str]
) -> ShownSetting:
    field = Settings.model_fields[words.name]
    value = getattr(settings, words.name)
    form, choices = _form(field.annotation)
    fixed = outside.get(words.name) or ("启动参数" if words.name in AT_THE_START else None)
    return ShownSetting(
        name=words.name,
        variable=f"HUBIAO_{words.name.upper()}",
        label=words.label,
        meaning=words.meaning,
        value=_value_text(value),
        form=form,
        choices=choices,
        fixed=fixed,
        changed=value != field.get_default(),
    )


def _form(annotation: object) -> tuple[str, tuple[str, ...]]:
    if typing.get_origin(annotation) is typing.Literal:
        return "choice", tuple(map(str, typing.get_args(annotation)))
    if annotation is bool:
        return "choice", ("True", "False")
    if annotation in (int, float):
        return "number", ()
    return ("secret", ()) if "SecretStr" in str(annotation) else ("text", ())


def _value_text(value: object) -> str:
    if isinstance(value, SecretStr):
        return "••••••"
    return masked_text(value)
