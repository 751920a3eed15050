"""Which platforms may be crawled at all (平台启用): shipped profiles are off until switched on.

No real platform is asked anything by default. An administrator switches one on after the office's
own look at its terms; a profile file that is named for a crawl counts as that decision for its hosts.
"""

from __future__ import annotations

from collections.abc import Collection

from crawler.platform.profile import Profile
from crawler.platform.registry import profile_for


class PlatformOff(Exception):
    """The platform of this address is switched off."""


def switched_off(url: str, named: Profile | None, enabled: Collection[str]) -> str | None:
    """Why this address may not be crawled, in one line that says how to allow it, or None."""
    if named is not None and named.covers(url):
        return None
    profile = profile_for(url)
    if profile is None or profile.enabled or profile.name in enabled:
        return None
    return (
        f"{url}: platform {profile.name} ({profile.title}) is switched off; an administrator allows it"
        f" with 'hubiao platform enable {profile.name}' (setting HUBIAO_ENABLED_PLATFORMS)"
    )
