"""关联特征: what a listing and its shop show of their operator, in the form that `operators` compares."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from typing import TypeVar

from storage.base.personal.chat_handles import chat_handles
from storage.base.personal.contacts import MOBILE
from storage.base.personal.plain_form import plain_form, wide_form
from storage.listings.operators import OperatorGround, OperatorTrait
from storage.net.joined_address import path_of
from storage.records import Listing, Operator

SHORTEST_TEXT = 40
"""Characters without spaces, chosen by hand: a shorter description is shared by honest shops as well."""
LONGEST_TEXT = 10_000
"""Characters of a description that are compared; chosen by hand."""
SHORTEST_PICTURE_NAME = 8
"""Characters, chosen by hand: `1.jpg` or `main.png` says nothing; picture names that platforms make
are long."""
NAME_SPELLINGS = (("（", "("), ("）", ")"), (" ", ""), ("\u3000", ""))
"""Signs that pages write in more than one way in a 主体名称, and what stands for them when names are
compared."""

Key = TypeVar("Key", bound=Hashable)


def normal_name(name: str) -> str:
    """A 主体名称 in the one spelling that is compared."""
    for sign, plain in NAME_SPELLINGS:
        name = name.replace(sign, plain)
    return name


def normal_code(code: str) -> str:
    """A 统一社会信用代码 in the one spelling that is compared: half width, capitals."""
    return plain_form(code).strip().upper()


def spellings_of_code(code: str) -> tuple[str, str]:
    """A code as `normal_code` spells it, and in full width, as an earlier version kept what a page showed so."""
    return code, wide_form(code)


def operator_traits(name: str | None, credit_code: str | None) -> frozenset[OperatorTrait]:
    """What the particulars of an operator (主体信息) say, as shown."""
    traits = set()
    if credit_code:
        traits.add(OperatorTrait(OperatorGround.CREDIT_CODE, normal_code(credit_code)))
    if name:
        traits.add(OperatorTrait(OperatorGround.OPERATOR, normal_name(name)))
    return frozenset(traits)


def particulars_traits(operator: Operator | None) -> frozenset[OperatorTrait]:
    """What an operator's particulars say; nothing where there are none."""
    return operator_traits(operator.name, operator.credit_code) if operator else frozenset()


def listing_traits(listing: Listing) -> frozenset[OperatorTrait]:
    """What a listing itself says. A crawled one shows no contacts: those are stored as hashes."""
    return text_traits(listing) | particulars_traits(listing.operator)


def text_traits(listing: Listing) -> frozenset[OperatorTrait]:
    """What a listing's text and the names of its pictures say, its operator aside."""
    text = (listing.description or "")[:LONGEST_TEXT]
    return frozenset(
        {
            *contact_traits(_contacts_in(text)),
            *(OperatorTrait(OperatorGround.PICTURE, name) for name in _picture_names(listing)),
            *_description_traits(text),
        }
    )


def contact_traits(contacts: Iterable[str]) -> frozenset[OperatorTrait]:
    """Contacts, or their keyed hashes as `contact_hashes.contacts_of` returns them for a shop."""
    return frozenset(OperatorTrait(OperatorGround.CONTACT, contact) for contact in contacts)


def picture_traits(groups: Mapping[Key, Collection[int]]) -> dict[Key, frozenset[OperatorTrait]]:
    """Traits from the numbers that `recognition.picture_groups` gives of each one's pictures."""
    return {
        key: frozenset(OperatorTrait(OperatorGround.PICTURE, f"#{number}") for number in numbers)
        for key, numbers in groups.items()
    }


def _contacts_in(text: str) -> Iterator[str]:
    for mobile in MOBILE.finditer(text):
        yield "".join(mobile.groups())
    for start, end in chat_handles(text):
        yield text[start:end].lower()


def _picture_names(listing: Listing) -> Iterator[str]:
    """Names that stand for the listing's pictures wherever they are served from."""
    for image in listing.images:
        name = path_of(image).rsplit("/", 1)[-1].lower()
        if len(name) >= SHORTEST_PICTURE_NAME:
            yield name


def _description_traits(text: str) -> Iterator[OperatorTrait]:
    words = "".join(text.split())
    if len(words) >= SHORTEST_TEXT:
        digest = hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()
        yield OperatorTrait(OperatorGround.TEXT, digest)
