"""Sessions that a shop writes into its addresses under a name of its own (地址中的会话标识).

Known names (`PHPSESSID`, `;jsessionid=`) are dropped by listing_key.py. Another name is learned from a
page on which nearly every link carries one and the same random-looking value: it names the visitor,
not what is visited. An address is asked as the page writes it; its identity, what is stored of its goods and
the links that are remembered for a later crawl do without.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable

from crawler.url.canonical_url import encoded_query
from crawler.url.url_parts import split

_RANDOM = re.compile(r"(?=.*\d)(?=.*[a-zA-Z])[\w-]{16,128}|[\da-f]{32}")
_FEWEST = 5
"""Places that have to share a value before it is a session; chosen by hand."""
_SHARE = 0.8
"""Part of all addresses that have to carry the value; chosen by hand."""
_PAGES = 30
"""Pages of a host from which names are learned."""


class SessionNames:
    """The names that each host of a run gives to its sessions."""

    def __init__(self) -> None:
        self._names: dict[str, frozenset[str]] = {}
        self._pages: Counter[str] = Counter()

    def learn(self, host: str, urls: Iterable[str]) -> None:
        """Look at the links of one page of a host, all of them leading to that host."""
        if self._pages[host] >= _PAGES:
            return
        self._pages[host] += 1
        carried: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        everything = set()
        for url in urls:
            parts = split(url)
            if parts is None or not parts.query:
                continue
            pairs = parts.pairs()
            for name, value in pairs:
                if _RANDOM.fullmatch(value):
                    other_pairs = sorted(pair for pair in pairs if pair[0] != name)
                    carried[name, value].add(f"{parts.path}?{encoded_query(other_pairs)}")
            everything.add(url)
        for (name, _), places in carried.items():
            if len(places) >= max(_FEWEST, _SHARE * len(everything)):
                self._names[host] = self._names.get(host, frozenset()) | {name}

    def names(self, host: str) -> tuple[str, ...]:
        """The names of a host, in order."""
        return tuple(sorted(self._names.get(host, ())))

    def adopt(self, host: str, names: Iterable[str]) -> None:
        """An earlier crawl learned these names of a host."""
        if not self._names.get(host, frozenset()).issuperset(names):
            self._names[host] = self._names.get(host, frozenset()) | frozenset(names)

    def without_in(self, host: str, body: bytes) -> bytes:
        """A page's bytes without the sessions in the addresses that it holds."""
        names = self._names.get(host)
        if not names:
            return body
        written = b"|".join(re.escape(name.encode()) for name in sorted(names))
        return re.sub(rb"(?<=[?&;])(?:" + written + rb")=[\w-]{16,128}", b"", body)

    def without(self, host: str, url: str) -> str:
        """The address without what names only the visitor."""
        names = self._names.get(host)
        if not names:
            return url
        front, mark, query_and_fragment = url.partition("?")
        query, hash_mark, fragment = query_and_fragment.partition("#")
        pairs = [pair for pair in query.split("&") if pair.partition("=")[0] not in names]
        return f"{front}{mark if pairs else ''}{'&'.join(pairs)}{hash_mark}{fragment}"
