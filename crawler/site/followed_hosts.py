"""Staying on the site (站内范围): which hosts a crawl reads and follows, also after a redirect.

A shop goes by several names: `www.shop.cn`, `m.shop.cn`, `shop.cn`, over http and https. A link to
any of them stays on the site; under `www.` and without it is the same page, asked for on the host of
the start page, which is known to answer. A page for telephones may be another one and keeps its host.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from crawler.frontier.page_queue import host_of
from crawler.url.host_names import bare_host, is_same_server

_STANDARD_PORTS = frozenset({"80", "443"})


class FollowedHosts:
    """The hosts that `--follow site` stays on; with any other `--follow` every host is inside."""

    def __init__(self, start_urls: Iterable[str], follow: str) -> None:
        self._is_bound = follow == "site"
        self._hosts: set[str] = set()
        """host:port of the start pages."""
        self._homes: dict[str, tuple[str, str]] = {}
        """Shop → scheme and host name of its start page."""
        for url in start_urls:
            self.admit_start(url)

    def is_ours(self, url: str) -> bool:
        """Does the crawl follow to this host: one of a start page's shop, or any?"""
        if not self._is_bound:
            return True
        host = host_of(url)
        return host in self._hosts or _shop_of(host) in self._homes

    def is_away(self, url: str) -> bool:
        """Did a redirect lead off the site? Such a page gives no listings and no links."""
        return not self.is_ours(url)

    def admit_start(self, url: str) -> None:
        """A start page was read here, perhaps after a redirect: its host belongs to the site."""
        host = host_of(url)
        if host not in self._hosts:
            self._hosts.add(host)
            self._homes[_shop_of(host)] = (url.partition(":")[0], _name(url))

    def admit_hosts(self, hosts: Iterable[str]) -> None:
        """An earlier process of this run followed to these (host:port), perhaps after a redirect."""
        for host in hosts:
            self._hosts.add(host)
            scheme = "https" if host.endswith(":443") else "http"
            self._homes.setdefault(_shop_of(host), (scheme, host.rpartition(":")[0]))

    def at_home(self, url: str) -> str:
        """The address that this one has on the host of its shop's start page."""
        name = _name(url)
        scheme, home = self._homes.get(_shop_of(host_of(url)), ("", ""))
        if not home or not self._is_bound or (home == name and url.startswith(f"{scheme}:")):
            return url
        parts = urlsplit(url)
        netloc = parts.netloc.lower().replace(name, home, 1)
        return parts._replace(scheme=scheme, netloc=netloc).geturl()

    def preferred(self, url: str) -> str:
        """The address under which this page is asked for."""
        home = self.at_home(url)
        if home.partition(":")[0] != url.partition(":")[0]:
            return url
        return home if is_same_server(_name(home), _name(url)) else url


def _name(url: str) -> str:
    return host_of(url).rpartition(":")[0]


def _shop_of(host: str) -> str:
    """host:port → what all names of one shop have in common."""
    name, _, port = host.rpartition(":")
    return bare_host(name) if port in _STANDARD_PORTS else f"{bare_host(name)}:{port}"
