"""What a letter's row keeps beside its state (文书记载): additions, edit, review, approval, answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import Any

from pydantic import ConfigDict, JsonValue, TypeAdapter, with_config

from storage.records.attachment import Attachment
from storage.records.letter_facts import Facts, facts_to_json

_strict = with_config(ConfigDict(extra="forbid"))


class Track(StrEnum):
    """A 权利人通知, B 行政协查与处置, C 风险预警: three tracks that are never mixed."""

    HOLDER = "A"
    OFFICE = "B"
    WARNING = "C"


@_strict
@dataclass(frozen=True, kw_only=True)
class EditedDraft:
    """修改稿: the version that an officer edited in Word; the file lies under its hash."""

    sha256: str
    by: str


@_strict
@dataclass(frozen=True, kw_only=True)
class AddedDocument:
    """补充证据文件: a further document that an officer listed as evidence; kept under its hash."""

    name: str
    proves: str
    """证明内容."""
    file: Attachment
    by: str


@_strict
@dataclass(frozen=True, kw_only=True)
class LegalReview:
    """法制审核 of one draft."""

    by: str
    seen_sha256: str
    """Digest of the draft that was reviewed."""


@_strict
@dataclass(frozen=True, kw_only=True)
class SealedCopy:
    """用印件: the sealed or signed form; the file lies under its hash."""

    sha256: str
    suffix: str
    by: str


@_strict
@dataclass(frozen=True, kw_only=True)
class SealUse:
    """用印登记: who put the seal on the paper form, and when."""

    sealed_by: str
    """As the office's register of seals names the person."""
    sealed_on: date
    by: str
    """Who entered it."""


@_strict
@dataclass(frozen=True, kw_only=True)
class HandOver:
    """送交登记: how a letter went that was not mailed, when, and who entered it."""

    how: str
    at: datetime | None
    """None: at the time of the entry."""
    by: str


@_strict
@dataclass(frozen=True, kw_only=True)
class LetterAnswer:
    """回执, 答复: what came back."""

    receipt: str = ""
    note: str = ""
    by: str = ""
    at: datetime | None = None


@_strict
@dataclass(frozen=True, kw_only=True)
class TextBlock:
    """One paragraph of a published document, or a table where `kind` is `table`."""

    kind: str
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


@_strict
@dataclass(frozen=True, kw_only=True)
class Publication:
    """公开发布: the words that an approver released, and when."""

    at: datetime
    by: str
    title: str
    blocks: tuple[TextBlock, ...]


@_strict
@dataclass(frozen=True, kw_only=True)
class LetterRecord:
    """All of it; a part that is not there yet is empty."""

    added: Mapping[str, JsonValue] = field(default_factory=dict)
    """补充事实: what an officer added, by path in the facts."""
    filled_by: Mapping[str, str] = field(default_factory=dict)
    """Login of whoever last wrote each added fact: nobody approves what he wrote himself."""
    law_day: date | None = None
    """Day of the law that the draft was last written by; None: the day it was drafted."""
    documents: tuple[AddedDocument, ...] = ()
    edited: EditedDraft | None = None
    legal: LegalReview | None = None
    approved: Facts | None = None
    """The compiled facts, so that a letter reads for ever as it was approved."""
    sealed: SealedCopy | None = None
    seal_use: SealUse | None = None
    handed_over: HandOver | None = None
    answers: tuple[LetterAnswer, ...] = ()
    published: Publication | None = None

    def to_json(self) -> dict[str, object]:
        """As its row stores it: empty parts are left out."""
        parts = replace(self, added={}, approved=None)
        stored: dict[str, object] = _adapter().dump_python(
            parts, mode="json", exclude_defaults=True
        )
        if self.added:
            stored["added"] = dict(self.added)
        if self.approved is not None:
            stored["approved"] = facts_to_json(self.approved)
        return stored

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> LetterRecord:
        """What `to_json` gave. Raises ValueError where it is not that."""
        return _adapter().validate_python(stored)


@cache
def _adapter() -> TypeAdapter[LetterRecord]:
    return TypeAdapter(LetterRecord)
