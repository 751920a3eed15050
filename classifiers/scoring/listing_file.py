"""Listings files (JSON lines) in, assessments out, streaming.

Most lines hold no mark, so a line is first only parsed and looked through; a Listing is made of it when
something was found.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from classifiers.pictures.local_pictures import LocalPictures
from classifiers.scoring.score import (
    BATCH,
    Bench,
    assess_hits,
    best_of,
    finds_in,
    read_marks,
    undisturbed,
)
from storage.base.errors import BadInput
from storage.files.text_file import read_lines
from storage.records import NOTHING_KNOWN, Assessment, Background, Listing

Fields = dict[str, Any]


def read_listing(line: str, where: str) -> Listing:
    try:
        return Listing.from_json(_parse(line))
    except BadInput as error:
        raise BadInput(f"{where}: {error}") from error


def score_lines(
    path: Path, bench: Bench, *, all_rights: bool = False, pictures: LocalPictures | None = None
) -> Iterator[str]:
    """The lines of `hubiao score`, a batch at a time, each with its line break.

    With `pictures` the text in local pictures counts as the listing's `image_text`.
    """
    source = _read_fields(path)
    empty = _empty_tail(bench)
    while batch := list(islice(source, BATCH)):
        beside = _read(batch, pictures) if pictures else {}
        with undisturbed():
            found = _assessed(batch, bench, beside)
            lines: list[str] = []
            for place, fields in enumerate(batch):
                assessments = found.get(place)
                if assessments and all_rights:
                    lines.extend(map(assessment_line, assessments))
                elif assessments:
                    lines.append(assessment_line(best_of(assessments)))
                elif not all_rights:
                    lines.append(f'{{"url": {_quoted(str(fields["url"]))}{empty}')
        yield "".join(lines)


def _assessed(
    batch: list[Fields], bench: Bench, beside: dict[int, Background]
) -> dict[int, list[Assessment]]:
    texts = [tuple(_texts(fields)) for fields in batch]
    hits = {
        place: read_marks(Listing.from_json(batch[place]), texts[place], finds, bench)
        for place, finds in finds_in(texts, bench).items()
    }
    return assess_hits(hits, bench, beside)


def _read(batch: list[Fields], pictures: LocalPictures) -> dict[int, Background]:
    """What local pictures hold, by place; the text becomes the line's `image_text`."""
    beside = {}
    for place, fields in enumerate(batch):
        if fields.get("images") and (known := pictures.of(fields)) != NOTHING_KNOWN:
            beside[place] = known
            if known.text:
                batch[place] = {**fields, "image_text": known.text}
    return beside


_quoted = json.JSONEncoder(ensure_ascii=False).encode


def _read_fields(path: Path) -> Iterator[Fields]:
    for number, line in read_lines(path):
        try:
            fields = _parse(line)
            if not (_is_text(fields.get("url")) and _is_text(fields.get("title"))):
                Listing.from_json(fields)  # says what is missing
        except BadInput as error:
            raise BadInput(f"{path}, line {number}: {error}") from error
        yield fields


def _parse(line: str) -> Fields:
    try:
        fields = json.loads(line)
    except json.JSONDecodeError as error:
        raise BadInput(f"not JSON ({error.msg}, column {error.colno})") from error
    except (ValueError, RecursionError) as error:
        raise BadInput(f"not usable JSON ({error})") from error
    if not isinstance(fields, dict):
        raise BadInput("a listing must be a JSON object")
    return fields


def _is_text(value: object) -> bool:
    return value is not None and not isinstance(value, dict | list)


_SCANNED = ("title", "brand", "shop", "description", "image_text", "location")


def _texts(fields: Fields) -> Iterator[str]:
    """Every text that may hold a mark, straight from the line: what `field_texts` would give."""
    for name in _SCANNED:
        if (value := fields.get(name)) and not isinstance(value, dict | list):
            yield value if isinstance(value, str) else str(value)
    if isinstance(attributes := fields.get("attributes"), dict):
        yield from (str(value) for value in attributes.values())
    if category := fields.get("category"):
        yield category if isinstance(category, str) else " > ".join(map(str, category))
    if isinstance(operator := fields.get("operator"), dict) and operator.get("name"):
        yield str(operator["name"])


def assessment_line(assessment: Assessment) -> str:
    return _quoted(assessment.to_json()) + "\n"


def _empty_tail(bench: Bench) -> str:
    """What follows the url where no mark was found: the same for all, so written once."""
    model = json.dumps(bench.judge.name)
    return (
        ', "right": null, "score": 0.0, "level": "none", "lead": false, "signals": [],'
        f' "fair_use": null, "model": {model}}}\n'
    )
