"""Rights files (权利清单): YAML, JSON, CSV or XLSX, read strictly into a RightsBook.

What we do not understand is refused by name and place, never silently dropped: a misspelt
`authorised_seller` would otherwise turn every licensed shop into a lead. Tables as offices keep them
are read by `storage.rights.sheets`. All faults of a file are given at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from storage.base.errors import BadInput
from storage.base.message import Message
from storage.files.text_file import decode, read_bytes
from storage.files.yaml_file import load_marked_yaml
from storage.records import Right, RightsBook
from storage.rights.import_faults import FaultList, faults_of, line_of
from storage.rights.import_records import (
    at_key,
    read_holder,
    read_right_record,
    refuse_twins,
    refuse_unknown,
)
from storage.rights.import_values import Place, a_text, mapping, records
from storage.rights.sheets.faults import CellFault
from storage.rights.sheets.joining import JoinedSheets, join_sheets
from storage.rights.sheets.reading import is_sheet, read_sheets

T = TypeVar("T")


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
    """What a file brings: the records of what is right in it, and its faults."""

    book: RightsBook
    sheets: JoinedSheets | None = None
    """None for YAML and JSON."""
    of_document: tuple[CellFault, ...] = ()
    """Faults of YAML or JSON, of which nothing is imported then."""

    @property
    def faults(self) -> tuple[CellFault, ...]:
        """All faults."""
        return self.sheets.faults if self.sheets else self.of_document


def read_rights_import(raw: bytes, where: str, stored: RightsBook) -> RightsImport:
    """A file to be imported beside what the database holds, all its faults at once.
    Raises BadInput where the file as a whole cannot be read, and for the one fault of YAML and JSON."""
    if not is_sheet(raw, where):
        document = load_marked_yaml(decode(raw, where), where)
        try:
            return RightsImport(book=read_rights(document, where))
        except BadInput as error:
            messages = faults_of(error)
            if len(messages) == 1:
                raise
            faults = sorted(map(_document_fault, messages), key=lambda fault: fault.row)
            return RightsImport(book=RightsBook(), of_document=tuple(faults))
    sheets = join_sheets(read_sheets(raw, where), stored)
    return RightsImport(book=sheets.book, sheets=sheets)


def _document_fault(message: Message) -> CellFault:
    return CellFault(sheet="", row=line_of(message), heading="", value="", message=message)


def read_rights(document: Any, where: Place) -> RightsBook:
    """A parsed document (`holders`, `rights`) as records."""
    if document is None:
        raise BadInput("rights-file.empty", where=where)
    parts = mapping(document, where)
    faults = FaultList()
    faults.read(partial(refuse_unknown, parts, {"holders", "rights"}, where))
    holders = faults.read(partial(_members, parts, "holders", where, read_holder))
    rights = faults.read(partial(_members, parts, "rights", where, read_right_record))
    faults.refuse()
    if not holders and not rights:
        raise BadInput("rights-file.no-rights", where=where)
    return RightsBook(holders=holders or (), rights=rights or ())


def _members(
    parts: Mapping[Any, Any], key: str, where: Place, read: Callable[[Any, Place], T]
) -> tuple[T, ...]:
    """The entries under a key, none of them twice. Raises BadInput with all that is wrong among them."""
    place, faults = at_key(where, key), FaultList()
    entries = parts.get(key)
    members = faults.read(partial(records, entries, place, read))
    if isinstance(entries, list):
        faults.read(partial(refuse_twins, list(_ids(entries)), place))
    faults.refuse()
    return members or ()


def _ids(entries: Iterable[Any]) -> Iterator[str]:
    """The ids of entries, as they are read; of one that is at fault too."""
    for entry in entries:
        if isinstance(entry, Mapping) and "id" in entry:
            with suppress(BadInput):
                yield a_text(entry["id"], "")


def read_right(value: Any, where: Place) -> Right:
    """One right as it stands in a rights file."""
    return read_right_record(value, where)
