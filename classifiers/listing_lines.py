"""Listings files (JSON lines) in, assessments out, streaming."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from classifiers.scoring import BATCH, Bench, assess_batch, best_of
from storage.errors import BadInput
from storage.records import Assessment, Listing
from storage.text_file import read_lines


def read_listings(path: Path) -> Iterator[Listing]:
    """One listing a line. Raises BadInput naming the line that cannot be used."""
    for number, line in read_lines(path):
        yield read_listing(line, f"{path}, line {number}")


def read_listing(line: str, where: str) -> Listing:
    try:
        return Listing.from_json(json.loads(line))
    except json.JSONDecodeError as error:
        raise BadInput(f"{where}: not JSON ({error.msg}, column {error.colno})") from error
    except (ValueError, RecursionError) as error:
        raise BadInput(f"{where}: {error}") from error
    except BadInput as error:
        raise BadInput(f"{where}: {error}") from error


def score_lines(path: Path, bench: Bench, *, all_rights: bool = False) -> Iterator[str]:
    """The lines of `hubiao score`, a batch at a time, each with its line break."""
    listings = read_listings(path)
    empty = _empty_tail(bench)
    while batch := list(islice(listings, BATCH)):
        lines: list[str] = []
        for listing, assessments in assess_batch(batch, bench):
            if all_rights:
                lines.extend(map(assessment_line, assessments))
            elif assessments:
                lines.append(assessment_line(best_of(assessments)))
            else:
                lines.append(f'{{"url": {json.dumps(listing.url, ensure_ascii=False)}{empty}')
        yield "".join(lines)


def assessment_line(assessment: Assessment) -> str:
    return json.dumps(assessment.to_json(), ensure_ascii=False) + "\n"


def _empty_tail(bench: Bench) -> str:
    """What follows the url where no mark was found: the same for all, so written once."""
    model = json.dumps(bench.judge.name)
    return (
        ', "right": null, "score": 0.0, "level": "none", "lead": false, "signals": [],'
        f' "fair_use": null, "model": {model}}}\n'
    )
