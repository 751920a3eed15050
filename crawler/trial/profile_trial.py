"""Trying a platform profile on saved pages, before a run depends on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from crawler.extract.page.page import Page
from crawler.extract.profile_fields import ProfiledPage
from crawler.extract.read_page import read_page
from crawler.extract.saved_page import load_page
from crawler.http.robots import Robots
from crawler.platform.profile import LISTING_FIELDS, Profile
from crawler.platform.search_urls import search_urls
from crawler.platform.selectors import Selector
from crawler.url.url_parts import origin

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


def try_visited(profile: Profile, page: Page, robots: Robots | None = None) -> dict[str, object]:
    """The same for a page that was just fetched, and what a crawl would make of it, for programs.

    `ways` gives for each field what each of its selectors finds, None for nothing; those of `cards`
    look inside the first card.
    """
    reading = read_page(page, profile)
    tried = ProfiledPage(page, profile)
    facts, cards = tried.listing_facts(), tried.card_roots()
    return {
        "url": page.url,
        "status": page.status,
        **reading.to_json(),
        "fields": {name: _cut(facts.get(name)) for name in profile.listing if facts.get(name)},
        "unfound": [name for name in profile.listing if not facts.get(name)],
        "ways": {
            "listing": _by_way(tried, profile.listing, None),
            "cards": _card_ways(tried, profile, cards),
        },
        "card_count": len(cards),
        "robots": _robots_words(robots, profile, page.url) if robots is not None else None,
    }


def _by_way(
    tried: ProfiledPage, fields: Mapping[str, tuple[Selector, ...]], root: object
) -> dict[str, list[str | None]]:
    return {
        name: [_cut(value) if (value := tried.value(name, way, root)) else None for way in ways]
        for name, ways in fields.items()
    }


def _card_ways(
    tried: ProfiledPage, profile: Profile, cards: list[object]
) -> dict[str, list[str | None]]:
    counts = [len(tried.card_roots((way,))) for way in profile.cards.get("cards", ())]
    fields = {name: ways for name, ways in profile.cards.items() if name != "cards"}
    return {
        "cards": [str(count) if count else None for count in counts],
        **(_by_way(tried, fields, cards[0]) if cards else {}),
    }


def _robots_words(robots: Robots, profile: Profile, url: str) -> dict[str, object]:
    """How the host's robots.txt was met, the delay that it asks for, and whether a search is allowed: None
    where the search is on another host than `url`, whose robots.txt was not read."""
    search = search_urls(profile, ["x"])[0] if profile.search else ""
    return {
        "state": robots.state,
        "delay": robots.delay,
        "search": robots.allows(search) if origin(search) == origin(url) else None,
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
