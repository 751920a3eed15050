"""Decided matters (裁判与处罚案例): uses of marks that Chinese courts or regulators judged.

Each line of `data/matters/*.jsonl` is one listing as a seller would write it, against the right of
a publicly reported matter, with the outcome and the answers to the five questions of the law. Facts
are retold; shops are made up. A matter's lines are all in one part, so that no matter that a
model learned from is also one that it is measured on.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from classifiers.characters.folding import fold
from storage.base.message import Message
from storage.files.text_file import read_lines
from storage.records import Listing, NextStep, Right
from storage.rights.import_file import read_right

FOLDER = Path(__file__).resolve().parent / "data" / "matters"
PARTS = 3
"""One matter in so many is kept for measurement; the others are fitted on."""


class Confidence(StrEnum):
    """How the writer of a line knows the matter."""

    READ = "read"
    """From a report or decision that was read."""
    RECALLED = "recalled"
    """From memory of a widely reported matter."""


class Decidable(StrEnum):
    """What a careful lawyer could decide the line from."""

    TEXT = "text"
    """The listing and the mark as registered."""
    RECORD = "record"
    """These with the right's record: meanings, other owners, licences, fame."""
    NO = "no"
    """Neither: it turns on facts outside both, as where the goods come from."""


class MatterPart(StrEnum):
    """What a matter serves for."""

    FIT = "fit"
    HELD_OUT = "kept"


@dataclass(frozen=True, kw_only=True)
class MatterElements:
    """The answers to the five questions, in the words of `storage.records.element.ANSWERS`."""

    sign: str
    goods: str
    use: str
    source: str
    confusion: str


@dataclass(frozen=True, kw_only=True)
class MatterRow:
    """One listing × one right of a decided matter, with its outcome."""

    matter: str
    source: str
    """Court or authority, year, name of the matter or of the report."""
    confidence: Confidence
    right: Right
    listing: Listing
    infringing: bool
    ground: str
    """The way in which it infringes or is lawful."""
    elements: MatterElements
    decidable: Decidable
    lead: bool
    """Whether an officer should look."""
    next_step: NextStep
    why: str


def part_of(matter: str) -> MatterPart:
    """A matter's part, by a hash of its id: the same in every run, whatever else is in the folder."""
    number = int.from_bytes(sha256(matter.encode()).digest()[:8], "big")
    return MatterPart.FIT if number % PARTS else MatterPart.HELD_OUT


@cache
def matter_rows() -> tuple[MatterRow, ...]:
    """The rows of all files in the folder, by file name and line."""
    return tuple(row for path in sorted(FOLDER.glob("*.jsonl")) for row in read_matters(path))


def rows_of(part: MatterPart) -> list[MatterRow]:
    """The rows whose matters serve for `part`."""
    rows = matter_rows()
    parts = parts_of(rows)
    return [row for row in rows if parts[row.matter] is part]


def parts_of(rows: Iterable[MatterRow]) -> Mapping[str, MatterPart]:
    """The part of every matter: that of the first matter with which it shares a mark, so that no mark
    is on both sides."""
    return {matter: part_of(first) for matter, first in first_matters(rows).items()}


def first_matters(rows: Iterable[MatterRow]) -> Mapping[str, str]:
    """For every matter the first one, in the order of the rows, with which it shares a mark, by itself
    or by others between; itself where there is none."""
    first_by_mark: dict[str, str] = {}
    first: dict[str, str] = {}

    def root(matter: str) -> str:
        while first[matter] != matter:
            matter = first[matter]
        return matter

    rows = tuple(rows)
    places = {matter: place for place, matter in enumerate(dict.fromkeys(r.matter for r in rows))}
    for row in rows:
        first.setdefault(row.matter, row.matter)
        for mark in signs_of(row.right):
            joined = {root(first_by_mark.setdefault(mark, row.matter)), root(row.matter)}
            first[max(joined, key=places.__getitem__)] = min(joined, key=places.__getitem__)
    return {matter: root(matter) for matter in first}


def signs_of(right: Right) -> frozenset[str]:
    """The registered forms of a right, folded."""
    return frozenset(map(fold, (right.text, *right.aliases)))


def read_matters(path: Path) -> list[MatterRow]:
    """The rows of one file. Raises BadInput where a right or a listing is not one, ValueError where
    a word of a row is not of the contract, KeyError where a row lacks a field."""
    return [
        _row(json.loads(line), Message("evaluation.line", {"path": path, "line": number}))
        for number, line in read_lines(path)
    ]


def _row(fields: Mapping[str, Any], where: Message) -> MatterRow:
    return MatterRow(
        matter=fields["matter"],
        source=fields["source"],
        confidence=Confidence(fields["confidence"]),
        right=read_right(fields["right"], where),
        listing=Listing.from_json(fields["listing"]),
        infringing=bool((0, 1).index(fields["label"])),
        ground=fields["ground"],
        elements=MatterElements(**fields["elements"]),
        decidable=Decidable(fields["decidable"]),
        lead=fields["lead"],
        next_step=NextStep(fields["next_step"]),
        why=fields["why"],
    )


def matters_of(rows: Iterable[MatterRow]) -> frozenset[str]:
    """The ids of the matters that the rows belong to."""
    return frozenset(row.matter for row in rows)
