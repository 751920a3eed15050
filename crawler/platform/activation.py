"""Which platforms may be crawled at all (平台启用): shipped profiles are off until switched on.

No real platform is asked anything by default. An administrator switches one on after the office's
own look at its terms; a profile file that is named for a crawl counts as that decision for its hosts.
"""

from __future__ import annotations

from collections.abc import Collection

from crawler.platform.profile import Profile
from crawler.platform.registry import profile_for
from storage.base.errors import Refused


class PlatformOff(Refused):
    """The platform of this address is switched off."""


def switched_off(url: str, named: Profile | None, enabled: Collection[str]) -> PlatformOff | None:
    """Why this address may not be crawled and how an administrator allows it, or None."""
    if named is not None and named.covers(url):
        return None
    profile = profile_for(url)
    if profile is None or profile.enabled or profile.name in enabled:
        return None
    return PlatformOff("platform.switched-off", url=url, name=profile.name, title=profile.title)
