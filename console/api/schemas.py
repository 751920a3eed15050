"""What the API's answers look like (JSON Schema 2020-12); a test holds real answers against them.

Absent is preferred to null, so a name that is not required may be missing, never null.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from storage.base.vocabulary import LEVEL_NAMES, LeadState, NoticeState, Verdict
from storage.records import RightKind

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
NUMBER: Schema = {"type": "integer", "minimum": 0}
FLAG: Schema = {"type": "boolean"}
MOMENT: Schema = {"type": "string", "format": "date-time"}
SCORE: Schema = {"type": "number", "minimum": 0, "maximum": 1}
ANY_OBJECT: Schema = {"type": "object"}


def one_of(names: Iterable[str]) -> Schema:
    """A text out of a fixed list."""
    return {"type": "string", "enum": [str(name) for name in names]}


def many(item: Schema) -> Schema:
    return {"type": "array", "items": item}


def thing(required: dict[str, Schema], optional: dict[str, Schema] | None = None) -> Schema:
    """An object with exactly these names."""
    return {
        "type": "object",
        "required": list(required),
        "properties": {**required, **(optional or {})},
        "additionalProperties": False,
    }


def named(name: str) -> Schema:
    """A reference to one of SCHEMAS."""
    return {"$ref": f"#/components/schemas/{name}"}


LEVEL, STATE = one_of(LEVEL_NAMES), one_of(LeadState)

_LEAD_LINE = thing(
    {"id": NUMBER, "url": TEXT, "title": TEXT, "right": TEXT, "score": SCORE, "level": LEVEL,
     "state": STATE, "platform": TEXT, "opened_at": MOMENT},
    {"shop": TEXT, "relisted": FLAG, "disguise": TEXT, "region": TEXT, "tier": NUMBER},
)  # fmt: skip
_DECISION = thing(
    {"verdict": one_of(Verdict), "reason": TEXT, "officer": TEXT, "decided_at": MOMENT}
)
_EVIDENCE = thing(
    {"id": NUMBER, "state": TEXT}, {"captured_at": MOMENT, "manifest": TEXT}
)  # fmt: skip
_SIGNAL: Schema = {
    "type": "object",
    "required": ["kind", "field", "weight", "explanation"],
    "properties": {"kind": TEXT, "field": TEXT, "text": TEXT, "weight": {"type": "number"},
                   "explanation": TEXT},
}  # fmt: skip
_FAIR_USE: Schema = {"type": "object", "required": ["rule", "why"]}
_LEAD = thing(
    {"id": NUMBER, "state": STATE, "level": LEVEL, "score": SCORE, "right": TEXT,
     "listing": named("Listing"), "signals": many(_SIGNAL), "model": TEXT, "opened_at": MOMENT,
     "updated_at": MOMENT, "decisions": many(_DECISION), "evidence": many(_EVIDENCE)},
    {"fair_use": _FAIR_USE},
)  # fmt: skip
_LISTING: Schema = {
    "type": "object",
    "description": "A listing as the page showed it; keys that are not ours are kept.",
    "required": ["url", "title"],
    "properties": {
        "url": TEXT, "title": TEXT, "price": TEXT, "currency": TEXT, "brand": TEXT, "shop": TEXT,
        "shop_url": TEXT, "platform": TEXT, "operator": ANY_OBJECT, "location": TEXT,
        "description": TEXT, "attributes": ANY_OBJECT, "category": many(TEXT), "images": many(TEXT),
        "image_text": TEXT, "item_id": TEXT, "sku": TEXT, "gtin": TEXT, "sales": NUMBER,
        "availability": TEXT, "seen_at": MOMENT,
    },
}  # fmt: skip
_STORED: Schema = {
    "allOf": [
        named("Listing"),
        {"type": "object", "required": ["id", "seen_at"],
         "properties": {"id": NUMBER, "presence": TEXT}},
    ]
}  # fmt: skip
_RIGHT = thing(
    {"id": TEXT, "text": TEXT, "kind": one_of(RightKind), "verified": FLAG, "active": FLAG,
     "licences": NUMBER, "leads": NUMBER},
    {"holder": TEXT, "registration_no": TEXT},
)  # fmt: skip
_NOTICE = thing(
    {"id": NUMBER, "kind": TEXT, "track": one_of("ABC"), "state": one_of(NoticeState),
     "created_at": MOMENT},
    {"number": TEXT, "right": TEXT, "platform": TEXT},
)  # fmt: skip
_RUN: Schema = {
    "type": "object",
    "required": ["id", "urls", "state", "started_at", "seconds"],
    "properties": {"id": NUMBER, "urls": many(TEXT), "state": TEXT, "reason": TEXT,
                   "started_at": MOMENT, "ended_at": MOMENT, "seconds": {"type": "number"}},
    "additionalProperties": {"type": "integer"},
}  # fmt: skip

SCHEMAS: dict[str, Schema] = {
    "LeadLine": _LEAD_LINE,
    "Lead": _LEAD,
    "Listing": _LISTING,
    "StoredListing": _STORED,
    "Right": _RIGHT,
    "Notice": _NOTICE,
    "Run": _RUN,
    "Error": thing({"error": TEXT}),
}
