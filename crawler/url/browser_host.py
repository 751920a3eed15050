"""The host of an address as a browser reads it (URL Standard, §3.5 host parsing): one spelling for names in
any script, for numbers of any base, and none for what no browser opens."""

from __future__ import annotations

import re
from functools import lru_cache
from ipaddress import IPv6Address
from urllib.parse import unquote_to_bytes

from storage.net.domain_names import ascii_name

_FORBIDDEN = re.compile("[\x00-\x20#%/:<>?@\\[\\\\\\]^|\x7f]")
"""Forbidden domain code points (§3.1)."""
_DIGITS = re.compile(r"[0-9]+")
_HEX = re.compile(r"0x[0-9a-f]*")
_OCTAL = re.compile(r"0[0-7]+")


@lru_cache(maxsize=4096)
def browser_host(text: str) -> str | None:
    """The host that a browser asks for where an address says `text`; None where it asks for none.

    A name is in ASCII and small letters, an IPv4 address in four decimals, an IPv6 address compressed
    and without its brackets.

    >>> browser_host("你好.Example"), browser_host("0x7f.1"), browser_host("a b.example")
    ('xn--6qq79v.example', '127.0.0.1', None)
    """
    if text.startswith("["):
        return _ipv6(text)
    name = text
    if "%" in name:
        name = unquote_to_bytes(name).decode("utf-8", "replace")
    name = ascii_name(name)
    if not name or _FORBIDDEN.search(name):
        return None
    return _ipv4(name) if ends_in_number(name) else name


def ends_in_number(host: str) -> bool:
    """Does the last label of a host make it an IPv4 address, or none at all (§3.5, ends in a number)?"""
    label = host.removesuffix(".").rpartition(".")[2].lower()
    return label[:1].isdigit() and bool(_DIGITS.fullmatch(label) or _HEX.fullmatch(label))


def _ipv6(text: str) -> str | None:
    try:
        address = IPv6Address(text.removeprefix("[").removesuffix("]"))
    except ValueError:
        return None
    if not text.endswith("]") or address.scope_id is not None:
        return None
    if address.ipv4_mapped is None:
        return address.compressed
    high, low = divmod(int(address.ipv4_mapped), 2**16)
    return f"::ffff:{high:x}:{low:x}"


def _ipv4(name: str) -> str | None:
    """Four decimals of an address in one to four numbers, each decimal, octal or hexadecimal."""
    labels = name.removesuffix(".").split(".")
    numbers = [_number(label) for label in labels]
    if len(numbers) > 4 or None in numbers:
        return None
    *first, last = (number or 0 for number in numbers)
    if any(number > 255 for number in first) or last >= 256 ** (5 - len(labels)):
        return None
    value = last + sum(number * 256 ** (3 - at) for at, number in enumerate(first))
    return ".".join(str(byte) for byte in value.to_bytes(4, "big"))


def _number(label: str) -> int | None:
    if _HEX.fullmatch(label):
        return int(label[2:] or "0", 16)
    if len(label) > 1 and label.startswith("0"):
        return int(label, 8) if _OCTAL.fullmatch(label) else None
    return int(label) if _DIGITS.fullmatch(label) else None
