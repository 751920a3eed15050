"""The word of a search is read back from the address that asked for it."""

from __future__ import annotations

import pytest

from crawler.platform.profile import Profile
from crawler.platform.registry import known_profiles
from crawler.platform.search_urls import search_urls, searched_word

SEARCHABLE = [profile for profile in known_profiles() if profile.search]


@pytest.mark.parametrize("profile", SEARCHABLE, ids=lambda profile: str(profile.name))
def test_every_shipped_search_address_gives_its_word_back(profile: Profile) -> None:
    [url] = search_urls(profile, ["天赋 河套/面粉&米"])
    assert searched_word(profile, url) == "天赋 河套/面粉&米"
    assert searched_word(profile, url + "&spm=1") == "天赋 河套/面粉&米"
    assert searched_word(profile, url.partition("?")[0]) is None


def test_a_further_page_of_a_search_is_not_its_first() -> None:
    profile = next(profile for profile in SEARCHABLE if profile.name == "jd")
    [url] = search_urls(profile, ["河套面粉"])
    assert url.endswith("page=1")
    assert searched_word(profile, url.removesuffix("1") + "3") is None
    assert searched_word(profile, url + "1") is None
