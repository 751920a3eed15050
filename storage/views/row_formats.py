"""Rows as lines for people and programs: JSON lines, CSV, XLSX."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.atomic_file import replacing
from storage.base.errors import StoreUnavailable
from storage.base.vocabulary import ListingKind
from storage.tables import (
    DecisionRow,
    ListingRow,
    ListingVersionRow,
    NoticeRow,
)

Line = dict[str, object]

LEAD_FIELDS = (
    "id", "url", "title", "right", "score", "level", "state", "platform", "shop", "next_step",
    "assignee", "due_on",
)  # fmt: skip
DECISION_FIELDS = ("id", "lead", "verdict", "reason", "note", "officer", "undoes", "decided_at")
NOTICE_FIELDS = (
    "id", "kind", "track", "state", "number", "right", "platform",
    "drafted_by", "approved_by", "created_at", "approved_at", "sent_at",
)  # fmt: skip
LISTING_FIELDS = (
    "url", "title", "price", "currency", "brand", "shop", "shop_url", "platform", "operator",
    "location", "description", "attributes", "category", "images", "image_text", "item_id",
    "sku", "gtin", "sales", "availability", "seen_at",
)  # fmt: skip

_FORMULA = tuple("=+-@\t\r＝＋－＠")
_BATCH = 1000
"""Rows read at once; chosen by hand."""


def listing_lines(session: Session, *, kind: ListingKind = ListingKind.LISTING) -> Iterator[Line]:
    """The current version of each listing, one object each; ordinary pages by `kind`."""
    query = (
        sa.select(ListingVersionRow.record, ListingRow.last_seen_at)
        .join(ListingRow, ListingRow.version_id == ListingVersionRow.id)
        .where(ListingRow.kind == kind)
        .order_by(ListingRow.id)
        .execution_options(yield_per=_BATCH)
    )
    for record, seen_at in session.execute(query):
        yield {**record.to_json(), "seen_at": seen_at.isoformat(timespec="seconds")}


def page_lines(session: Session) -> Iterator[Line]:
    """The current version of each ordinary web page (属地网站)."""
    return listing_lines(session, kind=ListingKind.PAGE)


def decision_lines(session: Session) -> Iterator[Line]:
    """Every verdict and undo, in the order they were given."""
    query = sa.select(DecisionRow).order_by(DecisionRow.id).execution_options(yield_per=_BATCH)
    for row in session.scalars(query):
        yield _present(
            id=row.id, lead=row.lead_id, verdict=row.verdict, reason=row.reason, note=row.note,
            officer=row.officer, undoes=row.undoes, decided_at=_moment(row.decided_at),
        )  # fmt: skip


def notice_lines(session: Session) -> Iterator[Line]:
    """Every document with its state and number."""
    query = sa.select(NoticeRow).order_by(NoticeRow.id).execution_options(yield_per=_BATCH)
    for row in session.scalars(query):
        yield _present(
            id=row.id, kind=row.kind, track=row.track, state=row.state, number=row.number,
            right=row.right_id, platform=row.platform, drafted_by=row.drafted_by,
            approved_by=row.approved_by, created_at=_moment(row.created_at),
            approved_at=_moment(row.approved_at), sent_at=_moment(row.sent_at),
        )  # fmt: skip


def _moment(value: Any) -> str | None:
    return None if value is None else str(value.isoformat(timespec="seconds"))


def _present(**values: Any) -> Line:
    return {name: value for name, value in values.items() if value is not None}


def csv_parts(lines: Iterable[Line], fields: Sequence[str]) -> Iterator[str]:
    """CSV that Excel opens as Chinese (BOM) and that runs nothing: risky cells get a leading '."""
    yield "\ufeff" + _csv_row(fields)
    for line in lines:
        yield _csv_row([_harmless(cell_value(line.get(name))) for name in fields])


def _csv_row(cells: Sequence[Any]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer).writerow(cells)
    return buffer.getvalue()


def _harmless(cell: Any) -> Any:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def cell_value(value: Any) -> Any:
    """A value as one cell holds it: parts of an object and members of a list in one text."""
    if value is None:
        return ""
    if isinstance(value, dict):
        return "; ".join(f"{name}: {cell_value(part)}" for name, part in value.items())
    if isinstance(value, list | tuple):
        return " | ".join(str(cell_value(part)) for part in value)
    return value


def write_xlsx(lines: Iterable[Line], fields: Sequence[str], target: Path) -> None:
    """A workbook in which text stays text, whatever it looks like. Raises StoreUnavailable."""
    import xlsxwriter

    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    try:
        with replacing(target) as partial, xlsxwriter.Workbook(str(partial), options) as book:
            sheet = book.add_worksheet()
            sheet.freeze_panes(1, 0)
            sheet.write_row(0, 0, fields, book.add_format({"bold": True}))
            for number, line in enumerate(lines, start=1):
                cells = [_clipped(cell_value(line.get(name))) for name in fields]
                sheet.write_row(number, 0, cells)
    except (OSError, xlsxwriter.exceptions.XlsxFileError) as error:
        raise StoreUnavailable("file.unwritable", path=target, reason=error) from error


def _clipped(cell: Any) -> Any:
    """A cell of XLSX holds at most 32,767 characters, and no lone surrogates."""
    if isinstance(cell, str):
        return cell.encode("utf-8", "backslashreplace").decode("utf-8")[:32767]
    return cell
