"""Staying on the site (站内范围): which hosts a crawl reads and follows, also after a redirect."""

from __future__ import annotations

from collections.abc import Iterable

from crawler.frontier.page_queue import host_of


class FollowedHosts:
    """The hosts that `--follow site` stays on; with any other `--follow` every host is inside."""

    def __init__(self, start_urls: Iterable[str], follow: str) -> None:
        self._is_bound = follow == "site"
        self._hosts = {host_of(url) for url in start_urls}
        """host:port of the start pages."""

    def is_ours(self, url: str) -> bool:
        """Does the crawl follow to this host: one on which a start page was found, or any?"""
        return not self._is_bound or host_of(url) in self._hosts

    def is_away(self, url: str) -> bool:
        """Did a redirect lead off the site? Such a page gives no listings and no links."""
        return not self.is_ours(url)

    def admit_start(self, url: str) -> None:
        """A start page was read here, perhaps after a redirect: its host belongs to the site."""
        self._hosts.add(host_of(url))
