"""Asking RDAP servers (RFC 9082): which server answers for a name or address (RFC 9224), and its answer.

Everything goes through the guarded fetch; redirects are not followed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any
from urllib.parse import quote, urljoin

from storage.base.errors import BadInput, NotFound
from storage.net.address_policy import AddressPolicy
from storage.net.destination import read_host
from storage.net.guarded_fetch import ExchangeFailed, fetch
from storage.net.rdap_answer import MOST_BYTES

_BOOTSTRAP_BYTES = 4 * 2**20
"""Bytes of a bootstrap file of IANA, chosen by hand: dns.json has about a hundred kilobytes."""
_HEADERS = {"Accept": "application/rdap+json, application/json"}


def ask(subject: str, bootstrap: str, policy: AddressPolicy) -> bytes:
    """The RDAP answer on a domain or an address, as bytes; `bootstrap` is the folder of IANA's lists.

    Raises NotFound where no server answers for it or the registry does not have it, BadInput for what is
    neither, EgressRefused, FetchFailed.
    """
    name, literal = read_host(subject)
    address = ip_address(str(literal)) if literal is not None else None
    server = _server(name, address, bootstrap, policy)
    path = f"ip/{quote(str(address))}" if address else f"domain/{quote(name)}"
    url = urljoin(server if server.endswith("/") else server + "/", path)
    answer = fetch(url, policy, headers=_HEADERS, max_bytes=MOST_BYTES)
    if answer.status == 404:
        raise NotFound("rdap.unregistered", subject=subject)
    if answer.status != 200:
        raise ExchangeFailed("rdap.status", url=url, status=answer.status)
    return answer.body


def _server(
    name: str, address: IPv4Address | IPv6Address | None, bootstrap: str, policy: AddressPolicy
) -> str:
    """Base address of the server that answers: the longest prefix or label that fits (RFC 9224)."""
    file = "dns.json" if address is None else f"ipv{address.version}.json"
    url = urljoin(bootstrap if bootstrap.endswith("/") else bootstrap + "/", file)
    answer = fetch(url, policy, max_bytes=_BOOTSTRAP_BYTES)
    if answer.status != 200:
        raise ExchangeFailed("rdap.status", url=url, status=answer.status)
    matches = [
        (length, servers)
        for entries, servers in _services(answer.body, url)
        for entry in entries
        if (length := _fit(entry, name, address)) is not None
    ]
    if not matches:
        raise NotFound("rdap.no-server", subject=name)
    servers = max(matches, key=lambda match: match[0])[1]
    return next((server for server in servers if server.startswith("https://")), servers[0])


def _services(body: bytes, url: str) -> Iterator[tuple[list[str], list[str]]]:
    try:
        services: Any = json.loads(body)["services"]
        for entries, servers in services:
            yield [str(entry) for entry in entries], [str(server) for server in servers]
    except (ValueError, KeyError, TypeError) as error:
        raise BadInput("rdap.no-json", where=url) from error


def _fit(entry: str, name: str, address: IPv4Address | IPv6Address | None) -> int | None:
    """How long the part of the name or address is that an entry fits; None where it does not."""
    if address is None:
        label = entry.lower().strip(".")
        return len(label) if name == label or name.endswith("." + label) else None
    network = ip_network(entry, strict=False)
    return network.prefixlen if address in network else None
