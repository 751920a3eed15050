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
from storage.net.reserved_networks import Address, plain_address

_DEFAULT_PORT = {"http": 80, "https": 443, "ws": 80, "wss": 443}
_HOST = re.compile(r"(?=.{1,253}$)[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?", re.ASCII)
_NUMERIC_LABEL = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)", re.ASCII)
_AUTHORITY = re.compile(r"[a-z]+://[^/?#]", re.IGNORECASE | re.ASCII)
_SHOWN = 120


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
    shown = ascii(url[:_SHOWN])
    if any(c <= " " or c in "\\\x7f" or unicodedata.category(c) in ("Cc", "Cf") for c in url):
        raise EgressRefused(_refusal(shown, "blanks, control characters or backslashes in it"))
    try:
        parts = urlsplit(url)
        port = parts.port
        host = parts.hostname or ""
    except ValueError:
        raise EgressRefused(_refusal(shown, "it is no well-formed URL")) from None
    if parts.scheme not in schemes:
        raise EgressRefused(_refusal(shown, "only http and https are fetched"))
    if not _AUTHORITY.match(url) or not host:
        raise EgressRefused(_refusal(shown, "it names no host"))
    if "@" in parts.netloc:
        raise EgressRefused(_refusal(shown, "it carries a user name"))
    if parts.netloc.endswith(":"):
        raise EgressRefused(_refusal(shown, "it names an empty port"))
    name, address = read_host(host, shown)
    default = _DEFAULT_PORT[parts.scheme]
    return Destination(
        scheme=parts.scheme, host=name, port=default if port is None else port, address=address
    )


def read_host(host: str, shown: str | None = None) -> tuple[str, Address | None]:
    """A host as (canonical name, literal address if it is one). Raises EgressRefused."""
    shown = ascii(host[:_SHOWN]) if shown is None else shown
    if ":" in host:
        return _read_v6(host, shown)
    name = unicodedata.normalize("NFKC", host).replace("。", ".").lower().removesuffix(".")
    if not name.isascii():
        try:
            name = name.encode("idna").decode("ascii")
        except UnicodeError:
            raise EgressRefused(_refusal(shown, "its host is no valid name")) from None
    if _NUMERIC_LABEL.fullmatch(name.rpartition(".")[2]):
        return _read_v4(name, shown)
    if not _HOST.fullmatch(name) or ".." in name:
        raise EgressRefused(_refusal(shown, "its host is no valid name"))
    return name, None


def _read_v4(name: str, shown: str) -> tuple[str, Address]:
    """Any spelling that a resolver takes for an IPv4 address: 127.1, 0x7f000001, 017700000001 …"""
    try:
        address = IPv4Address(socket.inet_aton(name))
    except (OSError, ValueError):
        raise EgressRefused(_refusal(shown, "its host is a malformed address")) from None
    return str(address), address


def _read_v6(host: str, shown: str) -> tuple[str, Address]:
    try:
        address = ip_address(host)
    except ValueError:
        raise EgressRefused(_refusal(shown, "its host is a malformed address")) from None
    if isinstance(address, IPv6Address) and address.scope_id is not None:
        raise EgressRefused(_refusal(shown, "its address is bound to one network card"))
    plain = plain_address(address)
    return str(plain), plain


def _refusal(shown: str, reason: str) -> str:
    return f"refused {shown}: {reason} (no setting of HUBIAO_ALLOW_ADDRESSES changes that)"
