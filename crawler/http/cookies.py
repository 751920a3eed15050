"""Cookies of one visit (一次访问内的饼干): some shops send every visitor round once to see one come back.

They live as long as the visit's redirects and go back only to the host that set them; nothing is
carried from one page to the next.
"""

from __future__ import annotations

from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import urlsplit

_MOST = 20
"""Cookies of one host that are kept; chosen by hand."""
_LONGEST = 4096
"""Characters of one Set-Cookie that are read (RFC 6265 §6.1)."""


class VisitCookies:
    """What the hosts of one chain of redirects set."""

    def __init__(self) -> None:
        self._hosts: dict[str, dict[str, str]] = {}

    def take(self, url: str, headers: Mapping[str, str] | Any) -> bool:
        """Keep what an answer sets; True when that is something new."""
        lines = headers.getall("Set-Cookie", ()) if hasattr(headers, "getall") else ()
        jar = self._hosts.setdefault(urlsplit(url).netloc, {})
        before = dict(jar)
        for line in lines:
            try:
                cookies = SimpleCookie(line[:_LONGEST])
            except CookieError:
                continue
            for name, morsel in cookies.items():
                if len(jar) < _MOST:
                    jar[name] = morsel.coded_value
        return jar != before

    def header(self, url: str) -> dict[str, str]:
        """The Cookie header of a request to this address, if there is anything to send."""
        jar = self._hosts.get(urlsplit(url).netloc)
        return {"Cookie": "; ".join(f"{k}={v}" for k, v in jar.items())} if jar else {}
