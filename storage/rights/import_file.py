"""Rights files (权利清单): YAML, JSON, CSV or XLSX, read strictly into a RightsBook.

What we do not understand is refused by name and place, never silently dropped: a misspelt
`authorised_seller` would otherwise turn every licensed shop into a lead. Tables as offices keep them
are read by `storage.rights.sheets`, which gives all faults at once; here the first one refuses the file.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from storage.base.errors import BadInput
from storage.files.text_file import decode, read_bytes
from storage.files.yaml_file import load_marked_yaml
from storage.records import Right, RightsBook
from storage.rights.import_records import (
    at_key,
    read_holder,
    read_right_record,
    refuse_twins,
    refuse_unknown,
)
from storage.rights.import_values import Place, mapping, records
from storage.rights.sheets.faults import Fault
from storage.rights.sheets.joining import JoinedSheets, join_sheets
from storage.rights.sheets.reading import is_sheet, read_sheets


def read_rights_file(path: Path) -> RightsBook:
    """Read `path`, whatever its suffix. Raises BadInput naming the key and where it stands."""
    return read_rights_bytes(read_bytes(path), str(path))


def read_rights_bytes(raw: bytes, where: str) -> RightsBook:
    """The content of a rights file, YAML, JSON, CSV or XLSX. Raises BadInput as above."""
    if is_sheet(raw, where):
        return join_sheets(read_sheets(raw, where)).strict_book(where)
    return read_rights(load_marked_yaml(decode(raw, where), where), where)


@dataclass(frozen=True, kw_only=True)
class RightsImport:
    """What a file brings: the records of what is right in it, and where it is a table, its faults."""

    book: RightsBook
    sheets: JoinedSheets | None = None
    """None for YAML and JSON, which the first fault refuses."""

    @property
    def faults(self) -> tuple[Fault, ...]:
        """All faults of a table."""
        return self.sheets.faults if self.sheets else ()


def read_rights_import(raw: bytes, where: str, stored: RightsBook) -> RightsImport:
    """A file to be imported beside what the database holds, all faults of a table at once.
    Raises BadInput where the file as a whole cannot be read."""
    if not is_sheet(raw, where):
        document = load_marked_yaml(decode(raw, where), where)
        return RightsImport(book=read_rights(document, where))
    sheets = join_sheets(read_sheets(raw, where), stored)
    return RightsImport(book=sheets.book, sheets=sheets)


def read_rights(document: Any, where: Place) -> RightsBook:
    """A parsed document (`holders`, `rights`) as records."""
    if document is None:
        raise BadInput("rights-file.empty", where=where)
    parts = mapping(document, where)
    refuse_unknown(parts, {"holders", "rights"}, where)
    holders = records(parts.get("holders"), at_key(where, "holders"), read_holder)
    rights = records(parts.get("rights"), at_key(where, "rights"), read_right_record)
    if not holders and not rights:
        raise BadInput("rights-file.no-rights", where=where)
    refuse_twins([h.id for h in holders], at_key(where, "holders"))
    refuse_twins([r.id for r in rights], at_key(where, "rights"))
    return RightsBook(holders=holders, rights=rights)


def read_right(value: Any, where: Place) -> Right:
    """One right as it stands in a rights file."""
    return read_right_record(value, where)
