from __future__ import annotations

from console.reference import DOCS, commands_page, settings_page


def test_no_setting_is_undocumented() -> None:
    written = (DOCS / "settings.md").read_text(encoding="utf-8")
    assert written == settings_page(), "run: python -m console.reference"


def test_no_command_is_undocumented() -> None:
    written = (DOCS / "commands.md").read_text(encoding="utf-8")
    assert written == commands_page(), "run: python -m console.reference"
