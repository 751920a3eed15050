"""Which platform profile speaks for an address, and who is signed in there (平台规则)."""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterable
from importlib.metadata import version
from pathlib import Path

from crawler.platform.activation import switched_off
from crawler.platform.profile import Profile
from crawler.platform.registry import profile_for
from storage.crawls.platform_sign_ins import SignInState, load_sign_in

_VERSION = version("hubiao")


class PlatformRules:
    """The profiles of one run: the one that its order names for every host, else the registry's."""

    def __init__(self, profile: Profile | None, enabled: Collection[str]) -> None:
        self._profile = profile
        self._enabled = enabled
        self._sign_ins: dict[str, SignInState] = {}

    def load_sign_ins(self, home: Path, urls: Iterable[str]) -> None:
        """Read what officers' sign-ins left for the platforms of these addresses.

        Raises StoreUnavailable for a sign-in that cannot be read.
        """
        for profile in self.profiles(urls):
            if (state := load_sign_in(home, profile.name)) is not None:
                self._sign_ins[profile.name] = state

    def profile_of(self, url: str) -> Profile | None:
        """The profile that speaks for this address."""
        return self._profile or profile_for(url)

    def profiles(self, urls: Iterable[str]) -> list[Profile]:
        """The profiles of these addresses, each once."""
        profiles = [self.profile_of(url) for url in urls]
        return list({profile.name: profile for profile in profiles if profile}.values())

    def refuse_switched_off(self, url: str) -> None:
        """Raises PlatformOff for an address of a platform that nobody enabled."""
        if refusal := switched_off(url, self._profile, self._enabled):
            raise refusal

    def signed_in(self, url: str) -> str | None:
        """The platform, by its profile's name, that an officer signed in to and that this address is of."""
        profile = self.profile_of(url) if self._sign_ins else None
        if profile is None or profile.name not in self._sign_ins or not profile.covers(url):
            return None
        return profile.name

    def sign_in_state(self, platform: str) -> SignInState:
        """Cookies and storage of a platform's sign-in."""
        return self._sign_ins[platform]

    def reader(self, url: str) -> str:
        """Version and profile that read this address: what another reader remembered is not used."""
        profile = self.profile_of(url)
        name = (
            "" if profile is None else f" {profile.name} {zlib.crc32(repr(profile).encode()):08x}"
        )
        return f"{_VERSION}{name}"[:80]
