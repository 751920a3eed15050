"""Health of a run (采集健康): a run that found too little says so, since silence looks like success.

Selectors rot and platforms change their pages; a profile says how much a healthy run finds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from crawler.platform.profile import Profile
from storage.base.message import Message


def unhealthy(profiles: Iterable[Profile], counts: Mapping[str, int]) -> Message | None:
    """Why this run cannot be trusted, or None."""
    listings = sum(counts.get(f"listings_{fate}", 0) for fate in ("new", "changed", "same"))
    pages = counts.get("pages", 0)
    for profile in profiles:
        if listings < profile.minimum_listings:
            return Message(
                "run.few-listings",
                {
                    "listings": listings,
                    "profile": profile.name,
                    "expected": profile.minimum_listings,
                },
            )
        if pages < profile.minimum_links:
            return Message(
                "run.few-pages",
                {"pages": pages, "profile": profile.name, "expected": profile.minimum_links},
            )
    return None
