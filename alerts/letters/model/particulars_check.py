"""个人信息 in a letter: particulars of a person stand only in the fields that are made for them.

个人信息保护法 §6, least necessary (最小必要): the contact of the office, the declared particulars of the
parties, and the fields that a letter type marks `particulars`, where the law asks for them.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from dataclasses import dataclass

from alerts.letters.model.fact_labels import fact_label, fact_texts
from alerts.letters.model.letter_kind import Kind
from storage.base.personal_particulars import Particular, personal_particulars
from storage.records.letter_facts import Facts

PARTICULARS = "不含个人信息"
"""Element that a finding stands under."""
_PARTIES = ("office", "holder", "agent", "recipient", "subject")
_CONTACTS = ("office", "holder", "agent", "recipient")
"""Parties whose contact may be repeated anywhere in their letter; a 当事人 is not among them."""
_FROM_STORE = ("listings", "papers", "number")
"""Facts that the store alone states: masked when they were crawled, names of files, hashes."""


@dataclass(frozen=True, kw_only=True)
class MisplacedParticular:
    """A particular of a person in a field that is not made for it."""

    path: str
    label: str
    particular: Particular


def misplaced_particulars(kind: Kind, facts: Facts) -> Iterator[MisplacedParticular]:
    """Every particular of a person that no field asks for, in the order of the facts."""
    contacts = _contacts(facts)
    for path, text in fact_texts(dataclasses.asdict(facts)):
        if _takes_particulars(kind, path):
            continue
        for particular in misplaced_in(text, contacts):
            label = fact_label(path, kind)
            yield MisplacedParticular(path=path, label=label, particular=particular)


def misplaced_in(text: str, printed: str) -> Iterator[Particular]:
    """The particulars in a text that do not stand in `printed`, which may stand in the letter."""
    allowed = _plain(printed)
    for particular in personal_particulars(text):
        if _plain(particular.text) not in allowed:
            yield particular


def particulars_remark(particular: Particular) -> str:
    """Why it may not stand there, without repeating it."""
    return (
        f"有个人的{particular.name}“{particular.masked()}”，不是办理本文书所必需的个人信息"
        "（《个人信息保护法》最小必要），请删去"
    )


def _takes_particulars(kind: Kind, path: str) -> bool:
    root, _, member = path.partition(".")
    if root == "fields":
        return kind.takes_particulars(member)
    return root in _FROM_STORE or (root in _PARTIES and member != "name")


def _contacts(facts: Facts) -> str:
    plain = dataclasses.asdict(facts)
    return "\n".join(text for party in _CONTACTS for _, text in fact_texts(plain[party]))


def _plain(text: str) -> str:
    return re.sub(r"[^\w]", "", text)
