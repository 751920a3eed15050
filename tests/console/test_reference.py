from __future__ import annotations

from console.reference import DOCS, commands_page, settings_page
from console.setting_words import GROUPS
from storage.settings import Settings


def test_no_setting_is_undocumented() -> None:
    written = (DOCS / "settings.md").read_text(encoding="utf-8")
    assert written == settings_page(), "run: python -m console.reference"


def test_no_command_is_undocumented() -> None:
    written = (DOCS / "commands.md").read_text(encoding="utf-8")
    assert written == commands_page(), "run: python -m console.reference"


def test_every_setting_has_a_chinese_name_and_stands_on_the_page_once() -> None:
    named = [words.name for _, group in GROUPS for words in group]
    assert sorted(named) == sorted(Settings.model_fields), "add it to console/setting_words.py"
