"""Where a URL really points (目的地址): strict reading, so that no two readers can differ about it.

Half of all address-check by-passes are one spelling that the check reads one way and the fetcher
another (backslashes, user names, tabs, octal and integer addresses, full-width digits). A spelling
that the URL standard would repair is refused instead: honest shops do not need it.
"""

from __future__ import annotations

import re
import socket
import unicodedata
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import urlsplit

from storage.base.errors import EgressRefused
from storage.net.domain_names import dns_name
from storage.net.reserved_networks import Address, plain_address

_DEFAULT_PORT = {"http": 80, "https": 443, "ws": 80, "wss": 443}
_HOST = re.compile(r"(?=.{1,253}$)[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?", re.ASCII)
_NUMERIC_LABEL = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)", re.ASCII)
_AUTHORITY = re.compile(r"[a-z]+://[^/?#]", re.IGNORECASE | re.ASCII)
_LONGEST_QUOTE = 120
"""Characters of a refused URL that a refusal quotes; chosen to fit one line."""


@dataclass(frozen=True, kw_only=True)
class Destination:
    """Scheme, host and port of a URL; `address` is set where the host is a literal address."""

    scheme: str
    host: str
    """Lower case, ASCII (IDNA), without brackets or trailing dot."""
    port: int
    address: Address | None = None


def read_destination(url: str, schemes: tuple[str, ...] = ("http", "https")) -> Destination:
    """Read `url` without repairing it. Raises EgressRefused for any spelling that is not plain."""
    text = ascii(url[:_LONGEST_QUOTE])
    if any(c <= " " or c in "\\\x7f" or unicodedata.category(c) in ("Cc", "Cf") for c in url):
        raise EgressRefused("url.odd-characters", url=text)
    try:
        parts = urlsplit(url)
        port = parts.port
        host = parts.hostname or ""
    except ValueError:
        raise EgressRefused("url.malformed", url=text) from None
    if parts.scheme not in schemes:
        raise EgressRefused("url.scheme", url=text)
    if not _AUTHORITY.match(url) or not host:
        raise EgressRefused("url.no-host", url=text)
    if "@" in parts.netloc:
        raise EgressRefused("url.user-name", url=text)
    if parts.netloc.endswith(":"):
        raise EgressRefused("url.empty-port", url=text)
    name, address = read_host(host, text)
    default = _DEFAULT_PORT[parts.scheme]
    return Destination(
        scheme=parts.scheme, host=name, port=default if port is None else port, address=address
    )


def read_host(host: str, text: str | None = None) -> tuple[str, Address | None]:
    """A host as (canonical name, literal address if it is one). Raises EgressRefused."""
    text = ascii(host[:_LONGEST_QUOTE]) if text is None else text
    if ":" in host:
        return _read_v6(host, text)
    name = host.lower().removesuffix(".") if host.isascii() else dns_name(host)
    if _NUMERIC_LABEL.fullmatch(name.rpartition(".")[2]):
        return _read_v4(name, text)
    if not _HOST.fullmatch(name) or ".." in name:
        raise EgressRefused("url.host-name", url=text)
    return name, None


def _read_v4(name: str, text: str) -> tuple[str, Address]:
    """Any spelling that a resolver takes for an IPv4 address: 127.1, 0x7f000001, 017700000001 …"""
    try:
        address = IPv4Address(socket.inet_aton(name))
    except (OSError, ValueError):
        raise EgressRefused("url.host-address", url=text) from None
    return str(address), address


def _read_v6(host: str, text: str) -> tuple[str, Address]:
    try:
        address = ip_address(host)
    except ValueError:
        raise EgressRefused("url.host-address", url=text) from None
    if isinstance(address, IPv6Address) and address.scope_id is not None:
        raise EgressRefused("url.scoped-address", url=text)
    plain = plain_address(address)
    return str(plain), plain
