"""公开文书中的人名: a bulletin names no natural person and no single seller, whoever is on record.

个人信息保护法 §6 and §25 (no publication without the person's consent). What the store knows of sellers, of
who answers for a holder and of the office's users is looked for; names that nobody recorded are
found by the words around them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from alerts.letters.model.completeness import Missing
from alerts.letters.model.letter_kind import Kind
from alerts.letters.model.particulars_check import PARTICULARS
from storage.base.personal.person_names import is_person, masked_name, person_names, stands_in
from storage.records.letter_facts import Facts
from storage.records.letter_record import Track
from storage.tables import AnswerRow, HolderRow, RightRow, ShopRow, UserRow
from storage.tables.base import Document

SELLER = "不指向单个经营者"
_SELLER_NAME = re.compile(
    "公司$|合作社$|[店铺坊行社厂部]$|中心$|工作室$|超市$|商城$|专营|专卖|旗舰"
)
"""A shop's shown name that is no ordinary word, as 内蒙古特产 would be."""
_FUNCTION = re.compile("[员长科局处办]|经理|主任|管理|系统")
"""In the field of a name: a function, which names nobody."""
_LEAST_NAME = 4
"""Characters from which a seller's name is looked for; chosen by hand: 面粉店 is no name."""


@dataclass(frozen=True, kw_only=True)
class NamedPersons:
    """Names that a public letter may not hold."""

    persons: frozenset[str]
    """Natural persons on record: sellers, contacts of holders, users."""
    sellers: frozenset[str]
    """Shops and operators on record that are no natural persons by name."""
    printed: str
    """The office's contact, and names of holders and rights: what a bulletin may print."""

    def in_text(self, text: str) -> tuple[str, str] | None:
        """(element, why) of the first name in a text; None where it names nobody."""
        plain = re.sub(r"\s", "", text)
        for name in (*person_names(text), *self._ordered):
            if name not in self.printed and stands_in(name, plain):
                return PARTICULARS, (
                    f"有自然人姓名“{masked_name(name)}”，公开发布的文书不得公开个人信息"
                    "（《个人信息保护法》），请删去"
                )
        for name in self.sellers:
            if name in plain and name not in self.printed:
                return SELLER, f"的“{name}”是在案店铺或者经营者的名称，风险预警不得指向单个经营者"
        return None

    @cached_property
    def _ordered(self) -> tuple[str, ...]:
        return tuple(sorted(self.persons))


def names_nobody(kind: Kind) -> bool:
    """Whether a letter of this kind is a bulletin (通报), which names no person."""
    return kind.track is Track.WARNING and kind.leads == "none"


def named_persons(session: Session, facts: Facts) -> NamedPersons:
    """Everybody on record, against whom a bulletin is held."""
    operator_name: sa.ColumnElement[Any] = sa.type_coerce(ShopRow.operator, Document)[
        "name"
    ].as_string()
    names = {
        re.sub(r"\s", "", name)
        for row in session.execute(sa.select(ShopRow.name, operator_name))
        for name in row
        if name
    }
    holders = list(session.scalars(sa.select(HolderRow)))
    officers = session.scalars(sa.select(UserRow.full_name))
    answerers = session.scalars(sa.select(AnswerRow.name))
    answering = {name for name in (*officers, *answerers) if name and not _FUNCTION.search(name)}
    contacts = {row.record.contact for row in holders if row.record.contact}
    persons = {name for name in names if is_person(name)}
    return NamedPersons(
        persons=frozenset({*persons, *answering, *_first_words(contacts)}),
        sellers=frozenset(
            name
            for name in names - persons
            if len(name) >= _LEAST_NAME and _SELLER_NAME.search(name)
        ),
        printed="\n".join(
            (
                facts.office.contact or "",
                facts.office.name or "",
                *(row.record.name for row in holders),
                *session.scalars(sa.select(RightRow.text)),
            )
        ),
    )


def _first_words(contacts: Iterable[str]) -> Iterator[str]:
    """The name in each contact, which may also hold a telephone number or a function."""
    for contact in contacts:
        for word in re.findall(r"[\u4e00-\u9fff·]+", contact):
            if is_person(word):
                yield word


def named_in_fields(kind: Kind, facts: Facts, persons: NamedPersons) -> Iterator[Missing]:
    """The fields of a bulletin that name somebody."""
    for field in kind.fields:
        if finding := persons.in_text(facts.fields.get(field.name, "")):
            element, why = finding
            yield Missing(
                element=element,
                where=f"本文书“补充事实”的“{field.label}”",
                why=f"“{field.label}”一栏中{why}",
                path=f"fields.{field.name}",
            )
