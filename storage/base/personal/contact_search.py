"""联系方式检索: every contact in a text of any length, with its masked form.

Most texts hold no contact. One cheap scan finds the places at which one may stand (runs of digits, "@", names of
chats, house numbers); the costly patterns read only the windows around these places.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator

import re2

from storage.base.personal.chat_handles import CHAT_ANCHOR, chat_handles
from storage.base.personal.contacts import IDENTITY
from storage.base.personal.document_numbers import document_numbers
from storage.base.personal.email_addresses import EMAIL_ANCHOR, email_addresses
from storage.base.personal.home_addresses import ADDRESS_ANCHOR, home_addresses
from storage.base.personal.phone_numbers import SEPARATORS, Span, telephones
from storage.base.personal.plain_form import DIGITS, plain_form

_NUMBER_ANCHOR = re.compile(rf"[{DIGITS}](?:[{SEPARATORS}＊]{{0,4}}+[{DIGITS}]){{9,}}+")
"""Ten digits, the shortest service line, with what may stand between them."""
_NAMED_ANCHOR = re2.compile(
    r"(?i)(?:电\s*话|座\s*机|固\s*话|热\s*线|传\s*真|致电|拨打|宅电|护照|通行证|☎|📞|tel|fax)[^0-9\n]{0,8}[0-9]"
)
"""A shorter number, behind a word that says what it is."""
_MARGIN = 48
"""Characters around a place that decide what stands there: the longest label or address before it."""
_URL = re2.compile(
    r"(?i)//[^\s<>\"'\x{3000}，。；]+|\bwww\.[^\s<>\"'\x{3000}，。；]+|[?&][\pL\pN_-]+=[^\s\x{3000}&]+"
)
"""Addresses of pages, found by RE2 in linear time; digits in them are nobody's number."""
_UNREADABLE = re.compile("[\ud800-\udfff]|[Ａ-Ｚａ-ｚ０-９]+")


def contacts(text: str, *, with_addresses: bool = True) -> Iterator[Span]:
    """(start, end, masked form) of every contact in a text, in their order; never two that overlap and
    none in the address of a page."""
    candidates = list(_candidates(text, with_addresses=with_addresses))
    if not candidates:
        return
    urls = [match.span() for match in _URL.finditer(_readable(text))]
    spans: list[Span] = []
    taken = bytearray(len(text))
    for start, end, masked in candidates:
        if not any(taken[start:end]) and not _in_url(urls, start, end):
            taken[start:end] = b"\x01" * (end - start)
            spans.append((start, end, masked))
    yield from sorted(spans)


def mask(text: str, *, with_addresses: bool = True) -> str:
    """The text with every contact in its masked form."""
    pieces: list[str] = []
    last = 0
    for start, end, masked in contacts(text, with_addresses=with_addresses):
        pieces += [text[last:start], masked]
        last = end
    return "".join([*pieces, text[last:]]) if last else text


def mask_numbers(text: str) -> str:
    """A text for a mail or a report: no contact stays, an identity number is masked even if its check
    character is wrong, and addresses stay."""
    return mask(IDENTITY.sub(r"\1************", text), with_addresses=False)


def _candidates(text: str, *, with_addresses: bool) -> Iterator[Span]:
    """Whatever may be a contact, the surest kinds first; some overlap."""
    readable = _readable(text)
    named = [match.span() for match in _NAMED_ANCHOR.finditer(readable)]
    numbers = sorted([*named, *(match.span() for match in _NUMBER_ANCHOR.finditer(text))])
    yield from _read(text, numbers, document_numbers)
    yield from _read(text, (match.span() for match in EMAIL_ANCHOR.finditer(text)), email_addresses)
    yield from _read(
        text, (match.span() for match in CHAT_ANCHOR.finditer(readable)), _masked_handles
    )
    yield from _read(text, numbers, telephones)
    if with_addresses:
        houses = (match.span() for match in ADDRESS_ANCHOR.finditer(text))
        yield from _read(text, houses, home_addresses)


def _read(
    text: str, places: Iterable[tuple[int, int]], search: Callable[[str], Iterator[Span]]
) -> Iterator[Span]:
    for start, end in _windows(places, len(text)):
        for first, last, masked in search(plain_form(text[start:end])):
            yield start + first, start + last, masked


def _windows(places: Iterable[tuple[int, int]], length: int) -> Iterator[tuple[int, int]]:
    """Places in their order with their margins; those that meet are one."""
    window: tuple[int, int] | None = None
    for first, last in places:
        start, end = max(0, first - _MARGIN), min(length, last + _MARGIN)
        if window is not None and start <= window[1]:
            window = window[0], max(end, window[1])
        else:
            if window is not None:
                yield window
            window = start, end
    if window is not None:
        yield window


def _readable(text: str) -> str:
    """The text, as long as it was, as RE2 takes it: wide letters plain and no lone surrogate."""
    return _UNREADABLE.sub(
        lambda match: plain_form(match[0]).encode("utf-8", "replace").decode(), text
    )


def _masked_handles(plain: str) -> Iterator[Span]:
    for start, end in chat_handles(plain):
        yield start, end, f"{plain[start]}***{plain[end - 1]}"


def _in_url(urls: list[tuple[int, int]], start: int, end: int) -> bool:
    """Whether the place meets one of these addresses of pages, which stand in their order."""
    number = bisect_right(urls, (end - 1, len(urls) and urls[-1][1])) - 1
    return number >= 0 and start < urls[number][1]
