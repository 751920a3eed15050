"""What the API answers and takes (JSON), as typed records; its document's schemas are made from them.

Absent is preferred to null, so a field that may be None is left out where it is None.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode, JsonSchemaValue
from pydantic_core import core_schema

from storage.base.vocabulary import LeadState, NoticeState, Verdict
from storage.records import Level, NextStep, RightKind

REF = "#/components/schemas/{model}"
_TEXT, _NUMBER = {"type": "string"}, {"type": "integer", "minimum": 0}
_MOMENT = {"type": "string", "format": "date-time"}

Id = Annotated[int, Field(ge=0)]
Count = Annotated[int, Field(ge=0)]
Score = Annotated[float, Field(ge=0, le=1)]
Moment = Annotated[str, WithJsonSchema(_MOMENT)]
"""RFC 3339 to the second."""

_LISTING: dict[str, Any] = {
    "type": "object",
    "description": "A listing as the page showed it; keys that are not ours are kept.",
    "required": ["url", "title"],
    "properties": {
        **dict.fromkeys(
            ("url", "title", "price", "currency", "brand", "shop", "shop_url", "platform",
             "location", "description", "image_text", "item_id", "sku", "gtin", "availability"),
            _TEXT,
        ),
        "operator": {"type": "object"},
        "attributes": {"type": "object"},
        "category": {"type": "array", "items": _TEXT},
        "images": {"type": "array", "items": _TEXT},
        "sales": _NUMBER,
        "seen_at": _MOMENT,
    },
}  # fmt: skip
_STORED_LISTING: dict[str, Any] = {
    **_LISTING,
    "required": ["id", "url", "title", "seen_at"],
    "properties": {**_LISTING["properties"], "id": _NUMBER, "presence": _TEXT},
}
_SIGNAL: dict[str, object] = {
    "type": "object",
    "required": ["kind", "field", "weight", "explanation"],
    "properties": {
        **dict.fromkeys(("kind", "field", "text", "explanation"), _TEXT),
        "weight": {"type": "number"},
    },
}
_RUN: dict[str, object] = {
    "type": "object",
    "required": ["id", "urls", "state", "started_at", "seconds"],
    "properties": {
        "id": _NUMBER,
        "urls": {"type": "array", "items": _TEXT},
        "state": _TEXT,
        "reason": _TEXT,
        "started_at": _MOMENT,
        "ended_at": _MOMENT,
        "seconds": {"type": "number"},
    },
    "additionalProperties": {"type": "integer"},
}
Listing = Annotated[dict[str, object], WithJsonSchema(_LISTING)]
StoredListing = Annotated[dict[str, object], WithJsonSchema(_STORED_LISTING)]
Signal = Annotated[dict[str, object], WithJsonSchema(_SIGNAL)]
FairUse = Annotated[
    dict[str, object], WithJsonSchema({"type": "object", "required": ["rule", "why"]})
]
Run = Annotated[dict[str, object], WithJsonSchema(_RUN)]


class Record(BaseModel):
    """An object with exactly these fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class LeadLine(Record):
    """One lead in a list."""

    id: Id
    url: str
    title: str
    right: str
    score: Score
    level: Level
    state: LeadState
    platform: str
    opened_at: Moment
    next_step: NextStep
    shop: str | None = None
    relisted: bool | None = None
    disguise: str | None = None
    region: str | None = None
    tier: Count | None = None


class LeadPage(Record):
    """A page of a view of the queue."""

    total: Count
    page: Count
    size: Count
    leads: Sequence[LeadLine]


class Decision(Record):
    """One verdict of an officer."""

    verdict: Verdict | str
    reason: str
    officer: str
    decided_at: Moment


class EvidenceEntry(Record):
    """One capture of a lead's page."""

    id: Id
    state: str
    captured_at: Moment | None = None
    manifest: str | None = None


class Lead(Record):
    """One lead with its grounds."""

    id: Id
    state: LeadState
    level: Level
    score: Score
    right: str
    listing: Listing
    signals: Sequence[Signal]
    model: str
    opened_at: Moment
    updated_at: Moment
    decisions: Sequence[Decision]
    evidence: Sequence[EvidenceEntry]
    fair_use: FairUse | None = None


class ListingPage(Record):
    """Listings in the order they were first seen."""

    listings: Sequence[StoredListing]
    after: Id | None = None
    """Where the next page continues; absent on the last one."""


class Right(Record):
    """One right with the counts of its licences and leads."""

    id: str
    text: str
    kind: RightKind
    verified: bool
    active: bool
    licences: Count
    leads: Count
    holder: str | None = None
    registration_no: str | None = None


class RightList(Record):
    """All rights."""

    rights: Sequence[Right]


class Notice(Record):
    """One letter."""

    id: Id
    kind: str
    track: str
    state: NoticeState
    created_at: Moment
    number: str | None = None
    right: str | None = None
    platform: str | None = None


class NoticeList(Record):
    """The newest letters."""

    notices: Sequence[Notice]


class RunList(Record):
    """The newest runs."""

    runs: Sequence[Run]


class Tip(BaseModel):
    """A tip from another system; further keys are ignored."""

    model_config = ConfigDict(frozen=True)

    url: Annotated[str, Field(json_schema_extra={"format": "uri"})]
    words: str = ""


class TipReceipt(Record):
    """The tip as it was received."""

    id: Id


class Failure(Record):
    """Why a call was refused."""

    error: str
    code: str
    """The code of the message: programs can go by it, the words may change."""


class AbsentNotNull(GenerateJsonSchema):
    """Schemas in which a field may be missing but never null."""

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        if schema.get("default", ...) is None:
            return self.generate_inner(schema["schema"])
        return super().default_schema(schema)

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002
        return False


SERIALIZED: JsonSchemaMode = "serialization"
