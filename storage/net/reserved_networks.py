"""Special networks (特殊用途地址) and ports that a fetch must never reach by itself.

Written out by hand from the IANA special-purpose address registries (RFC 6890, RFC 4193, RFC 6052
and successors), because `ipaddress.is_global` takes several of them for ordinary addresses.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_network

Address = IPv4Address | IPv6Address

_SPECIAL = {
    "this host": "0.0.0.0/8",
    "private": "10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 fc00::/7 fec0::/10",
    "carrier NAT": "100.64.0.0/10",
    "loopback": "127.0.0.0/8 ::1/128",
    "link-local, cloud metadata": "169.254.0.0/16 fe80::/10",
    "cloud metadata": "168.63.129.16/32",
    "protocol assignments": "192.0.0.0/24 2001::/23",
    "documentation": "192.0.2.0/24 198.51.100.0/24 203.0.113.0/24 2001:db8::/32 3fff::/20",
    "anycast service": "192.31.196.0/24 192.52.193.0/24 192.175.48.0/24 2620:4f:8000::/48",
    "6to4": "192.88.99.0/24 2002::/16",
    "benchmarking": "198.18.0.0/15",
    "multicast": "224.0.0.0/4 ff00::/8",
    "reserved": "240.0.0.0/4",
    "NAT64": "64:ff9b::/96 64:ff9b:1::/48",
    "discard-only": "100::/64",
    "segment routing": "5f00::/16",
    "unspecified, IPv4-compatible or translated": "::/8",
}

SPECIAL_NETWORKS = tuple(
    (ip_network(network), name)
    for name, networks in _SPECIAL.items()
    for network in networks.split()
)

_GLOBAL_UNICAST_V6 = ip_network("2000::/3")

# Services that answer to whatever bytes they are sent: an HTTP request is an attack on them.
# After the Fetch standard's "bad ports", and the stores and control sockets of our day.
_DENIED_PORTS = """
0 1 7 9 11 13 15 17 19 20 21 22 23 25 37 53 69 79 110 111 113 119 123 135 137 139 143 161 179 389
427 445 465 512 513 514 515 526 530 540 548 554 563 587 601 636 873 989 990 993 995 1080 1433 1521
1719 1720 1723 2049 2375 2376 2379 3306 3389 3659 4045 4190 5060 5061 5432 5900 6000 6379 6566
6665 6666 6667 6668 6669 6697 9200 10080 10250 11211 27017
"""

DENIED_PORTS = frozenset(int(port) for port in _DENIED_PORTS.split())
"""Never fetched on a public address."""


def plain_address(address: Address) -> Address:
    """The address that a packet really goes to: an IPv4-mapped one is its IPv4 address."""
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        return address.ipv4_mapped
    return address


def special_network(address: Address) -> str | None:
    """What makes this address no ordinary public host ("loopback 127.0.0.0/8"), else None."""
    for network, name in SPECIAL_NETWORKS:
        if address in network:
            return f"{name} {network}"
    if isinstance(address, IPv6Address) and address not in _GLOBAL_UNICAST_V6:
        return f"outside the global unicast range {_GLOBAL_UNICAST_V6}"
    return None
