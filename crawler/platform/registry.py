"""The profiles that this process knows: the office's own, then the shipped ones (平台档案).

Shipped profiles are switched off until an administrator enables them (activation.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain
from pathlib import Path

from crawler.platform.profile import Profile
from crawler.platform.profile_file import load_profile
from crawler.url.url_parts import split
from storage.base.settings import OFFICE_PROFILES

FOLDER = Path(__file__).parent / "profiles"


def shipped_profiles() -> tuple[Profile, ...]:
    """The profiles that come with the program."""
    return tuple(_shipped(file) for file in _shipped_texts())


@lru_cache(maxsize=1)
def _shipped_texts() -> dict[Path, str]:
    """The text of each shipped profile by its file."""
    return {file: file.read_text(encoding="utf-8") for file in sorted(FOLDER.glob("*.yml"))}


@lru_cache
def _shipped(file: Path) -> Profile:
    return load_profile(file)


def _shipped_naming(host: str) -> Iterator[Profile]:
    """The shipped profiles in whose text this host or a domain above it stands: no other can cover it, and
    reading all of them takes 20 ms of every crawl's start."""
    parts = host.split(".")
    domains = [".".join(parts[at:]) for at in range(max(1, len(parts) - 1))]
    for file, text in _shipped_texts().items():
        if any(domain in text for domain in domains):
            yield _shipped(file)


_office: list[Profile] = []


def use_office_profiles(home: Path) -> None:
    """Let the profiles of the office (data folder) stand before the shipped ones in this process.

    Raises BadInput for one that cannot be read.
    """
    _office[:] = [load_profile(file) for file in sorted((home / OFFICE_PROFILES).glob("*.yml"))]
    _of_host.cache_clear()


def known_profiles() -> tuple[Profile, ...]:
    """The office's own profiles, then the shipped ones that they do not replace."""
    return (*_office, *_not_replaced(shipped_profiles()))


def _not_replaced(shipped: Iterable[Profile]) -> Iterator[Profile]:
    office_names = {profile.name for profile in _office}
    return (profile for profile in shipped if profile.name not in office_names)


def profile_for(url: str) -> Profile | None:
    """The profile that covers an address, enabled or not: the office's own, else a shipped one."""
    address = split(url)
    return _of_host(address.hostname) if address else None


@lru_cache(maxsize=4096)
def _of_host(host: str) -> Profile | None:
    profiles = chain(_office, _not_replaced(_shipped_naming(host)))
    return next((profile for profile in profiles if profile.covers_host(host)), None)
