"""权利与许可: the protected marks, their licences with expiry alarms, import with a dry run."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from starlette.datastructures import UploadFile
from starlette.responses import Response

from console.web.page_request import PageRequest
from console.web.route import ADMINS, SIGNED_IN, Route
from console.web.source_priors import read_source_priors
from console.words.labels import IMPORT_FATES
from storage.base.errors import BadInput
from storage.base.message import Language
from storage.base.office_time import today
from storage.files.uploads import keep_upload, kept_upload
from storage.records.meaning import SENSE_NAMES
from storage.rights.certificates import FILE_KIND_NAMES, files_of_right
from storage.rights.import_file import read_rights_bytes
from storage.rights.store import (
    import_rights,
    load_holder,
    load_right,
    load_rights,
    with_stored_holders,
)
from storage.tables import RightRow
from storage.views.overview import LICENCE_ALARM_DAYS
from storage.views.rights_list import find_licences, right_lines

_TYPES = (".yml", ".yaml", ".json", ".csv", ".xlsx")
_LARGEST = 8 * 2**20
"""Largest rights file, bytes: tens of thousands of rights."""


def list_rights(request: PageRequest) -> Response:
    """All rights with the counts of their licences and leads."""
    expiring = request.query.get("expiring") == "1"
    with request.database.read() as session:
        lines = right_lines(session)
        licences = find_licences(session, until=_alarm_day()) if expiring else []
    return request.render(
        "rights.html",
        lines=lines,
        texts={line.id: line.text for line in lines},
        licences=licences,
        expiring=expiring,
        can_import=request.has_role(ADMINS),
        first=request.query.get("first") == "1",
        today=today(),
    )


def show_right(request: PageRequest) -> Response:
    """One right with its licence ledger (许可台账)."""
    right_id = str(request.http.path_params["id"])
    with request.database.read() as session:
        right = load_right(session, right_id)
        active = session.get_one(RightRow, right_id).active
        holder = load_holder(session, right.holder) if right.holder else None
        licences = find_licences(session, right_id=right_id)
        files = files_of_right(session, right_id)
        priors = read_source_priors(session, right)
    return request.render(
        "right.html",
        right=right,
        senses=SENSE_NAMES,
        holder=holder,
        active=active,
        can_edit=request.has_role(ADMINS),
        licences=licences,
        files=files,
        priors=priors,
        file_kinds=FILE_KIND_NAMES,
        today=today(),
        alarm=_alarm_day(),
    )


def import_rights_file(request: PageRequest) -> Response:
    """Import a file of rights; the trial run shows each entry's fate and changes nothing."""
    raw, name = _uploaded_file(request)
    # The classifiers take their tables to load, which no other page of rights needs.
    from classifiers.rights.doubts import doubts_of

    book = read_rights_bytes(raw, name)
    trial = request.form_value("trial") == "1"
    with request.database.begin() as session:
        fates = import_rights(session, book, actor=request.officer_name)
        doubts = doubts_of(with_stored_holders(session, book), load_rights(session).rights)
        if trial:
            session.rollback()
    upload = keep_upload(request.settings, raw) if trial else None
    return request.render(
        "imported.html",
        fates=fates,
        doubts=[doubt.message.text(Language.CHINESE) for doubt in doubts],
        counts=Counter(item.fate for item in fates),
        trial=trial,
        names=IMPORT_FATES,
        upload=upload,
        file=name,
    )


def _uploaded_file(request: PageRequest) -> tuple[bytes, str]:
    """The file of the form, or the one that a trial run has just looked at."""
    if upload := request.form_value("upload"):
        return kept_upload(request.settings, upload), request.form_value("file")
    file = request.form.get("file")
    if not isinstance(file, UploadFile) or not file.filename:
        raise BadInput("form.no-file")
    if not file.filename.lower().endswith(_TYPES):
        raise BadInput("form.rights-file-type", name=file.filename)
    raw = file.file.read(_LARGEST + 1)
    if len(raw) > _LARGEST:
        raise BadInput("form.rights-file-size", name=file.filename, mebibytes=_LARGEST // 2**20)
    return raw, file.filename


def _alarm_day() -> date:
    return today() + timedelta(days=LICENCE_ALARM_DAYS)


ROUTES = (
    Route(path="/rights", handler=list_rights, roles=SIGNED_IN),
    Route(path="/rights/import", handler=import_rights_file, roles=ADMINS, method="POST"),
    Route(path="/rights/{id}", handler=show_right, roles=SIGNED_IN),
)
