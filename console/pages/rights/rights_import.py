"""权利导入: a file tried first, all its faults in one table, wrong rows handed back, the rest confirmed."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import PurePath

from starlette.responses import Response

from console.pages.rights.import_preview import MOST_RIGHTS, MOST_VARIED, preview_import
from console.pages.rights.rights_template import workbook_answer
from console.web.page_request import PageRequest
from console.web.route import ADMINS, Route
from console.web.tried_file import read_tried_file
from console.words.deletions import RIGHT_IMPORT
from console.words.labels import IMPORT_FATES
from storage.base.errors import BadInput
from storage.base.message import Language
from storage.files.uploads import keep_upload
from storage.rights.import_file import RightsImport, read_rights_import
from storage.rights.imports import as_rights_stand, import_rights_of_file, undo_import
from storage.rights.sheets.returned import wrong_rows_workbook
from storage.rights.store import load_rights, with_stored_holders

_TYPES = (".yml", ".yaml", ".json", ".csv", ".tsv", ".txt", ".xlsx", ".xls", ".et")
"""Names of files that are read, or refused with how to save them anew."""
_MOST_FAULTS = 300
"""Faults that the page shows; the workbook of wrong rows has all."""


def import_rights_file(request: PageRequest) -> Response:
    """Import a file of rights; the trial run shows its faults and each entry's fate and changes nothing.

    A file with faults is imported only where its right rows alone are asked for.
    """
    raw, name = _tried_file(request)
    # The classifiers take their tables to load, which no other page of rights needs.
    from classifiers.rights.doubts import doubts_of

    is_trial = request.form_value("trial") == "1"
    is_part = request.form_value("part") == "right"
    with request.database.read() as session:
        stored = load_rights(session)
    entries = read_rights_import(raw, name, stored)
    with request.database.begin() as session:
        entries, stored = as_rights_stand(session, entries, stored, raw, name)
        fates = import_rights_of_file(
            session, entries.book, actor=request.officer_name, file=PurePath(name).name
        )
        imported = with_stored_holders(session, entries.book)
        is_refused = bool(entries.faults) and not (is_part and _may_take(entries))
        if is_trial or is_refused:
            session.rollback()
    doubts = doubts_of(imported, stored.rights)
    is_imported = not (is_trial or is_refused)
    by_right: dict[str, list[str]] = defaultdict(list)
    for doubt in doubts:
        by_right[doubt.right].append(doubt.message.text(Language.CHINESE))
    preview = None if is_imported else preview_import(request, entries, stored, fates, by_right)
    return request.render(
        "imported.html",
        status=400 if is_refused and not is_trial else 200,
        fates=fates,
        doubts=[doubt.message.text(Language.CHINESE) for doubt in doubts],
        counts=Counter(item.fate for item in fates),
        imported=is_imported,
        may_take=not entries.faults or _may_take(entries),
        sheets=entries.sheets,
        faults=entries.faults[:_MOST_FAULTS],
        fault_count=len(entries.faults),
        wrong_count=len({(fault.sheet, fault.row) for fault in entries.faults}),
        several_sheets=_has_several_sheets(entries),
        preview=preview,
        holders=[fate for fate in fates if fate.subject == "holder"],
        holder_names={
            holder.id: holder.name for holder in (*stored.holders, *entries.book.holders)
        },
        most_rights=MOST_RIGHTS,
        most_varied=MOST_VARIED,
        language=Language.CHINESE,
        names=IMPORT_FATES,
        upload=None if is_imported else keep_upload(request.settings, raw),
        file=name,
    )


def download_wrong_rows(request: PageRequest) -> Response:
    """The wrong rows of the file that was tried, as a workbook with their faults."""
    raw, name = _tried_file(request)
    with request.database.read() as session:
        entries = read_rights_import(raw, name, load_rights(session))
    if entries.sheets is None or not entries.sheets.wrong_rows:
        raise BadInput("form.no-wrong-rows", name=name)
    content = wrong_rows_workbook(entries.sheets, Language.CHINESE)
    return workbook_answer(content, f"{PurePath(name).stem}-有误的行.xlsx")


def undo_rights_import(request: PageRequest) -> Response:
    """Undo an import as a whole."""
    with request.database.begin() as session:
        undo_import(session, request.path_number(), actor=request.officer_name)
    return request.redirect("/rights?undone=1#import")


def _may_take(entries: RightsImport) -> bool:
    return entries.sheets is not None and entries.sheets.has_right_rows


def _has_several_sheets(entries: RightsImport) -> bool:
    return len({fault.sheet for fault in entries.faults}) > 1


def _tried_file(request: PageRequest) -> tuple[bytes, str]:
    return read_tried_file(
        request, _TYPES, lambda name: BadInput("form.rights-file-type", name=name)
    )


ROUTES = (
    Route(path="/rights/import", handler=import_rights_file, roles=ADMINS, method="POST"),
    Route(
        path="/rights/import/wrong.xlsx", handler=download_wrong_rows, roles=ADMINS, method="POST"
    ),
    Route(
        path="/rights/imports/{id:int}",
        handler=undo_rights_import,
        roles=ADMINS,
        method="POST",
        deletes={"": RIGHT_IMPORT},
    ),
)
