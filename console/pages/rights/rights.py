"""权利与许可: the protected marks, their licences with expiry alarms, import with a dry run."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from starlette.datastructures import UploadFile
from starlette.responses import Response

from console.web.page_request import Visit
from console.web.route import ADMINS, SIGNED_IN, Page
from storage.base.errors import BadInput
from storage.base.office_time import today
from storage.files.uploads import keep_upload, kept_upload
from storage.records import RightKind, RightsBook
from storage.rights.certificates import FILE_KIND_NAMES, files_of_right
from storage.rights.store import import_rights, load_holder, load_right
from storage.tables import RightRow
from storage.views.overview import LICENCE_ALARM_DAYS
from storage.views.rights_list import find_licences, right_lines

RIGHT_KIND_NAMES = {
    RightKind.TRADEMARK: "商标",
    RightKind.COLLECTIVE: "集体商标",
    RightKind.CERTIFICATION: "证明商标",
    RightKind.GEOGRAPHICAL_INDICATION: "地理标志",
    RightKind.PATENT: "专利",
    RightKind.PLANT_VARIETY: "植物新品种",
    RightKind.PRODUCT_RULE: "产品管理规定",
}
FATE_NAMES = {"new": "新增", "changed": "更新", "same": "不变"}
_TYPES = (".yml", ".yaml", ".json", ".csv", ".xlsx")
_LARGEST = 8 * 2**20
"""Largest rights file, bytes: tens of thousands of rights."""


def show(visit: Visit) -> Response:
    """All rights with the counts of their licences and leads."""
    expiring = visit.query.get("expiring") == "1"
    with visit.database.read() as session:
        lines = right_lines(session)
        licences = find_licences(session, until=_alarm()) if expiring else []
    return visit.page(
        "rights.html",
        lines=lines,
        texts={line.id: line.text for line in lines},
        kinds={kind.value: name for kind, name in RIGHT_KIND_NAMES.items()},
        licences=licences,
        expiring=expiring,
        can_import=visit.may(ADMINS),
        first=visit.query.get("first") == "1",
        today=today(),
    )


def read(visit: Visit) -> Response:
    """One right with its licence ledger (许可台账)."""
    right_id = str(visit.request.path_params["id"])
    with visit.database.read() as session:
        right = load_right(session, right_id)
        active = session.get_one(RightRow, right_id).active
        holder = load_holder(session, right.holder) if right.holder else None
        licences = find_licences(session, right_id=right_id)
        files = files_of_right(session, right_id)
    return visit.page(
        "right.html",
        right=right,
        holder=holder,
        active=active,
        can_edit=visit.may(ADMINS),
        kind=RIGHT_KIND_NAMES[right.kind],
        licences=licences,
        files=files,
        file_kinds=FILE_KIND_NAMES,
        today=today(),
        alarm=_alarm(),
    )


def bring(visit: Visit) -> Response:
    """Import a file of rights; the trial run shows each entry's fate and changes nothing."""
    raw, name = _file(visit)
    book = _read(raw, name)
    trial = visit.value("trial") == "1"
    with visit.database.begin() as session:
        fates = import_rights(session, book, actor=visit.name)
        if trial:
            session.rollback()
    kept = keep_upload(visit.settings, raw) if trial else None
    return visit.page(
        "imported.html",
        fates=fates,
        counts=Counter(item.fate for item in fates),
        trial=trial,
        names=FATE_NAMES,
        kept=kept,
        file=name,
    )


def _file(visit: Visit) -> tuple[bytes, str]:
    """The file of the form, or the one that a trial run has just looked at."""
    if kept := visit.value("kept"):
        return kept_upload(visit.settings, kept), visit.value("file")
    file = visit.form.get("file")
    if not isinstance(file, UploadFile) or not file.filename:
        raise BadInput("form.no-file")
    if not file.filename.lower().endswith(_TYPES):
        raise BadInput("form.rights-file-type", name=file.filename)
    raw = file.file.read(_LARGEST + 1)
    if len(raw) > _LARGEST:
        raise BadInput("form.rights-file-size", name=file.filename, mebibytes=_LARGEST // 2**20)
    return raw, file.filename


def _read(raw: bytes, name: str) -> RightsBook:
    from storage.files.text_file import decode
    from storage.files.yaml_file import load_yaml
    from storage.rights.import_file import read_rights
    from storage.rights.import_sheets import is_sheet, read_sheets

    if is_sheet(raw):
        return read_rights(read_sheets(raw, name), name)
    return read_rights(load_yaml(decode(raw, name), name), name)


def _alarm() -> date:
    return today() + timedelta(days=LICENCE_ALARM_DAYS)


PAGES = (
    Page(path="/rights", act=show, who=SIGNED_IN),
    Page(path="/rights/import", act=bring, who=ADMINS, method="POST"),
    Page(path="/rights/{id}", act=read, who=SIGNED_IN),
)
