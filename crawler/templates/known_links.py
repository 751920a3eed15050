"""Links of pages of one template (已知链接): what a reference leads to is worked out once a host.

The goods pages of a shop repeat their menus and recommend one another; only references that no page
had before are read as the full reader reads them.
"""

from __future__ import annotations

from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from crawler.extract.links import MOST_LINKS, link_target, read_links
from crawler.extract.page.heading import PageHeading, read_heading
from crawler.extract.page.page import Link, Page
from crawler.url.url_parts import LONGEST_LINK

_MOST_KNOWN = 200_000
"""References of one host kept in memory (30 MB); chosen by hand."""
_ANCHORS = "a[href],area[href]"
WITH_FEEDS = f"{_ANCHORS},link[rel~=alternate][type][href]"
"""What leads on from a list: feeds, too."""


class KnownLinks:
    """What the references of one host's pages lead to."""

    def __init__(self, css: str = _ANCHORS) -> None:
        """`css` selects the elements that lead on."""
        self._css = css
        self._links: dict[str, Link | None] = {}
        self._is_whole = True
        """Do link elements alone lead everywhere, so far?"""

    def links_of(self, page: Page) -> tuple[Link, ...]:
        """The page's links as `read_links` finds them."""
        if not self._is_whole:
            return read_links(page, read_heading(page))
        links: dict[str, Link] = {}
        unknown: dict[str, tuple[str, str]] = {}
        met, url = self._links, page.url
        for node, href, key in self._references(page):
            if key in met:
                link = met[key]
                if link is not None and link.url != url:
                    links.setdefault(link.url, link)
            else:
                unknown[key] = (href, node.html or "")
        if unknown:
            for link in self._learn(page, unknown, page.base):
                links.setdefault(link.url, link)
        return tuple(links.values())

    def nodes_of(self, page: Page) -> Iterator[tuple[LexborNode, Link]]:
        """The elements that lead on, once `links_of` was asked of the page."""
        for node, _, key in self._references(page):
            link = self._links.get(key)
            if link is not None:
                yield node, link

    def _references(self, page: Page) -> Iterator[tuple[LexborNode, str, str]]:
        """Element, reference, and the reference with what it is relative to."""
        start, met = page.base, self._links
        for node in page.tree.css(self._css)[:MOST_LINKS]:
            href = node.attributes.get("href") or ""
            if len(href) > LONGEST_LINK:  # a picture, or nothing that a server takes
                continue
            if href in met:  # by what is written there, which then is relative to nothing
                yield node, href, href
            elif href and (href[0] != "#" or href[1:2] in ("/", "!")):
                yield node, href, href if href[0] == "/" or "://" in href else f"{start} {href}"

    def check(self, page: Page, links: tuple[Link, ...]) -> None:
        """Compare with what the full reader found: a site that leads on by scripts is read by it."""
        cheap = {link.url for link in self.links_of(page)}
        self._is_whole = self._is_whole and all(link.url in cheap for link in links)

    def _learn(
        self, page: Page, unknown: dict[str, tuple[str, str]], base: str
    ) -> tuple[Link, ...]:
        if len(self._links) >= _MOST_KNOWN:
            self._links.clear()
        markup = f'<base href="{base}">{"".join(element for _, element in unknown.values())}'
        fragment = Page(url=page.url, text=markup, charset=page.charset)
        links = {link.url: link for link in read_links(fragment, _nameless(page.url))}
        for key, (href, _) in unknown.items():
            url = link_target(base, href, page.charset)[0]
            if url != page.url:  # a page has no link to itself, and others may
                self._links[key] = links.get(url)
        return tuple(links.values())


def _nameless(url: str) -> PageHeading:
    """A heading without anything: links of a fragment need none."""
    return PageHeading(
        url=url,
        title="",
        headlines=(),
        meta={},
        canonical=None,
        next_url=None,
        language=None,
        ids=(),
    )
