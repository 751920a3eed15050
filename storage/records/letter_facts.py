"""The facts of a letter (文书事实): all that a letter may say, frozen before it is compiled.

A fact that nobody has established is None or empty; the checks name it, nothing guesses it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache

from pydantic import ConfigDict, TypeAdapter, ValidationError, with_config

from storage.base.errors import BadInput
from storage.base.message import Message, value_problem

_strict = with_config(ConfigDict(extra="forbid", coerce_numbers_to_str=True))
_SPOOFING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]"
)


@_strict
@dataclass(frozen=True, kw_only=True)
class Party:
    """A person or body that a letter names: holder, agent, recipient or 当事人."""

    name: str | None = None
    identity: str | None = None
    """统一社会信用代码, or the kind of identity document shown, as the party declared it."""
    representative: str | None = None
    """法定代表人 or 负责人."""
    address: str | None = None
    contact: str | None = None
    phone: str | None = None
    email: str | None = None


@_strict
@dataclass(frozen=True, kw_only=True)
class Office:
    """The office in whose name letters of tracks B and C are written."""

    name: str | None = None
    short: str | None = None
    """机关代字, as in 巴市监函."""
    address: str | None = None
    contact: str | None = None
    phone: str | None = None
    people: tuple[str, ...] = ()
    """Names of the console's users, which no holder's letter bears: never printed, nor kept."""


@_strict
@dataclass(frozen=True, kw_only=True)
class RightFact:
    """权利 as its certificate states it."""

    text: str
    kind: str | None = None
    """In Chinese: 商品商标, 集体商标, 证明商标, 地理标志 …"""
    registration_no: str | None = None
    classes: tuple[int, ...] = ()
    goods: tuple[str, ...] = ()
    """核定商品."""
    valid_from: date | None = None
    valid_until: date | None = None
    renewal_filed: date | None = None
    """续展申请日, while the renewal is not approved."""
    chain: str | None = None
    """许可链条: how the sender comes by the right: as registrant, by assignment, by a licence."""
    verified: bool = False


@_strict
@dataclass(frozen=True, kw_only=True)
class RightPaper:
    """权利证明文件: one paper on the right's page."""

    kind: str
    """certificate, identity, licence or evaluation."""
    name: str
    sha256: str
    type: str | None = None


@_strict
@dataclass(frozen=True, kw_only=True)
class ListingFact:
    """One listing complained of, located exactly, with the capture that fixed it."""

    url: str | None = None
    item_id: str | None = None
    title: str | None = None
    shop: str | None = None
    operator: str | None = None
    """主体名称 from the 亮照 page."""
    price: str | None = None
    sales: int | None = None
    captured_at: datetime | None = None
    sha256: str | None = None
    """Of the evidence manifest."""
    use: str | None = None
    """Where and how the mark stands, quoted."""


@_strict
@dataclass(frozen=True, kw_only=True)
class Comparison:
    """One row of the comparison (比对): an aspect on both sides and what follows."""

    aspect: str
    right: str
    listing: str
    finding: str


@_strict
@dataclass(frozen=True, kw_only=True)
class EvidenceFact:
    """One piece of evidence (证据): what it is, its digest, its time-stamp and whose."""

    name: str
    proves: str | None = None
    sha256: str | None = None
    captured_at: datetime | None = None
    stamped_at: datetime | None = None
    authority: str | None = None
    stamp_due: bool = False
    """An authority was asked for its time-stamp and has not answered yet."""


@_strict
@dataclass(frozen=True, kw_only=True)
class FairUseAnswer:
    """Why the exceptions do not apply, in the sender's words."""

    trademark_law: str | None = None
    """商标法 §59."""
    collective_rules: str | None = None
    """局令79号 §22–25."""


@_strict
@dataclass(frozen=True, kw_only=True)
class Guarantee:
    """真实性保证: given by the holder, never by the office; the text is the letter's."""

    signatory: str | None = None
    capacity: str | None = None
    agreed_on: date | None = None
    """Day on which the holder agreed to give it."""


@_strict
@dataclass(frozen=True, kw_only=True)
class HotSpot:
    """热点: one row of the hot-spot table, against earlier times; None where there was no watching."""

    region: str
    goods: str
    platform: str
    count: int
    shops: int | None = None
    """Sellers of these listings, for the floor alone: never printed."""
    previous: int | None = None
    """上期."""
    last_year: int | None = None
    """上年同期."""
    usual: float | None = None
    """前四期均值."""


@_strict
@dataclass(frozen=True, kw_only=True)
class Reviewer:
    """核查员 who confirmed the leads, and when; the record that good faith can be proven with."""

    name: str | None = None
    decided_on: date | None = None


@_strict
@dataclass(frozen=True, kw_only=True)
class Facts:
    """文书事实 of one letter of any kind; each kind says which of them it needs."""

    sender: str | None = None
    """The office or holder in whose name the letter is written."""
    dated: date | None = None
    """成文日期: at approval the day of approval."""
    number: str | None = None
    """文号, allotted at approval."""
    office: Office = Office()
    holder: Party = Party()
    holder_verified: bool = False
    """Somebody read the holder's identity in its papers."""
    agent: Party = Party()
    recipient: Party = Party()
    subject: Party = Party()
    """当事人 in track B."""
    rights: tuple[RightFact, ...] = ()
    papers: tuple[RightPaper, ...] = ()
    listings: tuple[ListingFact, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    evidence: tuple[EvidenceFact, ...] = ()
    acts: tuple[int, ...] = ()
    """Items of 商标法 §57, 1 to 7."""
    confusion: str | None = None
    """Why confusion is likely."""
    fair_use: FairUseAnswer = FairUseAnswer()
    guarantee: Guarantee = Guarantee()
    hotspots: tuple[HotSpot, ...] = ()
    attachments: tuple[str, ...] = ()
    reviewer: Reviewer = Reviewer()
    approver: str | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    """What only this kind of letter asks, by field name."""


ALL_FACTS = Message("letter-fact.all")
"""Where a wrong fact stands, when no letter or file is named."""


@cache
def _adapter() -> TypeAdapter[Facts]:
    return TypeAdapter(Facts)


def read_facts(data: object, where: str | Message = ALL_FACTS) -> Facts:
    """Facts from a YAML or JSON object. Raises BadInput naming the first key it cannot use."""
    try:
        return _adapter().validate_python(without_spoofing(data))
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise BadInput(
            "letter-fact.invalid", where=where, place=place, reason=value_problem(first)
        ) from None


def facts_to_json(facts: Facts) -> dict[str, object]:
    """A JSON object that read_facts takes back; what is absent is left out."""
    tree: dict[str, object] = json.loads(_adapter().dump_json(facts, exclude_none=True))
    return {key: value for key, value in tree.items() if value not in ({}, [])}


def without_spoofing(value: object) -> object:
    """A JSON value without control characters and direction overrides, which could forge a letter's look."""
    if isinstance(value, str):
        return _SPOOFING.sub("", value)
    if isinstance(value, dict):
        return {
            _SPOOFING.sub("", key) if isinstance(key, str) else key: without_spoofing(item)
            for key, item in value.items()
        }
    if isinstance(value, list | tuple):
        return [without_spoofing(item) for item in value]
    return value
