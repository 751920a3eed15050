"""Where the head of an answer leads (响应头中的链接): `Refresh`, and `Link` to the next part of a list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from crawler.url.url_kind import address_kind
from crawler.url.url_parts import absolute
from crawler.url.visitor_choices import without_choices

_REFRESH = re.compile(r"\s*[\d.]+\s*[;,]\s*(?:url\s*=\s*)?[\"']?([^\"'\s]+)", re.I)
"""Seconds and address, as browsers read them (HTML Standard, shared declarative refresh steps)."""
_LINK = re.compile(r"<([^<>]{1,2000})>((?:\s*;\s*[\w*]+\s*(?:=\s*(?:\"[^\"]*\"|[^\s;,\"]+))?)*)")
_NEXT = re.compile(r";\s*rel\s*=\s*\"?(?:[^\";]*\s)?next(?:[\s\";]|$)", re.I)
"""RFC 8288: one link, its parameters, and the relation of what follows in a series."""


def header_links(url: str, headers: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """(address, kind of link) of each address in the head of an answer that may be followed.

    >>> list(header_links("https://shop.example/c", {"Link": '</c?page=2>; rel="next", </a.css>; rel=preload'}))
    [('https://shop.example/c?page=2', 'next')]
    """
    names = {name.lower(): value for name, value in headers.items()}
    refresh = _REFRESH.match(names.get("refresh", ""))
    references = [(refresh[1], "list")] if refresh else []
    for target, parameters in _LINK.findall(names.get("link", "")):
        if _NEXT.search(parameters):
            references.append((target, "next"))
    for reference, kind in references:
        whole = absolute(url, reference)
        address = without_choices(whole) if whole else None
        what = address_kind(address)[1] if address else ""
        if address and what and address != url:
            yield address, "listing" if what == "listing" else kind
