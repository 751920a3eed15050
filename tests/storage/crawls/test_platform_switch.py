"""A platform's profile stays as it is where its switch is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage.base.database import Database
from storage.base.errors import Refused
from storage.base.settings import Settings
from storage.crawls.platform_files import office_profiles, save_profile
from storage.crawls.platform_switch import switch_platform


def test_a_refused_switch_leaves_the_file_of_the_profile_as_it_was(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HUBIAO_ENABLED_PLATFORMS", "shili")
    settings = Settings(home=tmp_path, enabled_platforms=("shili",))
    text = "name: shili\ntitle: 示例集市\nhosts: [shop.example]\n"
    with database.begin() as session:
        save_profile(session, settings, "shili", text, actor="管")
    with pytest.raises(Refused), database.begin() as session:
        switch_platform(session, settings, "shili", False, actor="管")
    assert office_profiles(settings) == {"shili": text}
