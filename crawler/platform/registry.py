"""The profiles that this process knows: the office's own, then the shipped ones (平台档案).

Shipped profiles are switched off until an administrator enables them (activation.py).
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from crawler.platform.profile import Profile
from crawler.platform.profile_file import load_profile
from crawler.url.url_parts import split
from storage.base.settings import OFFICE_PROFILES

FOLDER = Path(__file__).parent / "profiles"


@lru_cache(maxsize=1)
def shipped_profiles() -> tuple[Profile, ...]:
    """The profiles that come with the program."""
    return tuple(load_profile(file) for file in sorted(FOLDER.glob("*.yml")))


_office: list[Profile] = []


def use_office_profiles(home: Path) -> None:
    """Let the profiles of the office (data folder) stand before the shipped ones in this process.

    Raises BadInput for one that cannot be read.
    """
    _office[:] = [load_profile(file) for file in sorted((home / OFFICE_PROFILES).glob("*.yml"))]
    _of_host.cache_clear()


def known_profiles() -> tuple[Profile, ...]:
    """The office's own profiles, then the shipped ones that they do not replace."""
    office_names = {profile.name for profile in _office}
    return (
        *_office,
        *(shipped for shipped in shipped_profiles() if shipped.name not in office_names),
    )


def profile_for(url: str) -> Profile | None:
    """The profile that covers an address, enabled or not: the office's own, else a shipped one."""
    address = split(url)
    return _of_host(address.hostname) if address else None


@lru_cache(maxsize=4096)
def _of_host(host: str) -> Profile | None:
    return next((profile for profile in known_profiles() if profile.covers_host(host)), None)
