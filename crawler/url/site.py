"""The site (站点) of a host: what tells a shop's own pages from foreign ones."""

from __future__ import annotations

from functools import lru_cache
from ipaddress import AddressValueError, IPv4Address

from storage.net.domain_names import dns_name
from storage.net.public_suffixes import suffixes


@lru_cache(maxsize=4096)
def site_of(host: str) -> str:
    """The registrable domain of a host name, in ASCII and lower case.

    By the Public Suffix List (publicsuffix.org), its private part included: whoever rents
    `a.myshopify.com` neither runs nor can log in to `b.myshopify.com`, so each is a site of its
    own, as it is for a browser's cookies. A platform that is no suffix is one site: the shops on
    `shop1.taobao.com` link to their goods on `item.taobao.com`, and the platform answers for both.

    A host that is itself a suffix, an IP address, and a name of one label are each their own site.
    Below a top level that the list does not hold (an intranet, `.invalid`), two labels make a site
    (rule `*` of the list).

    >>> site_of("www.shop.com.cn"), site_of("item.taobao.com"), site_of("www.a.myshopify.com")
    ('shop.com.cn', 'taobao.com', 'a.myshopify.com')
    """
    name = ascii_host(host)
    if ":" in name or _is_ipv4(name):
        return name  # without the list, which takes a tenth of a second to load
    parts = suffixes().extract_str(name)
    if parts.suffix:
        return parts.top_domain_under_public_suffix or name
    return ".".join(name.split(".")[-2:])


def _is_ipv4(name: str) -> bool:
    if not name[-1:].isdigit():
        return False
    try:
        IPv4Address(name)
    except AddressValueError:
        return False
    return True


def ascii_host(host: str) -> str:
    """A host as DNS and browsers write it: lower case, no final dot, ASCII (UTS 46).

    A name that has no such form comes back in lower case.
    """
    name = host.lower().rstrip(".")
    if name.isascii():
        return name
    return dns_name(name) or name
