"""Labelled listings are read from flat lines and from rows of decided matters, and measured likewise."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from classifiers.scoring.model import RulesModel
from classifiers.training.evaluation import score_labelled
from classifiers.training.labelled_file import read_labelled
from classifiers.training.matters import Decidable
from classifiers.training.report import lines
from storage.base.errors import BadInput
from tests.classifiers.samples import BOOK

PLAIN: dict[str, Any] = {"url": "u", "title": "岚泽谷香面粉 5kg", "right": "lanze", "label": 1}
DECIDED: dict[str, Any] = {
    **PLAIN,
    "decidable": "no",
    "ground": "exact",
    "matter": "m-1",
    "elements": {"sign": "identical", "goods": "same", "use": "mark"},
}


def written(folder: Path, *rows: dict[str, Any]) -> Path:
    path = folder / "labelled.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return path


def test_a_right_stands_in_the_book_or_in_the_line(tmp_path: Path) -> None:
    inline = {**PLAIN, "right": {"id": "x", "text": "某某", "goods": ["茶"]}, "label": 0}
    book, labelled = read_labelled(written(tmp_path, PLAIN, inline), BOOK)
    assert [item.right for item in labelled] == ["lanze", "x"]
    assert book.rights[-1].text == "某某"


def test_a_row_of_a_decided_matter_is_a_line_too(tmp_path: Path) -> None:
    nested = {
        **{name: value for name, value in DECIDED.items() if name not in ("url", "title")},
        "listing": {"url": "u", "title": "岚泽谷香面粉 5kg"},
    }
    _, (flat, row) = read_labelled(written(tmp_path, DECIDED, nested), BOOK)
    assert replace(flat, listing=row.listing) == row
    assert flat.listing.title == row.listing.title
    assert (flat.decidable, flat.ground, flat.matter) == (Decidable.NO, "exact", "m-1")
    assert flat.elements == DECIDED["elements"]


@pytest.mark.parametrize(
    "change",
    [
        {"label": 2},
        {"right": "nobody"},
        {"decidable": "perhaps"},
        {"elements": {"sign": "same"}},
        {"elements": {"colour": "red"}},
        {"elements": "identical"},
        {"listing": {"title": "no address"}},
    ],
)
def test_a_line_that_cannot_be_used_is_named(tmp_path: Path, change: dict[str, Any]) -> None:
    with pytest.raises(BadInput, match="line 2"):
        read_labelled(written(tmp_path, PLAIN, {**DECIDED, **change}), BOOK)


def breakdowns(folder: Path, by: str | None, *rows: dict[str, Any]) -> list[str]:
    """Of each line of an evaluation, what it is a part of."""
    book, labelled = read_labelled(written(folder, *rows), BOOK)
    scored = score_labelled(book, labelled, RulesModel())
    keys = ("decidable", "element", "ground", "mark")
    return [
        next((f"{key} {line[key]}" for key in keys if key in line), "all")
        for line in lines({"judge": "rules@1"}, scored, by)
    ]


def test_lines_come_by_what_the_listings_are_labelled_for(tmp_path: Path) -> None:
    assert breakdowns(tmp_path, None, PLAIN) == ["all"]
    assert breakdowns(tmp_path, "mark", PLAIN) == ["all", "mark lanze"]
    assert breakdowns(tmp_path, None, DECIDED) == [
        *("all", "decidable no", "element sign", "element goods", "element use", "ground exact"),
    ]
    assert breakdowns(tmp_path, "element", DECIDED) == [
        *("all", "element sign", "element goods", "element use"),
    ]
