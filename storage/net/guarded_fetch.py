"""One plain HTTP exchange through the address policy, for what is no crawl: time-stamps, pictures.

The connection goes to a checked address while name, certificate check and Host header stay those
of the URL. Redirects are not followed: who answers is part of what is asked.
"""

from __future__ import annotations

import http.client
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from urllib.parse import quote, urlsplit

from storage.base.errors import HubiaoError
from storage.base.message import message_of
from storage.base.request_policy import PRODUCT, SERVICE
from storage.net.address_policy import AddressPolicy, Lookup, open_checked, system_lookup
from storage.net.deadline import Deadline

_CHUNK = 64 * 1024
"""Bytes read at once."""


class ExchangeFailed(HubiaoError):
    """The other side did not answer as it should; the message says who and how."""


@dataclass(frozen=True, kw_only=True)
class HttpAnswer:
    """What came back, whatever its status."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    """Names in lower case."""
    body: bytes


def fetch(
    url: str,
    policy: AddressPolicy,
    *,
    body: bytes | None = None,
    headers: Mapping[str, str] | None = None,
    max_bytes: int = SERVICE.max_bytes,
    timeout: float = SERVICE.seconds,
    lookup: Lookup = system_lookup,
) -> HttpAnswer:
    """GET `url`, or POST `body` to it. Raises EgressRefused or ExchangeFailed; `timeout` is in seconds
    for the whole exchange, from the name service to the last byte."""
    destination = policy.check_url(url)
    deadline = Deadline(timeout)
    try:
        plain = open_checked(destination.host, destination.port, policy, deadline, lookup=lookup)
        with (
            deadline.ends(plain),
            _secured(plain, destination.host, destination.scheme) as connected,
        ):
            answer = _exchange(connected, url, body, headers or {}, max_bytes)
        deadline.check()
        return answer
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise ExchangeFailed("fetch.failed", url=url, reason=message_of(error)) from error


@cache
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()


def _secured(plain: socket.socket, host: str, scheme: str) -> socket.socket:
    if scheme != "https":
        return plain
    try:
        return _tls().wrap_socket(plain, server_hostname=host)
    except OSError:
        plain.close()
        raise


def _exchange(
    connected: socket.socket,
    url: str,
    body: bytes | None,
    headers: Mapping[str, str],
    max_bytes: int,
) -> HttpAnswer:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc)
    connection.sock = connected
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = f"?{quote(parts.query, safe='/%:@!$&()*+,;=~-._?')}" if parts.query else ""
    sent = {
        "User-Agent": PRODUCT,
        "Connection": "close",
        "Accept-Encoding": SERVICE.accept_encoding,
        **headers,
    }
    connection.request("GET" if body is None else "POST", path + query, body, sent)
    response = connection.getresponse()
    received = bytearray()
    # Since Python 3.12 the read that completes the body also closes the socket.
    while not response.isclosed():
        chunk = response.read1(_CHUNK)
        if not chunk:
            break
        received += chunk
        if len(received) > max_bytes:
            raise ValueError(f"the answer is longer than {max_bytes} bytes")
    lower_case = {name.lower(): value for name, value in response.getheaders()}
    return HttpAnswer(status=response.status, headers=lower_case, body=bytes(received))
