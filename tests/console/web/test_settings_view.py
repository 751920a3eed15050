"""Settings as the console shows them: secrets masked."""

from __future__ import annotations

from pathlib import Path

from storage.base.settings import Settings


def test_secrets_are_masked_on_the_settings_page(tmp_path: Path) -> None:
    from console.web.settings_view import shown_settings

    settings = Settings(
        home=tmp_path, smtp_password="hidden-one", database_url="postgresql://u:hidden-two@h/d"
    )
    values = " ".join(item.value for _, group in shown_settings(settings) for item in group)
    assert "hidden" not in values
    assert "••••••" in values
