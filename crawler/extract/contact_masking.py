"""Masking of contacts (个人信息遮蔽) in stored text: the listings of a crawl and what they are linked by.

Personal data is kept only where it is needed (个人信息保护法 §6); the raw page rests in sealed
evidence. Numbers that merely look alike stay: item ids, sku, prices, bar codes, registration and
licence numbers, 统一社会信用代码, and anything inside an address of a page.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import replace
from functools import lru_cache
from typing import Any

from storage.base.personal.contact_search import contacts, mask
from storage.base.personal.contacts import LABEL_OF_GOODS
from storage.base.personal.plain_form import digit_form, plain_form
from storage.records import Listing

_TRUNK = re.compile(r"^(?:00)?86(?=\d{9})|^0(?=1[3-9]\d{9}$)")
"""Country code, or the 0 once dialled before a mobile of another place."""
_TEXT_FIELDS = ("title", "shop", "description", "image_text", "location")


def mask_contacts(text: str) -> str:
    """The text with phone, card, ID, e-mail and chat numbers and addresses of homes made unreadable,
    their kind still visible."""
    return mask(text)


def mask_listing(listing: Listing) -> Listing:
    """A listing whose texts hold no contacts; its address, ids, prices and licences stay."""
    texts: dict[str, Any] = {
        name: mask_contacts(text) for name in _TEXT_FIELDS if (text := getattr(listing, name))
    }
    attributes = {key: _masked_value(key, value) for key, value in listing.attributes.items()}
    return replace(listing, attributes=attributes, **texts)


@lru_cache(maxsize=4096)
def _masked_value(key: str, value: str) -> str:
    """An attribute's value as its name lets it be read: 8261234 is a telephone behind 电话 alone. Cached,
    because the goods of one shop have the same values."""
    if LABEL_OF_GOODS.search(key):
        return value
    label = f"{key}："
    masked = mask_contacts(label + value)
    return masked[len(label) :] if masked.startswith(label) else mask_contacts(value)


def listing_contact_hashes(listing: Listing, masked: Listing, secret: bytes) -> tuple[str, ...]:
    """Keyed hashes of what `mask_listing` hid in a listing; only texts that changed are read again."""
    texts = [(getattr(listing, name), getattr(masked, name), "") for name in _TEXT_FIELDS]
    texts += [
        (text, masked.attributes[key], f"{key}：") for key, text in listing.attributes.items()
    ]
    hidden = {label + text for text, public, label in texts if text != public}
    return tuple(
        sorted({contact_hash for text in hidden for contact_hash in contact_hashes(text, secret)})
    )


def contact_hashes(text: str, secret: bytes) -> tuple[str, ...]:
    """Keyed hashes (HMAC-SHA-256) of the contacts in a text: two shops with one phone number can
    be linked without anybody keeping the number. Sorted, each once; addresses of homes are none."""
    hashes = set()
    for start, end, _ in contacts(text, with_addresses=False):
        contact = digit_form(plain_form(text[start:end]))
        plain = re.sub(r"[\s()（）+.·－—-]", "", contact).lower().removeprefix("86")
        if re.search(r"[a-z@]", plain) is None:
            plain = _TRUNK.sub("", re.sub(r"\D", "", plain))
        hashes.add(hmac.new(secret, plain.encode("utf-8", "replace"), hashlib.sha256).hexdigest())
    return tuple(sorted(hashes))
