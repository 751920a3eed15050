"""What an import would do (导入预览): each right with its fate, what it would catch, and what to look at."""

from __future__ import annotations

import dataclasses
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from console.pages.rights.right_preview import Caught, preview_right
from console.web.page_request import PageRequest
from storage.base.errors import BadInput
from storage.base.message import Language
from storage.base.office_time import today
from storage.records import Right, RightKind, RightsBook
from storage.rights.book_import import ImportedRight
from storage.rights.import_file import RightsImport
from storage.rights.sheets.columns import TableKind, columns

MOST_RIGHTS = 200
"""Rights of one import that are tried on stored listings; of the others only the fate is shown."""
MOST_VARIED = 10
"""Rights whose disguises are shown: those of one take .1 s of CPU time (measured)."""
_EXAMPLES = 3
"""Listings shown for each right."""
_VARIANTS = 6
"""Disguises shown for each right, each of another kind."""


@dataclass(frozen=True, kw_only=True)
class PreviewLine:
    """One right of the file."""

    right: Right
    fate: str
    places: str
    """Rows of the table that it stands in; empty for YAML."""
    changes: tuple[str, ...]
    """Columns in which it differs from what is stored."""
    caught: tuple[Caught, ...] = ()
    """The likeliest listings in which its mark was found."""
    count: int = 0
    leads: int = 0
    variants: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ImportPreview:
    """The rights of a file as they would be taken in."""

    lines: tuple[PreviewLine, ...]
    listings: int
    """Stored listings that they were tried on."""


def preview_import(
    request: PageRequest,
    entries: RightsImport,
    stored: RightsBook,
    fates: Sequence[ImportedRight],
    doubts: Mapping[str, Sequence[str]],
) -> ImportPreview:
    """The preview of all rights that the file holds without a fault."""
    # The classifiers take their tables to load, which no other page of rights needs.
    from classifiers.rights.cautions import cautions_of

    tried = RightsBook(holders=entries.book.holders, rights=entries.book.rights[:MOST_RIGHTS])
    matches, listings = preview_right(request, tried) if tried.rights else ([], 0)
    caught: dict[str, list[Caught]] = defaultdict(list)
    for match in matches:
        if match.assessment.right is not None:
            caught[match.assessment.right].append(match)
    fate_of = {fate.id: fate.fate for fate in fates if fate.subject == "right"}
    before = {right.id: right for right in stored.rights}
    is_varied = {right.id for right in tried.rights[:MOST_VARIED]}
    lines = tuple(
        PreviewLine(
            right=right,
            fate=fate_of[right.id],
            places=_places(entries, right.id),
            changes=tuple(_changes(before.get(right.id), right)),
            caught=tuple(caught[right.id][:_EXAMPLES]),
            count=len(caught[right.id]),
            leads=sum(match.assessment.lead for match in caught[right.id]),
            variants=_variants(right) if right.id in is_varied else (),
            cautions=(
                *(caution.text(Language.CHINESE) for caution in cautions_of(right, today())),
                *(doubt.removeprefix(f"权利“{right.id}”：") for doubt in doubts.get(right.id, ())),
            ),
        )
        for right in entries.book.rights
    )
    return ImportPreview(lines=lines, listings=listings)


def _places(entries: RightsImport, right_id: str) -> str:
    if entries.sheets is None:
        return ""
    rows = entries.sheets.rows[right_id]
    several = len({row.sheet for row in entries.sheets.reading.rows}) > 1
    names = [f"{row.sheet} {row.number}" if several else str(row.number) for row in rows]
    return "、".join(names)


def _changes(before: Right | None, after: Right) -> Iterator[str]:
    """Names of the columns in which two records of one right differ."""
    if before is None:
        return
    names = {column.key: column.name for column in columns(TableKind.RIGHTS)}
    for item in dataclasses.fields(Right):
        if getattr(before, item.name) != getattr(after, item.name):
            yield names[item.name]


def _variants(right: Right) -> tuple[str, ...]:
    """Some disguises of the mark, of each kind first one."""
    # The classifiers take their tables to load, which no other page of rights needs.
    from classifiers.matching.variant_samples import sample_variants

    if right.kind is RightKind.PRODUCT_RULE:
        return ()
    kinds: Counter[str] = Counter()
    chosen = []
    try:
        for sample in islice(sample_variants(right.text), 60):
            kinds[sample["how"]] += 1
            if kinds[sample["how"]] == 1:
                chosen.append(sample["variant"])
            if len(chosen) == _VARIANTS:
                break
    except BadInput:
        return ()
    return tuple(chosen)
