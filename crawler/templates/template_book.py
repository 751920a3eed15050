"""All templates of one crawl (模板簿): every page of it is read here.

The readers are loaded with the first page that is to be read: a crawl on which nothing changed does without them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.extract.page.page import Page, PageReading
from crawler.frontier.page_queue import host_of
from crawler.platform.profile import Profile
from crawler.templates.template_store import TemplateStore
from storage.base.database import Database

if TYPE_CHECKING:
    from crawler.templates.host_templates import HostTemplates
    from crawler.templates.open_reading import OpenReading

_MOST_HOSTS = 200
"""Hosts whose templates a crawl keeps in memory; chosen by hand."""


class TemplateBook:
    """Reads pages by the templates of their hosts, and learns these on the way."""

    def __init__(self, database: Database) -> None:
        self._store = TemplateStore(database)
        self._hosts: dict[str, HostTemplates] = {}

    def read(self, page: Page, profile: Profile | None, *, with_cards: bool = False) -> PageReading:
        """Read a page: by the profile of its platform, by what is learnt of its kind, else in full, as a
        list must be whose cards are asked for."""
        return self.read_first(page, profile, with_cards=with_cards)[0]

    def read_first(
        self, page: Page, profile: Profile | None, *, with_cards: bool = False
    ) -> tuple[PageReading, OpenReading | None]:
        """As `read`, and what tells later how the page is read instead: None where that is final."""
        if profile is not None:
            from crawler.extract.read_page import read_page

            return read_page(page, profile), None
        return self._host(host_of(page.url)).read(page, with_cards=with_cards)

    def close(self) -> None:
        """Store how the templates were used. Raises StoreUnavailable."""
        for host in self._hosts.values():
            host.store_changes()

    def _host(self, host: str) -> HostTemplates:
        if host not in self._hosts:
            from crawler.templates.host_templates import HostTemplates

            if len(self._hosts) >= _MOST_HOSTS:
                oldest = self._hosts.pop(next(iter(self._hosts)))
                oldest.store_changes()
                oldest.settle()
            self._hosts[host] = HostTemplates(host, self._store)
        return self._hosts[host]
