"""Listings files (JSON lines) in, assessments out, streaming.

Most lines hold no mark, so a line is first only parsed and its texts are matched; a Listing is made
of it where a mark was matched.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from classifiers.pictures.local_pictures import LocalPictures
from classifiers.scoring.candidates import MatchedListing, matched_listing, matches_by_listing
from classifiers.scoring.score import BATCH, assess_matched, best_of_matched, with_logos
from classifiers.scoring.scorer import Scorer
from storage.base.cycle_collection import without_cycle_collection
from storage.base.errors import BadInput
from storage.base.message import Message
from storage.base.office_time import today
from storage.files.text_file import read_lines
from storage.law.article_words import with_articles
from storage.law.statute import law_version
from storage.records import NOTHING_KNOWN, Assessment, Background, Listing
from storage.records.element_words import SETTLED_BY

Fields = Mapping[str, Any]
"""One line of a listings file, parsed and not yet checked."""


def read_listing(line: str, where: Message) -> Listing:
    """The listing of one line. Raises BadInput, which names the place `where`."""
    try:
        return Listing.from_json(_parse(line))
    except BadInput as error:
        raise BadInput("listing-file.bad-line", where=where, problem=error) from error


def score_lines(
    path: Path, scorer: Scorer, *, all_rights: bool = False, pictures: LocalPictures | None = None
) -> Iterator[str]:
    """The lines of `hubiao score`, a batch at a time, each with its line break.

    With `pictures` the text in local pictures counts as the listing's `image_text`. Raises BadInput,
    which names the line.
    """
    source = _read_fields(path)
    empty = _empty_tail(scorer)
    while batch := list(islice(source, BATCH)):
        backgrounds = _read_pictures(batch, pictures) if pictures else {}
        with without_cycle_collection():
            matched = _matched(batch, scorer, backgrounds)
            if all_rights:
                assessed = assess_matched(matched, scorer, backgrounds)
                lines = [assessment_line(a) for n in sorted(assessed) for a in assessed[n]]
            else:
                best = best_of_matched(matched, scorer, backgrounds)
                lines = [
                    assessment_line(best[position])
                    if position in best
                    else f'{{"url": {_quoted(str(fields["url"]))}{empty}'
                    for position, fields in enumerate(batch)
                ]
        yield "".join(lines)


def _matched(
    batch: list[Fields], scorer: Scorer, backgrounds: dict[int, Background]
) -> dict[int, MatchedListing]:
    """The listings of a batch in which a mark was matched, by position."""
    texts = [tuple(_texts(fields)) for fields in batch]
    naming = [(str(fields.get("brand") or ""), str(fields["title"])) for fields in batch]
    by_listing = with_logos(matches_by_listing(texts, scorer, naming), backgrounds)
    return {
        position: matched_listing(
            Listing.from_json(batch[position]), texts[position], by_text, scorer
        )
        for position, by_text in by_listing.items()
    }


def _read_pictures(batch: list[Fields], pictures: LocalPictures) -> dict[int, Background]:
    """What local pictures hold, by position; the text becomes the line's `image_text`."""
    backgrounds = {}
    for position, fields in enumerate(batch):
        images = fields.get("images")
        if not images or fields.get("image_text"):
            continue  # no pictures, or their text comes with the line
        if (background := pictures.background_of(images)) != NOTHING_KNOWN:
            backgrounds[position] = background
            if background.text:
                batch[position] = {**fields, "image_text": background.text}
    return backgrounds


_quoted = json.JSONEncoder(ensure_ascii=False).encode


def _read_fields(path: Path) -> Iterator[Fields]:
    for number, line in read_lines(path):
        try:
            fields = _parse(line)
            if not (_is_text(fields.get("url")) and _is_text(fields.get("title"))):
                Listing.from_json(fields)  # raises and says what is missing
        except BadInput as error:
            raise BadInput(
                "listing-file.bad-line-number", path=path, line=number, problem=error
            ) from error
        yield fields


def _parse(line: str) -> Fields:
    try:
        fields = json.loads(line)
    except json.JSONDecodeError as error:
        raise BadInput("listing-file.no-json", reason=error.msg, column=error.colno) from error
    except (ValueError, RecursionError) as error:
        raise BadInput("listing-file.unusable-json", reason=error) from error
    if not isinstance(fields, dict):
        raise BadInput("listing-file.no-object")
    return fields


def _is_text(value: object) -> bool:
    return value is not None and not isinstance(value, dict | list)


_TEXT_FIELDS = ("title", "brand", "shop", "description", "image_text", "location")


def _texts(fields: Fields) -> Iterator[str]:
    """Every text that may hold a mark, straight from the line: what `field_texts` would give."""
    for name in _TEXT_FIELDS:
        if (value := fields.get(name)) and not isinstance(value, dict | list):
            yield value if isinstance(value, str) else str(value)
    if isinstance(attributes := fields.get("attributes"), dict):
        yield from (str(value) for value in attributes.values())
    if isinstance(category := fields.get("category"), str | list) and category:
        yield category if isinstance(category, str) else " > ".join(map(str, category))
    if isinstance(operator := fields.get("operator"), dict) and operator.get("name"):
        yield str(operator["name"])


def assessment_line(assessment: Assessment) -> str:
    """One assessment as JSON with its line break."""
    line = assessment.to_json()
    says = [with_articles(signal.explanation) for signal in assessment.signals]
    for signal, words in zip(line["signals"], says, strict=True):
        signal["explanation"] = words
    for element, judged in zip(line.get("elements", ()), assessment.elements, strict=True):
        element["settled_by"] = SETTLED_BY.get((judged.element, judged.answer), "")
        grounds, numbers = (*element["why"], *element["why_not"]), (*judged.why, *judged.why_not)
        for ground, number in zip(grounds, numbers, strict=True):
            ground["explanation"] = says[number]
    if fair_use := line["fair_use"]:
        line["fair_use"] = {name: with_articles(words) for name, words in fair_use.items()}
    line["law"] = law_version("trademark-law", today())
    return _quoted(line) + "\n"


def _empty_tail(scorer: Scorer) -> str:
    """What follows the url where no mark was matched: the same for all, so written once."""
    model = json.dumps(scorer.model.name)
    law = json.dumps(law_version("trademark-law", today()))
    return (
        ', "right": null, "score": 0.0, "level": "none", "lead": false, "signals": [],'
        f' "fair_use": null, "model": {model}, "next_step": "none", "law": {law}}}\n'
    )
