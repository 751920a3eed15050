"""Searches (平台检索): the addresses of a platform's search for marks and for their disguises."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import quote, unquote_plus

from crawler.platform.profile import Profile
from crawler.platform.profile_file import load_profile
from crawler.platform.registry import known_profiles
from storage.base.errors import BadInput


def named_profile(name: str) -> Profile:
    """A profile by file, or by the name of the office's own or a shipped one. Raises BadInput."""
    profile = next((candidate for candidate in known_profiles() if candidate.name == name), None)
    return profile or load_profile(Path(name))


def search_urls(profile: Profile, words: Iterable[str]) -> tuple[str, ...]:
    """One address a word, its first page of results. Raises BadInput without a template."""
    if profile.search is None:
        raise BadInput("profile.no-search", name=profile.name)
    distinct = dict.fromkeys(word.strip() for word in words if word.strip())
    if not distinct:
        raise BadInput("search.no-word")
    first = str(profile.paging.first) if profile.paging else "1"
    return tuple(
        profile.search.replace("{query}", quote(word, safe="")).replace("{page}", first)
        for word in distinct
    )


def searched_word(profile: Profile, url: str) -> str | None:
    """The word for which an address searches the platform, where it is the first page of a search; else None.

    The inverse of `search_urls`; parameters behind those of the template make no difference.
    """
    if profile.search is None:
        return None
    first = str(profile.paging.first) if profile.paging else "1"
    pattern = re.escape(profile.search).replace(re.escape("{query}"), "([^&#]+)")
    pattern = pattern.replace(re.escape("{page}"), f"{re.escape(first)}(?![0-9])")
    match = re.match(pattern, url)
    return unquote_plus(match[1]).strip() or None if match else None
