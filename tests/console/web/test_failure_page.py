"""A refused form gives back what was written in words, and never a password."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from console.web.failure_page import is_secret
from storage.base.settings import Settings
from tests.console.visitor import Visitor

TEMPLATES = Path(__file__).parents[3] / "console/templates"
_PASSWORD = re.compile(r'<input[^>]*type="password"[^>]*>')
_NAME = re.compile(r' name="([^"]+)"')


def test_no_field_of_a_password_is_repeated() -> None:
    names = {
        name
        for page in TEMPLATES.rglob("*.html")
        for field in _PASSWORD.findall(page.read_text("utf-8"))
        for name in _NAME.findall(field)
    }
    of_settings = "{{ item.name }}"
    assert {"old", "again", "password", of_settings} <= names
    secrets = {
        name
        for name, field in Settings.model_fields.items()
        if "SecretStr" in str(field.annotation)
    }
    assert [name for name in (names - {of_settings}) | secrets if not is_secret(name)] == []


def test_what_was_written_is_given_back_without_the_passwords(
    visit: Callable[[str | None], Visitor],
) -> None:
    answer = visit("甲").post(
        "/shop-leads/999999", act="none", note="与本案 无关", old="旧的 口令", again="新的 口令"
    )
    assert answer.status_code >= 400
    assert "与本案 无关" in answer.text
    assert "口令" not in answer.text
