"""Files of labelled listings (标注文件): a Listing a line, with `right`, `label` and perhaps more of the truth."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from classifiers.scoring.listing_file import read_listing
from classifiers.training.labelled_listing import LabelledListing
from classifiers.training.matters import Decidable
from storage.base.errors import BadInput
from storage.base.message import Message
from storage.files.text_file import read_lines
from storage.records import ANSWERS, Right, RightsBook
from storage.rights.import_file import read_right


def read_labelled(path: Path, book: RightsBook) -> tuple[RightsBook, list[LabelledListing]]:
    """Lines of a Listing with `right` (an id of the book, or a whole right) and `label` 0/1.

    A line may also carry `decidable`, `ground` (or `family`), `matter` and `elements`, as rows of decided
    matters do; such a row, with its Listing under `listing`, is a line too. Returns the book with
    the rights that stood in the lines. Raises BadInput, which names the line.
    """
    rights = {right.id: right for right in book}
    labelled = [
        _labelled(line, rights, Message("evaluation.line", {"path": path, "line": number}))
        for number, line in read_lines(path)
    ]
    return RightsBook(holders=book.holders, rights=tuple(rights.values())), labelled


def _labelled(line: str, rights: dict[str, Right], where: Message) -> LabelledListing:
    listing = read_listing(_listing_line(line), where)
    fields = json.loads(line)
    right_id = fields.get("right")
    if isinstance(right_id, dict):
        right = read_right(right_id, str(Message("evaluation.right", {"where": where})))
        rights[right.id] = right
        right_id = right.id
    if right_id not in rights:
        raise BadInput("evaluation.unknown-right", where=where, right=right_id)
    if fields.get("label") not in (0, 1):
        raise BadInput("evaluation.label", where=where)
    return LabelledListing(
        listing=listing,
        right=str(right_id),
        infringing=bool(fields["label"]),
        ground=str(fields.get("ground") or fields.get("family") or ""),
        decidable=_decidable(fields.get("decidable"), where),
        matter=str(fields.get("matter") or ""),
        elements=_elements(fields.get("elements"), where),
    )


def _listing_line(line: str) -> str:
    """The Listing of a row of a decided matter; any other line as it is."""
    try:
        fields = json.loads(line)
    except ValueError:
        return line
    nested = fields.get("listing") if isinstance(fields, dict) else None
    return json.dumps(nested) if isinstance(nested, dict) else line


def _decidable(word: Any, where: Message) -> Decidable | None:
    if word is None:
        return None
    if word not in list(Decidable):
        raise BadInput("evaluation.decidable", where=where, words=list(Decidable))
    return Decidable(word)


def _elements(answers: Any, where: Message) -> Mapping[str, str] | None:
    """The true answers; a line that answers some of the elements is measured on these."""
    if answers is None:
        return None
    allowed = {name.value: words for name, words in ANSWERS.items()}
    if not isinstance(answers, dict) or any(
        answer not in allowed.get(name, ()) for name, answer in answers.items()
    ):
        raise BadInput("evaluation.elements", where=where)
    return {str(name): str(answer) for name, answer in answers.items()}
