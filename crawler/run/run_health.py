"""Health of a run (采集健康): a run that found too little says so, since silence looks like success.

Selectors rot and platforms change their pages; a profile says how much a healthy run finds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from crawler.platform.profile import Profile


def unhealthy(profiles: Iterable[Profile], counts: Mapping[str, int]) -> str | None:
    """Why this run cannot be trusted, or None."""
    found = sum(counts.get(f"listings_{fate}", 0) for fate in ("new", "changed", "same"))
    for profile in profiles:
        if found < profile.minimum_listings:
            wanted = profile.minimum_listings
            return f"unhealthy: {found} listings, profile {profile.name} expects {wanted}"
        if counts.get("pages", 0) < profile.minimum_links:
            wanted = profile.minimum_links
            return f"unhealthy: {counts.get('pages', 0)} pages, {profile.name} expects {wanted}"
    return None
