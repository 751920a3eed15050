"""Addresses that pages and servers write, which may be none: `urllib` raises ValueError for `http://[`."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit


def joined(base: str, address: str) -> str | None:
    """An address as it is meant on a page; None where it is none."""
    try:
        url = urljoin(base, address)
        _ = urlsplit(url).port  # read late: a port of letters is none either
    except ValueError:
        return None
    return url


def path_of(address: str) -> str:
    """The path of an address; empty where it is none."""
    try:
        return urlsplit(address).path
    except ValueError:
        return ""
