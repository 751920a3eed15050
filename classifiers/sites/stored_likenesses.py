"""Names of sites against all holders' sites and marks of the store, entered where they are like one."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from classifiers.sites.genuine_sites import GenuineSite, genuine_sites, site_label
from classifiers.sites.likeness import like_names, permutations
from storage.base.database import Database
from storage.lookalikes.store import NamedSite, enter_sites
from storage.records import RightsBook
from storage.rights.store import load_rights
from storage.tables import LookalikeSiteRow

SUFFIXES = (
    "com",
    "cn",
    "com.cn",
    "net",
    "top",
    "shop",
    "xyz",
    "vip",
    "cc",
    "store",
    "online",
    "site",
)
"""Suffixes under which names are asked for, in this order; chosen by hand after the most used ones in China."""


def enter_like_names(
    database: Database, hosts: Collection[str], *, source: str, by: str
) -> list[LookalikeSiteRow]:
    """Enter those of these hosts that are like a genuine name; returns the new ones."""
    with database.read() as session:
        book = load_rights(session)
    holders = {holder.id: holder for holder in book.holders}
    genuine = list(genuine_sites(book, holders))
    own_site = {site.holder: site.site for site in reversed(genuine) if site.site}
    marks = {
        right.text: GenuineSite(
            label="", site=None, right=right.id, holder=right.holder, text=right.text
        )
        for right in book
        if not right.generic and not right.text.isascii()
    }
    sites = [
        NamedSite(
            host=name.host,
            manner=name.manner,
            genuine=name.genuine.text,
            own_site=name.genuine.site or own_site.get(name.genuine.holder),
            holder_id=name.genuine.holder if name.genuine.holder in holders else None,
            right_id=name.genuine.right,
        )
        for name in like_names(hosts, genuine, marks, own_sites(book))
    ]
    with database.begin() as session:
        return enter_sites(session, sites, source=source, by=by)


def own_sites(book: RightsBook) -> set[str]:
    """Sites of holders and of licensed sellers' platforms: like nobody."""
    hosts = {host for holder in book.holders for host in holder.websites}
    hosts |= {
        seller.platform for right in book for seller in right.authorised_sellers if seller.platform
    }
    return {site_label(host)[0] for host in hosts}


def names_to_ask(book: RightsBook) -> Iterator[str]:
    """Hosts that somebody may have registered, the most telling first: the genuine labels under other suffixes,
    then their permutations."""
    genuine = list(genuine_sites(book, {holder.id: holder for holder in book.holders}))
    genuine_hosts = own_sites(book)
    for original in genuine:
        for suffix in SUFFIXES:
            host = f"{original.label}.{suffix}"
            if host not in genuine_hosts:
                yield host
    for original in genuine:
        suffixes: tuple[str, ...] = ("com", "cn")
        if original.site:
            suffixes = tuple(dict.fromkeys((original.site.partition(".")[2], *suffixes)))
        for label in sorted(permutations(original)):
            yield from (f"{label}.{suffix}" for suffix in suffixes)
