"""平台名称: what a platform is called on a page, in place of its host."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

import yaml

from alerts.letters.model.platform_names import known_platforms
from console.web.crawls.shipped_profiles import shipped_texts
from storage.base.settings import Settings
from storage.crawls.platform_files import office_profiles

_UNKNOWN, _NO_PLATFORM = "unknown", "未知平台"
"""How a listing is filed whose platform nobody knows (`Listing.host`), and in Chinese."""


@dataclass(frozen=True, kw_only=True)
class NamedPlatform:
    """A platform with its name, its hosts, and how addresses of its goods look."""

    name: str
    hosts: tuple[str, ...]
    item_addresses: tuple[re.Pattern[str], ...] = ()

    def sells_at(self, url: str) -> bool:
        return any(pattern.search(url[:2000]) for pattern in self.item_addresses)


@dataclass(frozen=True, kw_only=True)
class PlatformNames:
    """The names of the platforms that the office's profiles, the shipped ones and the letters know."""

    by_host: Mapping[str, Sequence[NamedPlatform]]
    """The platforms of each host that one of them names; its sub-domains are theirs too."""

    def name(self, host: str, url: str = "") -> str:
        """The Chinese name of a platform; the shop's own host where nobody named it.

        Where several profiles have one host, the one whose goods have such addresses is meant.
        """
        bare = host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() else host
        bearing = self._bearing(bare)
        names = {platform.name for platform in bearing}
        if len(names) > 1 and url:
            selling = {platform.name for platform in bearing if platform.sells_at(url)}
            names = selling if len(selling) == 1 else {bearing[0].name} if not selling else names
        if len(names) == 1:
            return names.pop()
        return _host_of(url) or (_NO_PLATFORM if host == _UNKNOWN else host)

    def _bearing(self, host: str) -> Sequence[NamedPlatform]:
        """The platforms of the longest suffix of a host that any has."""
        while host:
            if platforms := self.by_host.get(host):
                return platforms
            host = host.partition(".")[2]
        return ()


def platform_names(settings: Settings) -> PlatformNames:
    """The names in force; the office's own profiles come first."""
    texts = (*office_profiles(settings).values(), *shipped_texts().values())
    return _names(texts)


@lru_cache(maxsize=4)
def _names(texts: tuple[str, ...]) -> PlatformNames:
    profiles = [platform for text in texts if (platform := _platform(text))]
    titled = {host for platform in profiles for host in platform.hosts}
    letter_platforms = [
        NamedPlatform(name=platform.name, hosts=tuple(set(platform.hosts) - titled))
        for platform in known_platforms()
    ]
    by_host: dict[str, list[NamedPlatform]] = {}
    for platform in (*profiles, *letter_platforms):
        for host in platform.hosts:
            by_host.setdefault(host, []).append(platform)
    return PlatformNames(by_host=by_host)


def _platform(text: str) -> NamedPlatform | None:
    try:
        profile = yaml.safe_load(text)
        return NamedPlatform(
            name=str(profile.get("title") or profile["name"]),
            hosts=tuple(map(str, profile.get("hosts") or ())),
            item_addresses=tuple(_patterns(profile.get("item_urls") or ())),
        )
    except (yaml.YAMLError, AttributeError, KeyError, TypeError):
        return None


def _patterns(texts: Iterable[object]) -> Iterable[re.Pattern[str]]:
    for text in texts:
        try:
            yield re.compile(str(text))
        except re.error:
            continue


def _host_of(url: str) -> str:
    try:
        return urlsplit(url).netloc
    except ValueError:
        return ""
