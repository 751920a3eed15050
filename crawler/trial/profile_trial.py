"""Trying a platform profile on saved pages, before a run depends on it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from crawler.extract.page.page import Page
from crawler.extract.profile_fields import ProfiledPage
from crawler.extract.read_page import read_page
from crawler.extract.saved_page import load_page
from crawler.platform.profile import LISTING_FIELDS, Profile

_LONGEST = 100
"""Characters of a value that the trial prints."""


def describe(profile: Profile) -> Iterator[str]:
    """What a profile is, and what in it nobody has confirmed."""
    state = "enabled" if profile.enabled else "disabled"
    yield f"{profile.name} {profile.title} ({', '.join(profile.hosts)}), {state}"
    missing = [name for name in LISTING_FIELDS if name not in profile.listing]
    yield f"  listing fields without a selector: {', '.join(missing) or 'none'}"
    yield f"  unchecked: {', '.join(profile.unchecked) or 'nothing'}"


def try_page(profile: Profile, file: Path) -> Iterator[str]:
    """What the profile's own selectors find on one saved page. Raises BadInput."""
    yield str(file)
    yield from _selected(profile, load_page(file, f"https://{profile.hosts[0]}/"))


def try_visited(profile: Profile, page: Page) -> dict[str, object]:
    """The same for a page that was just fetched, and what a crawl would make of it, for programs."""
    reading = read_page(page, profile)
    facts = ProfiledPage(page, profile).listing_facts()
    return {
        "url": page.url,
        "status": page.status,
        **reading.to_json(),
        "fields": {name: _cut(facts.get(name)) for name in profile.listing if facts.get(name)},
        "unfound": [name for name in profile.listing if not facts.get(name)],
    }


def _selected(profile: Profile, page: Page) -> Iterator[str]:
    tried = ProfiledPage(page, profile)
    facts = tried.listing_facts()
    for name in (*profile.listing,):
        yield f"  {name:12}{_cut(facts.get(name, '-'))}"
    cards = tried.cards()
    if profile.cards:
        yield f"  cards: {len(cards)}"
    for card in cards[:3]:
        yield f"    {card.price or '-'}  {card.shop or '-'}  {_cut(card.title)}  {card.url[:60]}"


def _cut(value: object) -> str:
    text = str(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
