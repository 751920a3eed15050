"""Ids for rights and holders that a table does not number (编号): from a registration number, a code, or pinyin."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container

_LONGEST = 50
"""Characters of an id that is made from a name; `RightRow.id` holds 100."""
_REGISTERED = re.compile(r"G?\d{4,}[A-Z]{0,2}", re.IGNORECASE)
"""Numbers of national and international registrations of marks: 12345678, 45388360A, G1234567."""


def is_registration_number(text: str | None) -> bool:
    """Whether a number is one that only one registration has; that of a notice (公告) covers many."""
    return text is not None and _REGISTERED.fullmatch(text) is not None


def id_of_registration(number: str) -> str:
    """The id of the right that is registered under a number."""
    return f"tm-{number.lower()}"


def id_of_name(name: str) -> str:
    """An id of small letters, figures and hyphens that reads like the name: 示例面粉 is shi-li-mian-fen."""
    # Only tables without ids need the tables of pinyin, which take a tenth of a second to load.
    from pypinyin import lazy_pinyin

    plain = unicodedata.normalize("NFKC", name).casefold()
    syllables = re.findall(r"[a-z0-9]+", " ".join(lazy_pinyin(plain)))
    return "-".join(syllables)[:_LONGEST].strip("-") or "right"


def unused_id(proposal: str, used: Container[str]) -> str:
    """The proposal, or with a number behind it the first that is free."""
    number, candidate = 1, proposal
    while candidate in used:
        number += 1
        candidate = f"{proposal}-{number}"
    return candidate
