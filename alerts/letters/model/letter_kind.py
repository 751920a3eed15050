"""Letter types (文书种类) as data: one YAML file a kind under kinds/."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from pydantic import ConfigDict, JsonValue, TypeAdapter, ValidationError, with_config

from storage.base.errors import BadInput
from storage.base.message import value_problem
from storage.base.vocabulary import LETTER_READY, LeadState
from storage.files.yaml_file import load_own_yaml
from storage.records.letter_record import Track

_strict = with_config(ConfigDict(extra="forbid"))


class LetterStage(StrEnum):
    """From when on an element is required."""

    DRAFT = "draft"
    APPROVAL = "approval"


class Condition(StrEnum):
    """What a letter may depend on beyond the verdict, asked until it is sent."""

    LICENCE = "licence"
    """The licence ledger does not allow the seller's use."""
    ANSWER = "answer"
    """The holder has not answered since the verdict that the goods are licensed or its own."""
    LISTING = "listing"
    """The listing is up, and as it was when it was assessed."""


@_strict
@dataclass(frozen=True, kw_only=True)
class Field:
    """A fact that only this kind asks for; kept under `fields` of the facts."""

    name: str
    label: str
    hint: str | None = None
    choices: tuple[str, ...] = ()
    """Empty: free text."""
    rights: tuple[str, ...] = ()
    """Kinds of right that it is asked for, by slug; empty: whatever the right."""
    particulars: bool = False
    """It is made for particulars of a person (个人信息), since the law asks for them there."""
    authority: bool = False
    """Names the body that took a complaint, which may be this office (a holder's letter)."""
    past: bool = False
    """Holds the day of something done, which is never to come."""
    term: bool = False
    """Says by when or on what day something is to be done: a day to come, or a number of days."""
    narrative: bool = False
    """Tells what happened: no day in it is to come."""


@_strict
@dataclass(frozen=True, kw_only=True)
class RequiredElement:
    """必备要素: what must be there, what it is called, and where it is filled in."""

    name: str
    where: str
    needs: str | None = None
    """Path in the facts; `[]` after a list's name means every member."""
    rule: str | None = None
    """Name of a rule in approval_conditions.py, where presence alone is not enough."""
    at: LetterStage = LetterStage.DRAFT
    when: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Required only when each of these fields has one of these values."""
    rights: tuple[str, ...] = ()
    """Required only of letters on these kinds of right, by slug; empty: whatever the right."""
    may_be_none: bool = False
    """无 is an answer: somebody looked and there is none."""


@_strict
@dataclass(frozen=True, kw_only=True)
class Kind:
    """文书种类: its author, its required elements, the articles it cites, its text."""

    slug: str
    name: str
    track: Track
    sender: Literal["holder", "office"]
    series: str
    """Series of the 文号; a letter of the office adds the office's short name before it."""
    law: tuple[str, ...]
    """Provisions that the letter cannot do without, as trademark.infringing-acts."""
    elements: tuple[RequiredElement, ...]
    law_if_verified: tuple[str, ...] = ()
    """Provisions that it cites once the office has confirmed them, and else does without."""
    fields: tuple[Field, ...] = ()
    leads: Literal["required", "optional", "none"] = "required"
    lead_states: tuple[LeadState, ...] = LETTER_READY
    """States of the leads that it may be drafted on."""
    one_platform: bool = True
    encloses_packages: bool = False
    """Its mail takes the evidence packages along: the recipient is to check them. Never to a party."""
    encloses_purchases: bool = False
    """Its evidence names the pictures of the opened parcel and the holder's opinion, and its package
    takes them along. To authorities alone: a parcel's label bears particulars of persons."""
    moves_leads: bool = False
    """Sending it makes its confirmed leads 已发函."""
    standing: tuple[Condition, ...] = ()
    """What must still hold when it goes out; of the others its approver is told."""
    body: tuple[Mapping[str, JsonValue], ...] = ()
    """From which the first Word template was set; the office edits the template, not this."""

    def takes_particulars(self, name: str) -> bool:
        """Whether a field is made for particulars of a person."""
        return any(item.name == name and item.particulars for item in self.fields)

    def field_label(self, name: str) -> str:
        return next((item.label for item in self.fields if item.name == name), name)


@cache
def kinds() -> Mapping[str, Kind]:
    """Every letter type by slug, in the order of track and name of file."""
    adapter: TypeAdapter[Kind] = TypeAdapter(Kind)
    all_kinds: list[Kind] = []
    for entry in sorted(files("alerts.letters").joinpath("kinds").iterdir(), key=lambda e: e.name):
        if not entry.name.endswith(".yml"):
            continue
        try:
            data = load_own_yaml(entry.read_text("utf-8"), entry.name)
            all_kinds.append(adapter.validate_python(_whole(data)))
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(str(part) for part in first["loc"])
            raise BadInput(
                "letter-kind.broken", file=entry.name, place=place, reason=value_problem(first)
            ) from None
    return {kind.slug: kind for kind in sorted(all_kinds, key=lambda kind: kind.track)}


def _whole(data: Any) -> Any:
    """A letter type with the elements and blocks in place that many share (`use: NAME`)."""
    shared = _shared()
    return {
        key: _expanded(value, shared[key]) if key in shared else value
        for key, value in data.items()
    }


@cache
def _shared() -> Mapping[str, Any]:
    """Lists of elements and blocks that many letter types use, by name."""
    text = files("alerts.letters").joinpath("shared.yml").read_text("utf-8")
    shared: Mapping[str, Any] = load_own_yaml(text, "shared.yml")
    return shared


def _expanded(items: list[Any], shared: Mapping[str, Any]) -> list[Any]:
    whole: list[Any] = []
    for item in items:
        if "use" in item:
            whole += shared[item["use"]]
        elif inner := next(
            (v for v in item.values() if isinstance(v, dict) and "blocks" in v), None
        ):
            name = next(iter(item))
            whole.append({name: {**inner, "blocks": _expanded(inner["blocks"], shared)}})
        else:
            whole.append(item)
    return whole


def find_kind(slug: str) -> Kind:
    """The letter type of that slug. Raises BadInput naming the command that lists them."""
    try:
        return kinds()[slug]
    except KeyError:
        raise BadInput("letter-kind.unknown", kind=slug) from None
