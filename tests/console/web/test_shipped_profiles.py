"""The console shows the very profiles that the crawler reads."""

from __future__ import annotations

from console.web.crawls.shipped_profiles import shipped_texts
from crawler.platform.registry import FOLDER


def test_every_profile_of_the_crawler_is_shown_as_its_file_says() -> None:
    texts = shipped_texts()
    assert texts == {path.stem: path.read_text("utf-8") for path in FOLDER.glob("*.yml")}
    assert {"jd", "taobao"} <= texts.keys()
