"""Web addresses cut into parts and made absolute, cheaply: a page has hundreds of them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote, urljoin

from crawler.url.browser_host import browser_host, ends_in_number

ROUTE_NAMES = ("s", "r", "route", "rt")
"""Names of query values that hold a path within the shop's program (ThinkPHP, OpenCart, AbanteCart)."""
PROGRAM_PARTS = frozenset(
    [
        *(*ROUTE_NAMES, "main_page", "page", "dispatch", "controller", "act", "action"),
        *("view", "m", "c", "a", "do", "op", "option", "task"),
    ]
)
"""Names of a query that say which part of a program answers."""


class Address(NamedTuple):
    """An http(s) address in its parts."""

    scheme: str
    hostname: str
    port: int | None
    path: str
    query: str
    fragment: str

    def pairs(self) -> list[tuple[str, str]]:
        """Name and value of the query, in order, at most sixty.

        Bytes that are no UTF-8 (a GBK shop's words) are lone surrogates, as PEP 383 has them.
        """
        return list(_pairs(self.query)) if self.query else []


def page_parts(parts: Address) -> Address:
    """What names the page: path and query of the route behind the # sign (`#/goods/1?tab=2`), by which
    a scripted shop tells its pages; the address itself where it has no route.

    >>> page_parts(split("https://shop.example/h5/#/goods/detail?id=17")).path
    '/goods/detail'
    """
    if not parts.fragment or not is_route(parts.fragment):
        return parts
    path, _, query = parts.fragment.removeprefix("!").partition("?")
    return parts._replace(path=f"/{path.lstrip('/')}", query=query, fragment="")


def is_route(fragment: str) -> bool:
    """Is a fragment the route of a scripted page (`/goods/1`, `!/goods/1`) and no place on the page?"""
    return fragment.startswith(("/", "!/"))


@lru_cache(maxsize=4096)
def _pairs(query: str) -> tuple[tuple[str, str], ...]:
    """As `urllib.parse.parse_qsl` reads them, blank values kept, at a third of its time.

    Cached: one address is asked for its query by four rules and again for its key.
    """
    pieces = [piece.partition("=") for piece in query.split("&") if piece][:60]
    if "%" in query or "+" in query:
        return tuple([(_unquoted(name), _unquoted(value)) for name, _, value in pieces])
    return tuple([(name, value) for name, _, value in pieces])


def _unquoted(text: str) -> str:
    if "+" in text:
        text = text.replace("+", " ")
    return unquote(text, errors="surrogateescape") if "%" in text else text


_PLAIN = re.compile(
    r"(https?)://([a-zA-Z0-9.-]+)(?::(\d{1,5}))?(/[^\s?#\\]*)?(?:\?([^\s#]*))?(?:#([^\s]*))?"
)


_CAREFUL = re.compile(
    r"([Hh][Tt][Tt][Pp][Ss]?)://(?:[^/?#\\]*@)?(\[[^\]/?#@]*\]|[^:/?#@\\]*)(?::([0-9]{0,400}))?"
    r"([/\\][^?#]*)?(?:\?([^#]*))?(?:#(.*))?",
    re.DOTALL,
)
"""An address with a name and a password, in other scripts, or with what stands for an address of numbers."""
_LAST_PORT = 65_535
_LONGEST_ASKED = 8192
"""Characters of an address that a server reads (nginx, large_client_header_buffers; RFC 9110 §4.1 asks for 8000)."""
_NUMBER_ENDS = frozenset("0123456789abcdefx.")
"""How a host ends that may be a number."""


def split(url: str) -> Address | None:
    """The parts of an http(s) address, None for anything else and for one that no server takes; never raises.

    Cached: one address is made absolute, judged by several rules and asked for its key.
    """
    return _split(url) if len(url) <= _LONGEST_ASKED else None


@lru_cache(maxsize=4096)
def _split(url: str) -> Address | None:
    name: str | None
    if plain := _PLAIN.fullmatch(url):
        scheme, host, digits, path, query, fragment = plain.groups(default="")
        name = host.lower()
        if name[-1:] in _NUMBER_ENDS and ends_in_number(name):
            name = browser_host(name)
    elif careful := _CAREFUL.fullmatch(url):
        scheme, host, digits, path, query, fragment = careful.groups(default="")
        scheme, name = scheme.lower(), browser_host(host)
    else:
        return None
    port = int(digits) if digits else None
    if not name or (port is not None and port > _LAST_PORT):
        return None
    return Address(scheme, name, port, path, query, fragment)


