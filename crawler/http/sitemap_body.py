"""The body of a sitemap as it should have been sent: unpacked as often as it was packed, in UTF-8."""

from __future__ import annotations

import codecs
import re
import zlib

_GZIP = b"\x1f\x8b"
_MOST_PACKINGS = 3
"""Times that a file may be zipped: by its shop, by the server and by a cache; chosen by hand."""
_MOST_MEMBERS = 10_000
"""Members of one gzip file (RFC 1952 §2.2); a bound on the work that one file may cost."""
_PIECE = 65_536
"""Bytes that are unpacked at once: what follows a member is copied for each of them."""
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_ENTITY = re.compile(r"&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|(amp|lt|gt|quot|apos));")
_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}


def plain_body(body: bytes, limit: int) -> bytes:
    """At most `limit` bytes of the unpacked file, without its byte order mark, UTF-16 turned into UTF-8."""
    for _ in range(_MOST_PACKINGS):
        if not body.startswith(_GZIP):
            break
        body = _unzipped(body, limit)
    if body.startswith(_UTF16):
        return body.decode("utf-16", "replace").encode()
    return body.removeprefix(codecs.BOM_UTF8)


def _unzipped(body: bytes, limit: int) -> bytes:
    """Every member of a gzip body; what is broken is left out with all that follows."""
    parts: list[bytes] = []
    place = 0
    for _ in range(_MOST_MEMBERS):
        member = zlib.decompressobj(wbits=31)
        try:
            while limit > 0 and not member.eof and place < len(body):
                piece = body[place : place + _PIECE]
                parts.append(member.decompress(piece, limit))
                limit -= len(parts[-1])
                place += len(piece) - len(member.unused_data)
        except zlib.error:
            break
        while body[place : place + 1] == b"\0":
            place += 1
        if limit <= 0 or not body.startswith(_GZIP, place):
            break
    return b"".join(parts)


def element_text(text: str) -> str:
    """The text of an XML element: entities undone, save in its parts that are CDATA.

    >>> element_text("/list?a=1&amp;b=2<![CDATA[&c=3]]>")
    '/list?a=1&b=2&c=3'
    """
    pieces = _CDATA.split(text)
    return "".join(piece if at % 2 else unescaped(piece) for at, piece in enumerate(pieces))


def unescaped(text: str) -> str:
    """Text with the entities that XML has (sitemaps.org: all of them must be used), and no others: an
    address may hold `&copy=1` as it stands."""
    return _ENTITY.sub(_character, text) if "&" in text else text


def _character(match: re.Match[str]) -> str:
    if match[3]:
        return _NAMED[match[3]]
    number = int(match[1]) if match[1] else int(match[2], 16)
    return chr(number) if 0 < number < 0x110000 and not 0xD800 <= number < 0xE000 else match[0]
