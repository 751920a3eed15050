"""移交说明: what the package of a transfer letter says of its leads, for the program that takes it in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Annotated

from pydantic import (
    AwareDatetime,
    ConfigDict,
    FiniteFloat,
    JsonValue,
    StringConstraints,
    TypeAdapter,
    with_config,
)

FORMAT = "hubiao-transfer/1"
"""What a description of this form names itself; another number is another form."""
_LASTING = ("url", "title", "shop", "platform", "item_id")
_strict = with_config(ConfigDict(extra="forbid"))
Name = Annotated[str, StringConstraints(min_length=1, max_length=300)]
ReferenceNumber = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class TransferAnswer(StrEnum):
    """处理意见, as the receipt of the letter has them."""

    RECEIVED = "received"
    ACCEPTED = "accepted"
    DECLINED = "declined"


@_strict
@dataclass(frozen=True, kw_only=True)
class SendingOffice:
    """The office that hands over, and whom to ask there."""

    name: Name
    address: str = ""
    contact: str = ""


@_strict
@dataclass(frozen=True, kw_only=True)
class TransferLetter:
    """The letter that the package goes with."""

    kind: str
    """Its Chinese name."""
    number: ReferenceNumber
    """文号."""
    sha256: Sha256
    """Of the approved document: what tells this letter from any other."""
    dated: date | None = None
    issued_as: str = ""
    """The office's name in the letter, where it bears another one now: the description is signed by today's."""
    recipient: str = ""
    receiver_kind: str = ""
    """受移送机关的性质."""
    subject: str = ""
    """当事人."""
    fields: Mapping[str, str] = field(default_factory=dict)
    """What the letter states: reason, findings, amounts."""


@_strict
@dataclass(frozen=True, kw_only=True)
class TransferredRight:
    """The right as the sender keeps it, without licences and remarks."""

    record: Mapping[str, JsonValue]
    holder: str = ""
    holder_identity: str = ""


@_strict
@dataclass(frozen=True, kw_only=True)
class PastStep:
    """One step of the lead's history at the sender (经过)."""

    at: AwareDatetime
    act: str
    """In Chinese: a verdict, a letter."""
    by: str = ""
    words: str = ""


@_strict
@dataclass(frozen=True, kw_only=True)
class PastAssessment:
    """What the sender's program said of it (研判)."""

    model: str
    score: FiniteFloat
    level: str


@_strict
@dataclass(frozen=True, kw_only=True)
class TransferredCapture:
    """One capture of the lead, packed along."""

    file: str
    """Its name in the package."""
    manifest_sha256: Sha256
    captured_at: AwareDatetime


@_strict
@dataclass(frozen=True, kw_only=True)
class TransferredLead:
    """One lead as the sender knows it."""

    number: int
    """At the sender."""
    right: TransferredRight
    listing: Mapping[str, JsonValue]
    """The listing as the sender's assessment saw it (storage.records.listing)."""
    state: str
    opened_at: AwareDatetime
    assessment: PastAssessment
    history: tuple[PastStep, ...] = ()
    """Oldest first."""
    captures: tuple[TransferredCapture, ...] = ()


@_strict
@dataclass(frozen=True, kw_only=True)
class TransferDescription:
    """The whole; the sender's key signs its bytes."""

    format: str
    office: SendingOffice
    letter: TransferLetter
    leads: tuple[TransferredLead, ...]
    files: Mapping[str, Sha256]
    """SHA-256 of every other file of the package, by name."""

    def to_json(self) -> dict[str, JsonValue]:
        """A JSON object that `from_json` takes back."""
        tree: dict[str, JsonValue] = json.loads(_adapter().dump_json(self))
        return tree

    def after_its_time(self) -> TransferDescription:
        """What stays once the package is deleted: no history, no statements, no names of persons but the right's
        holder as registered, and of a listing its address, title and shop."""
        return replace(
            self,
            office=SendingOffice(name=self.office.name),
            letter=replace(self.letter, subject="", fields={}),
            leads=tuple(
                replace(
                    lead,
                    right=replace(lead.right, holder_identity=""),
                    listing={key: lead.listing[key] for key in _LASTING if key in lead.listing},
                    history=(),
                )
                for lead in self.leads
            ),
        )

    @classmethod
    def from_json(cls, stored: object) -> TransferDescription:
        """Raises ValueError (pydantic's) for what is no description of this form."""
        return _adapter().validate_python(stored)


@cache
def _adapter() -> TypeAdapter[TransferDescription]:
    return TypeAdapter(TransferDescription)