_FAST = re.compile(
    r"(?:/(?!/)|https?://)[\w!$&'()*+,;=:@%~?/-]*(?:\.[\w!$&'()*+,;=:@%~?/-]+)*(?:#.*)?"
)
_BESIDE = re.compile(r"[\w-][\w-]*(?:[./][\w-]+)*/?(?:\?[\w=&%+-]*)?", re.ASCII)
"""A relative path that climbs nowhere: "item-12.html", "list/3?page=2"."""
_NO_PAGE = re.compile(r"(?:javascript|data|mailto|tel|about):", re.I)
_EMPTY_PART = re.compile(r";|[?#](?:#|$)")
"""What a careful join leaves out: an empty query or fragment, empty parameters."""
LONGEST_LINK = 2000
"""Characters of an address in a page or map; longer ones do not work in all browsers."""


def absolute(base: str, href: str) -> str | None:
    """An http(s) address, or None for anything else (javascript:, data:, mailto:).

    The fragment goes, unless it is a route (`#/goods/1`) by which a scripted shop tells its pages.
    `w3lib.url.safe_url_string` also accepts other schemes, raises where a port or a host is no
    valid one, and writes every other character than ASCII in per cent, which an officer cannot
    read; the HTTP client does so when it sends the request.
    """
    href = href.strip()
    if not href or len(href) > LONGEST_LINK or _NO_PAGE.match(href):
        return None
    joined = _join(base, href)
    if joined is None:
        return None
    front, mark, fragment = joined.partition("#")
    return joined if mark and is_route(fragment) else front


def _join(base: str, href: str) -> str | None:
    if href[0] == "/" and _FAST.fullmatch(href):
        return origin(base) + href
    if _BESIDE.fullmatch(href) and (folder := _folder(base)):
        return folder + href
    if href.startswith("http") and _FAST.fullmatch(href) and "//" in href[:8]:
        return _opened(href)
    if href[:2] == "//" and href[2:3].isalnum() and base.startswith(("http://", "https://")):
        url = f"{base.partition('//')[0]}{href}"
        if _FAST.fullmatch(url) and not _EMPTY_PART.search(url):
            return _opened(url)
    try:
        joined = _careful_join(base, _slashed(_UNSEEN.sub("", _ENDS.sub("", href))))
    except ValueError:
        return None
    return _opened(joined)


def _careful_join(base: str, href: str) -> str:
    """As a browser joins them: any number of slashes before a host, none where a scheme is another one
    than the base's (URL Standard, special authority states)."""
    if href.startswith("//"):
        href = f"{base.partition('//')[0]}{href}"
    named = _NAMED.match(href)
    if named is None:
        return _quoted(urljoin(base, href))
    scheme, slashes = named[1].lower(), named[2]
    behind = href[named.end() :]
    if len(slashes) < 2 and base.startswith(f"{scheme}://"):
        return _quoted(urljoin(base, f"{slashes}{behind}"))
    start = _PATH_START.search(behind)
    end = start.start() if start else len(behind)
    return f"{scheme}://{behind[:end]}{_quoted(behind[end:])}"


def _quoted(text: str) -> str:
    """Spaces and control characters in per cent, which no address holds."""
    return _UNPRINTABLE.sub(lambda match: f"%{ord(match[0]):02X}", text)


def _opened(url: str) -> str | None:
    """The address with its host in the spelling that a browser asks for; None where it asks for none."""
    parts = split(url)
    if parts is None or url.startswith(parts.hostname, len(parts.scheme) + 3):
        return url if parts else None
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return _HOST.sub(lambda match: f"{match[1]}{host}", url, count=1)


def _slashed(href: str) -> str:
    """A backslash before the query is a slash, as browsers read it (URL Standard, path state)."""
    if "\\" not in href:
        return href
    path = _QUERY_OR_FRAGMENT.split(href, maxsplit=1)[0]
    return path.replace("\\", "/") + href[len(path) :]


_QUERY_OR_FRAGMENT = re.compile("[?#]")
_UNSEEN = re.compile("[\t\n\r\ud800-\udfff]")
_UNPRINTABLE = re.compile("[\x00-\x20\x7f]")
_ENDS = re.compile("^[\x00-\x20]+|[\x00-\x20]+$")
_NAMED = re.compile(r"(https?):(/*)", re.I)
_PATH_START = re.compile("[/?#]")
_HOST = re.compile(r"(https?://(?:[^/?#\\]*@)?)(\[[^\]]*\]|[^:/?#@\\]*)", re.I)


@lru_cache(maxsize=256)
def _folder(base: str) -> str | None:
    """An address up to its last slash; None where dots and parameters ask for a careful join."""
    parts = split(base)
    if (
        parts is None
        or not base.startswith("http")
        or not parts.path.isascii()
        or "/." in parts.path
        or ";" in parts.path
    ):
        return None
    path = parts.path or "/"
    return f"{origin(base)}{path[: path.rindex('/') + 1]}"


@lru_cache(maxsize=256)
def origin(base: str) -> str:
    """Scheme, host and port of an address, without the path."""
    return "/".join(base.split("/", 3)[:3]).split("?")[0].split("#")[0]
