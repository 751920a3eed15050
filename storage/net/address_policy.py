"""The address policy (出口策略): what any stage may fetch, and the guard that holds it.

A page that we crawl is written by the other side, and our machine stands inside an office network.
So a name is resolved once, **every** address that it gives is checked, and the connection goes to
a checked address, never to the name again (DNS rebinding). Every stage that fetches goes through
this module, in two doors: Scrapy's resolver and connector, and the browser's proxy.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from storage.base.errors import BadInput, EgressRefused
from storage.net.deadline import Deadline
from storage.net.destination import Destination, read_destination, read_host
from storage.net.reserved_networks import DENIED_PORTS, Address, plain_address, special_network

_MAX_ADDRESSES = 64
"""Addresses of one name that are checked; large services publish a dozen."""

Lookup = Callable[[str, int], Sequence[str]]
"""A name and port to the addresses that the name service gives, in its order."""


@dataclass(frozen=True)
class AddressPolicy:
    """Which addresses may be reached: public ones, and the private ones that `allow` names.

    `allow` holds networks in CIDR form ("127.0.0.0/8", "::1"); on these any port is open, on
    public addresses all but DENIED_PORTS. Raises BadInput for what is no network.
    """

    allow: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        self._networks  # noqa: B018  reads the networks now, so that a bad one is told at start

    @cached_property
    def _networks(self) -> tuple[IPv4Network | IPv6Network, ...]:
        return tuple(_read_network(text) for text in self.allow)

    def allows(self, address: Address) -> bool:
        """Whether `allow` names this address."""
        plain = plain_address(address)
        return any(plain in network for network in self._networks)

    def check_address(self, address: str | Address) -> Address:
        """The plain form of an address that may be reached. Raises EgressRefused."""
        try:
            plain = plain_address(ip_address(address))
        except ValueError:
            raise EgressRefused("address.none", address=ascii(address)) from None
        if self.allows(plain):
            return plain
        if (special := special_network(plain)) is not None:
            raise EgressRefused("address.reserved", address=plain, network=special)
        return plain

    def check_port(self, port: int, address: Address) -> int:
        """A port that may be reached on this (checked) address. Raises EgressRefused."""
        if not 0 < port < 65536 or (port in DENIED_PORTS and not self.allows(address)):
            raise EgressRefused("address.port", port=port, address=address)
        return port

    def check_url(self, url: str, schemes: tuple[str, ...] = ("http", "https")) -> Destination:
        """Where `url` points, refused where its spelling, scheme, literal address or port is.

        A host name is not looked up here: `resolve_checked` does that, once, at connection time.
        """
        destination = read_destination(url, schemes)
        if destination.address is not None:
            self.check_port(destination.port, self.check_address(destination.address))
        return destination


def _read_network(text: str) -> IPv4Network | IPv6Network:
    try:
        return ip_network(text.strip(), strict=False)
    except ValueError:
        raise BadInput("address.no-network", text=text) from None


def system_lookup(host: str, port: int) -> Sequence[str]:
    """Addresses by the machine's own name service. Raises OSError where there are none.

    A name below `localhost` is this machine and asks no name service (RFC 6761, section 6.3).
    """
    if host.rstrip(".").lower().endswith(".localhost"):
        host = "127.0.0.1"
    entries = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(entry[4][0]) for entry in entries]


def resolve_checked(
    host: str, port: int, policy: AddressPolicy, lookup: Lookup = system_lookup
) -> tuple[Address, ...]:
    """The addresses of `host` that may be connected to, in the name service's order; at least one.

    Look up once and connect to one of these, never to the name again.
    Raises EgressRefused where the policy forbids them, OSError where the name does not resolve.
    """
    name, literal = read_host(host.strip("[]"))
    answers = [str(literal)] if literal is not None else lookup(name, port)
    return check_answers(name, port, answers, policy)


def check_answers(
    name: str, port: int, answers: Iterable[str], policy: AddressPolicy
) -> tuple[Address, ...]:
    """The addresses of a name service's answer that may be connected to.

    An answer that mixes public with forbidden addresses is how rebinding looks, so beside a
    forbidden address only those count that the office itself has named.
    """
    passed: list[Address] = []
    refusal: EgressRefused | None = None
    for answer in list(answers)[:_MAX_ADDRESSES]:
        try:
            address = policy.check_address(answer.partition("%")[0])
            policy.check_port(port, address)
        except EgressRefused as refused:
            refusal = refusal or refused
        else:
            passed.append(address)
    if refusal is not None:
        passed = [address for address in passed if policy.allows(address)]
    if passed:
        return tuple(dict.fromkeys(passed))
    if refusal is None:
        raise OSError(f"{name}: the name service gives no address")
    raise EgressRefused("address.host-refused", host=name, reason=refusal.message)


def open_checked(
    host: str,
    port: int,
    policy: AddressPolicy,
    deadline: Deadline,
    *,
    lookup: Lookup = system_lookup,
) -> socket.socket:
    """A connection to a checked address of `host`. Raises EgressRefused or OSError."""
    failure: OSError | None = None
    for address in deadline.wait_for(lambda: resolve_checked(host, port, policy, lookup)):
        if deadline.passed:
            break
        try:
            return socket.create_connection((str(address), port), deadline.remaining)
        except OSError as error:
            failure = error
    deadline.check()
    raise failure or OSError(f"{host}: no address answers")
