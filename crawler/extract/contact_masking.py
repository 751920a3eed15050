"""Masking of contacts (个人信息遮蔽) in stored text: phone numbers, ID numbers, e-mail addresses.

Personal data is kept only where it is needed (个人信息保护法 §6); the raw page rests in sealed
evidence. Numbers that merely look alike stay: item ids, sku, prices, bar codes, registration and
licence numbers, 统一社会信用代码, and anything inside an address.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from storage.base.personal.chat_handles import CHAT_WORDS, chat_handles
from storage.base.personal.contacts import (
    FULL_WIDTH_DIGITS,
    IDENTITY,
    LABEL_OF_GOODS,
    MOBILE,
    is_identity_number,
    is_number_of_goods,
)
from storage.records import Listing

_URL = re.compile(
    r"(?:https?:)?//[^\s<>\"'，。；]+|\bwww\.[^\s<>\"'，。；]+|[?&][\w-]+=[^\s&]+", re.I
)
_LANDLINE = re.compile(
    r"""
    (?<![\d-])
    (?: [(（](0\d{2,3})[)）] [-\s]{0,2} | (0\d{2,3}) [-－—\s]{1,2} )  # area code
    (\d{3,4}) [-\s]? (\d{4})
    (?:-\d{1,5})? (?![\d-])                                          # extension
    """,
    re.X,
)
_NAMED_TELEPHONE = re.compile(
    r"((?:电\s*话|座\s*机|热\s*线|传\s*真|手\s*机|致电|来电|拨打|联系方式|tel|phone|call)[^\d\n]{0,6})"
    r"(0\d{2,3}\d{7,8}|1(?:[\s.·-]?\d){10})(?!\d)",
    re.I,
)
"""A number written without gaps, or digit by digit, is a telephone behind a word that says so."""
_SERVICE_LINE = re.compile(r"(?<![\d-])[48]00[-\s]?\d{3}[-\s]?\d{4}(?!\d)")
_EMAIL = re.compile(r"(?<![\w.+-])([\w.+-])[\w.+-]*@((?:[\w-]+\.)+[A-Za-z]{2,})")
_MAY_HOLD_CONTACT = re.compile(rf"[\d@]|{CHAT_WORDS}", re.I)
_TEXT_FIELDS = ("title", "shop", "description", "image_text", "location")


def mask_contacts(text: str) -> str:
    """The text with phone, ID, e-mail and chat numbers made unreadable, their kind still visible."""
    if not _MAY_HOLD_CONTACT.search(text):
        return text
    urls = [(match.start(), match.end()) for match in _URL.finditer(text)]
    for start, end, mask in sorted(_contacts(text), reverse=True):
        if not any(a < end and start < b for a, b in urls):
            text = text[:start] + mask + text[end:]
            urls = [(a, b) for a, b in urls if b <= start]
    return text


def mask_listing(listing: Listing) -> Listing:
    """A listing whose texts hold no contacts; its address, ids, prices and licences stay."""
    texts: dict[str, Any] = {
        name: mask_contacts(text) for name in _TEXT_FIELDS if (text := getattr(listing, name))
    }
    attributes = {
        key: value if LABEL_OF_GOODS.search(key) else mask_contacts(value)
        for key, value in listing.attributes.items()
    }
    return replace(listing, attributes=attributes, **texts)


def listing_contact_hashes(listing: Listing, masked: Listing, secret: bytes) -> tuple[str, ...]:
    """Keyed hashes of what `mask_listing` hid in a listing; only texts that changed are read again."""
    pairs = [(getattr(listing, name), getattr(masked, name)) for name in _TEXT_FIELDS]
    pairs += [(text, masked.attributes[key]) for key, text in listing.attributes.items()]
    hidden = {text for text, mask in pairs if text != mask}
    return tuple(
        sorted({contact_hash for text in hidden for contact_hash in contact_hashes(text, secret)})
    )


def contact_hashes(text: str, secret: bytes) -> tuple[str, ...]:
    """Keyed hashes (HMAC-SHA-256) of the contacts in a text: two shops with one phone number can
    be linked without anybody keeping the number. Sorted, each once."""
    urls = [(hashes.start(), hashes.end()) for hashes in _URL.finditer(text)]
    hashes = set()
    for start, end, _ in _contacts(text):
        if not any(a < end and start < b for a, b in urls):
            contact = text[start:end].translate(FULL_WIDTH_DIGITS)
            plain = re.sub(r"[\s()（）+.·－—-]", "", contact).lower().removeprefix("86")
            hashes.add(hmac.new(secret, plain.encode(), hashlib.sha256).hexdigest())
    return tuple(sorted(hashes))


def _contacts(text: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, masked form) of every contact; never two that overlap."""
    taken: list[tuple[int, int]] = []
    for start, end, mask in _candidates(text.translate(FULL_WIDTH_DIGITS)):
        if not any(a < end and start < b for a, b in taken):
            taken.append((start, end))
            yield start, end, mask


def _candidates(text: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, masked form) of whatever may be a contact; some overlap."""
    for match in IDENTITY.finditer(text):
        if is_identity_number(match[0]) and not is_number_of_goods(text, match.start()):
            yield match.start(), match.end(), f"{match[1]}{'*' * 11}{match[0][-1]}"
    for match in _EMAIL.finditer(text):
        yield match.start(), match.end(), f"{match[1]}***@{match[2]}"
    for start, end in chat_handles(text):
        yield start, end, f"{text[start]}***{text[end - 1]}"
    for match in _SERVICE_LINE.finditer(text):
        number = match[0]
        yield match.start(), match.end(), f"{number[:3]}****{number[-2:]}"
    for match in MOBILE.finditer(text):
        if not is_number_of_goods(text, match.start()):
            yield match.start(), match.end(), f"{match[1]}****{match[3]}"
    for match in _LANDLINE.finditer(text):
        if not is_number_of_goods(text, match.start()):
            area = match[1] or match[2]
            yield match.start(), match.end(), f"{area}-****{match[4][-4:]}"
    for match in _NAMED_TELEPHONE.finditer(text):
        yield match.start(2), match.end(2), f"{match[2][:3]}****{match[2][-2:]}"
