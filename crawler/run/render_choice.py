"""Whether a page is drawn by a browser, and in which view (渲染方式).

One rendered page costs as much as eighty fetched ones: a host is given to the browser only when it
has shown more empty shells than pages.
"""

from __future__ import annotations

from collections import Counter, defaultdict

from crawler.browser.context_options import View
from crawler.frontier.list_address import list_address
from crawler.run.crawl_options import Render
from crawler.run.platform_rules import PlatformRules
from storage.crawls.frontier import QueuedPage
from storage.records.stored_request import StoredRequest

_EMPTY = 3
"""Pages of one family of addresses that a browser drew empty, and none of it otherwise, after which it draws
no other of them: pop-ups, alerts and enlarged pictures. Goods and start pages are always drawn. Chosen by hand."""
_MAY_BE_EMPTY = frozenset({"list", "next"})
"""Kinds of pages of which a browser draws no more after some empty ones."""
SHELLS = 3
"""Empty shells of a host, less its whole pages, from which its pages go straight to the browser;
chosen by hand."""


class RenderChoice:
    """What the order and the profiles say, and what the hosts showed so far."""

    def __init__(self, render: Render, rules: PlatformRules) -> None:
        self._render = render
        self._rules = rules
        self._shells: Counter[str] = Counter()
        """Host → empty shells that it sent, less pages that a plain fetch showed whole."""
        self._goods: Counter[str] = Counter()
        """Host → pages of goods that a plain fetch showed whole."""
        self._empty: defaultdict[str, set[bytes]] = defaultdict(set)
        """Family of addresses → fingerprints of pages that a browser drew empty."""
        self._drawn: set[str] = set()
        """Families of which a browser drew a page that was not empty."""
        self._phones: set[str] = set()
        """Hosts whose pages are made for telephones."""

    def mode(self, url: str) -> str:
        """auto, always or never: what the order says, else what the platform's profile says."""
        if self._rules.signed_in(url):
            return "always"
        profile = self._rules.profile_of(url)
        if self._render == "auto" and profile is not None:
            return profile.render
        return self._render

    def needs_browser(self, page: QueuedPage) -> bool:
        """Does this page need a browser, as far as can be known before it is fetched?"""
        request = page.request or StoredRequest()
        if request.method != "GET":
            return False
        mode = self.mode(page.url)
        if mode != "auto" or page.kind == "sitemap":
            return mode == "always" and page.kind != "sitemap"
        if self.draws_in_vain(page):
            return False
        if "#/" in page.url or "#!" in page.url or request.render:
            return True
        return self._shells[page.host] >= SHELLS and self.sends_shells(page.host)

    def view(self, page: QueuedPage) -> View:
        """On a desk or a telephone: by the platform's profile, or by what the host showed; signed
        in on the platform's own hosts where an officer did that by hand."""
        profile = self._rules.profile_of(page.url)
        platform = self._rules.signed_in(page.url)
        return View(
            mobile=page.host in self._phones or bool(profile and profile.mobile),
            signed_in=platform,
            state=self._rules.sign_in_state(platform) if platform else None,
        )

    def note_plain_page(self, host: str, *, is_shell: bool, is_goods: bool = False) -> None:
        """A plain fetch of this host showed an empty shell, or a whole page, which may be that of goods."""
        self._goods[host] += is_goods and not is_shell
        self._shells[host] = max(self._shells[host] + (1 if is_shell else -1), -SHELLS)

    def sends_shells(self, host: str) -> bool:
        """Did this host send more shells than pages? One whose goods come whole sends none: its empty
        pages are pop-ups, forms and alerts, each drawn by itself."""
        return self._shells[host] > 0 and self._goods[host] < SHELLS

    def note_drawn_page(self, page: QueuedPage, *, is_empty: bool) -> None:
        """A browser drew this page, and there was nothing on it, or something. One that is drawn again, later
        or as on a telephone, counts once."""
        family = _family(page)
        if not is_empty:
            self._drawn.add(family)
            self._empty.pop(family, None)
        elif family not in self._drawn:
            self._empty[family].add(page.fingerprint)

    def draws_in_vain(self, page: QueuedPage) -> bool:
        """Were several pages of this one's family drawn, and all of them empty?"""
        return page.kind in _MAY_BE_EMPTY and len(self._empty.get(_family(page), ())) >= _EMPTY

    def is_for_phones(self, host: str) -> bool:
        return host in self._phones

    def note_phone_page(self, host: str) -> None:
        """This host's pages are made for telephones."""
        self._phones.add(host)


def _family(page: QueuedPage) -> str:
    return list_address(page.host, page.url).family
