"""The sample letters: complete facts of every kind, and ways to take one element away."""

from __future__ import annotations

import copy
import io
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from docx import Document

from alerts.letters.model.letter_kind import RequiredElement
from alerts.letters.model.right_basis import kind_slugs, right_basis
from storage.records.letter_facts import Facts, read_facts

LETTERS = Path(__file__).parents[2] / "letters"
TODAY = date(2026, 11, 22)


def sample(slug: str) -> dict[str, Any]:
    return copy.deepcopy(_read(LETTERS / slug / "facts.yml"))


@cache
def _read(path: Path) -> dict[str, Any]:
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert isinstance(data, dict)
    return data


def facts_of(slug: str) -> Facts:
    return read_facts(sample(slug))


def without(slug: str, element: RequiredElement) -> Facts:
    """The sample's facts with one element taken away, or broken where it is a rule."""
    data = sample(slug)
    data.setdefault("fields", {}).update({name: values[0] for name, values in element.when.items()})
    slugs = kind_slugs(read_facts(data))
    if element.rights and not set(element.rights) & set(slugs):
        _merge(data, {"rights": {"each": {"kind": right_basis().rights[element.rights[0]].name}}})
    if element.needs:
        _take(data, element.needs.split("."))
    else:
        _merge(data, _read(LETTERS / "broken.yml")[str(element.rule)])
    return read_facts(data)


def _take(data: Any, path: list[str]) -> None:
    name = path[0].removesuffix("[]")
    if len(path) == 1:
        data.pop(name, None)
    elif path[0].endswith("[]"):
        _take(data[name][-1], path[1:])
    else:
        _take(data[name], path[1:])


def _merge(data: dict[str, Any], patch: dict[str, Any]) -> None:
    for key, value in patch.items():
        if isinstance(value, dict) and isinstance(data.get(key), dict):
            _merge(data[key], value)
        elif isinstance(value, dict) and set(value) == {"times"}:
            data[key] = data[key] * value["times"]
        elif isinstance(value, dict) and set(value) == {"each"}:
            for member in data[key]:
                member.update(value["each"])
        else:
            data[key] = value


def words_of(packed: bytes) -> str:
    """What a DOCX says, a line per paragraph and per table row."""
    document = Document(io.BytesIO(packed))
    lines = []
    for block in document.element.body.iterchildren():
        if block.tag.endswith("}p"):
            lines.append("".join(t.text or "" for t in block.iter() if t.tag.endswith("}t")))
        elif block.tag.endswith("}tbl"):
            for row in block.iter():
                if row.tag.endswith("}tr"):
                    cells = [c for c in row.iterchildren() if c.tag.endswith("}tc")]
                    lines.append(" | ".join(_cell(cell) for cell in cells))
    return "\n".join(line for line in lines if line.strip()) + "\n"


def _cell(cell: Any) -> str:
    parts = []
    for element in cell.iter():
        if element.tag.endswith("}t"):
            parts.append(element.text or "")
        elif element.tag.endswith("}br"):
            parts.append(" / ")
    return "".join(parts)
