"""A digest of a page's bytes without what differs at every visit (网页摘要): tokens, clocks, comments.

Two visits of an unchanged page differ in the tokens of its forms, in random names, in the clock and in
comments on how it was made. None of that is read. A random-looking value that may tell one listing from
another, and a comment that holds data or a script, are no such things: a seller who lists the same goods anew
changes nothing else. What else differs (counters, recommended goods) is told by page_marks.py.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha1

import re2

from crawler.url.canonical_url import is_indifferent

_RANDOM = rb"((?=[A-Za-z_-]*+\d)(?=[\d_-]*+[A-Za-z])[\w-]{16,128})"
"""A random value: letters and digits, as long as a session's."""
_UNIX_TIME = rb"(1[5-9]\d{8}(?:\d{3})?)(?![\d.])"
"""A moment in seconds or milliseconds of Unix, 2017 to 2033."""
_PASSING = re.compile(rb"""=["']?(?:""" + _RANDOM + rb"""(?=["'&<>\s])|""" + _UNIX_TIME + rb")")
"""A token or a moment in an attribute or a query."""
_BYTES = re2.Options()
_BYTES.encoding = re2.Options.Encoding.LATIN1
_LIKELY_PASSING = re2.compile(rb"""=["']?(?:[\w-]{16}|1[5-9]\d{8})""", _BYTES)
"""Where one may stand: attributes are many and few are so long, which RE2 tells in a fifth of the time."""
_JSON_PASSING = re.compile(rb'":\s?(?:"' + _RANDOM + rb'(?=")|"?' + _UNIX_TIME + rb")")
"""One in JSON."""
_CLOCK = re.compile(rb":[0-5]\d:[0-5]\d\b")
"""Minutes and seconds of a clock."""
_COMMENT = re.compile(rb"<!--[^<{=]*?-->")
"""A comment without data: old shops write scripts in comments, and some the page's state as JSON. Where one
ends nowhere, the search stops at the next."""
_REACH = 200
"""Bytes before and behind a value in which its element is looked for; chosen by hand."""
_LONGEST_NAME = 48
"""Bytes of a name that are looked at; chosen by hand."""
_NAME_BYTES = f"{string.ascii_letters}{string.digits}_:.[]-".encode()
_MOST_NAMES = 4096
"""Names whose meaning is kept: the pages of one shop repeat theirs."""
_NAMED_BY = re.compile(rb"""\b(?:name|itemprop|property|id)\s*=\s*["']?([\w:.\[\]-]+)""", re.I)
_LENGTH = 16
"""Bytes of a digest. It tells two states of one page apart, and SHA-1 takes half the time of BLAKE2 on processors
that have it."""
_QUOTE, _QUOTES, _QUERY_MARKS = ord('"'), b"\"'", (b"?", b"&", b";")
_WRITTEN_AT = frozenset({b"t", b"ts", b"v", b"ver", b"version", b"time"})
"""Names by which the address of a style or a script says which of its states is meant."""
_BEARERS = frozenset({b"value", b"content"})
"""Attributes whose meaning stands in another attribute of their element."""
_TELLS_GOODS = re.compile(
    rb"item|goods|prod|sku|spu|offer|article|variant|listing|gtin|isbn|asin|\b(?:ean|mpn|id|pid|gid|code|number)\b|"
    rb"href|src|url|link|price|amount",
    re.I,
)
"""Names whose value tells goods, their picture or their price from others."""


def page_digest(body: bytes) -> bytes:
    """16 bytes that are the same for two visits that differ only in tokens, clocks and comments.

    >>> page_digest(b'<input name="token" value="8f3a0c11d2e94b7a">') == page_digest(
    ...     b'<input name="token" value="b1946ac92492d234">'
    ... )
    True
    >>> page_digest(b"<b>59.00</b>") == page_digest(b"<b>49.00</b>")
    False
    """
    body = _CLOCK.sub(b"", _COMMENT.sub(b"", body))
    body = _JSON_PASSING.sub(_unless_telling, b"".join(_without_passing(body)))
    return sha1(body, usedforsecurity=False).digest()[:_LENGTH]


def _without_passing(body: bytes) -> Iterator[bytes]:
    """The pieces of the body between tokens and moments in attributes and queries, and what is no such one."""
    last = 0
    for likely in _LIKELY_PASSING.finditer(body):
        if match := _PASSING.match(body, likely.start()):
            yield body[last : match.start()]
            yield _unless_telling(match)
            last = match.end()
    yield body[last:]


def _unless_telling(match: re.Match[bytes]) -> bytes:
    """Nothing in place of a value that passes; what may tell goods from others stays."""
    body, start = match.string, match.start()
    before = body[max(0, start - _LONGEST_NAME) : start]
    outside = before.rstrip(_NAME_BYTES)
    name = before[len(outside) :]
    if match[0][0] == _QUOTE:
        passes = not _tells_goods(name)
    elif outside.endswith(_QUERY_MARKS) and match[0][1] not in _QUOTES:
        passes = _is_passing_query(name, len(match[match.lastindex or 0]))
    elif name.lower() in _BEARERS:
        passes = not any(map(_tells_goods, _NAMED_BY.findall(_element(body, match))))
    else:
        passes = name == b"id" or not _tells_goods(name)  # an element's own id names no goods
    return b"" if passes else match[0]


@lru_cache(maxsize=_MOST_NAMES)
def _tells_goods(name: bytes) -> bool:
    return _TELLS_GOODS.search(name) is not None


@lru_cache(maxsize=_MOST_NAMES)
def _is_passing_query(name: bytes, length: int) -> bool:
    """Of a random value only its length tells anything: a short `sid` is a shop's number."""
    return name in _WRITTEN_AT or is_indifferent(name.decode("ascii"), "0" * length)


def _element(body: bytes, match: re.Match[bytes]) -> bytes:
    """The tag in which a value stands, as far as it is near."""
    start = max(body.rfind(b"<", max(0, match.start() - _REACH), match.start()), 0)
    end = body.find(b">", match.end(), match.end() + _REACH)
    return body[start : end if end >= 0 else match.end()]
