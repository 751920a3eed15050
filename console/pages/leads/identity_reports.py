"""合规数据报送: a platform's half-yearly report on its sellers, tried first, kept, held against shops, undone."""

from __future__ import annotations

from pathlib import PurePath

from starlette.responses import Response

from console.web.page_request import PageRequest
from console.web.queue.platform_names import platform_names
from console.web.route import ADMINS, SIGNED_IN, Route
from console.web.tried_file import read_tried_file
from console.words.deletions import IDENTITY_IMPORT
from storage.base.errors import BadInput, NotFound
from storage.base.message import Language
from storage.files.uploads import discard_upload, keep_upload
from storage.identity_reports.comparison import import_mismatches
from storage.identity_reports.imports import (
    import_identities,
    latest_identity_imports,
    platforms_with_shops,
    undo_identity_import,
)
from storage.identity_reports.reading import (
    FIELDS,
    IdentityReading,
    field_names,
    read_identity_report,
)
from storage.tables import IdentityImportRow

_TYPES = (".csv", ".tsv", ".txt", ".xlsx", ".xls", ".et")
_MOST_FAULTS, _MOST_ROWS, _MOST_MISMATCHES = 300, 20, 200
"""Faults, sample rows and shops that a page shows; chosen by hand."""
_PATH = "/identity-reports"


def list_imports(request: PageRequest) -> Response:
    """The imports, and the form for another."""
    return _list(request)


def try_report(request: PageRequest) -> Response:
    """Read a file: the trial shows columns, faults and first rows and changes nothing; confirmed, the right rows
    are kept, and the file, which holds telephones too, is not. Raises BadInput."""
    raw, name = _tried_file(request)
    platform = request.form_value("platform") or request.form_value("other_platform")
    period = request.form_value("period")
    try:
        reading = read_identity_report(raw, name, _mapping(request))
        if request.form_value("trial") == "1":
            return _preview(request, reading, raw, name, platform, period)
        if reading.faults and request.form_value("part") != "right":
            return _preview(request, reading, raw, name, platform, period, status=400)
        with request.database.begin() as session:
            entry = import_identities(
                session, reading.rows, platform=platform.strip().lower(), period=period,
                file=PurePath(name).name, actor=request.officer_name,
            )  # fmt: skip
            number = entry.id
        discard_upload(request.settings, request.form_value("upload"))
    except BadInput as error:
        return _list(request, error=error.text(Language.CHINESE))
    return request.redirect(f"{_PATH}/{number}")


def show_import(request: PageRequest) -> Response:
    """The shops of one import that do not fit what their pages show. Raises NotFound."""
    with request.database.read() as session:
        entry = session.get(IdentityImportRow, request.path_number())
        if entry is None:
            raise NotFound("identity.unknown", number=request.path_number())
        differing = import_mismatches(session, entry.id, _MOST_MISMATCHES + 1)
    return request.render(
        "identity_import.html",
        entry=entry,
        differing=differing[:_MOST_MISMATCHES],
        has_more=len(differing) > _MOST_MISMATCHES,
        names=platform_names(request.settings),
    )


def undo_import(request: PageRequest) -> Response:
    """Take an import back as a whole."""
    with request.database.begin() as session:
        undo_identity_import(session, request.path_number(), actor=request.officer_name)
    return request.redirect(_PATH)


def _list(request: PageRequest, *, error: str | None = None) -> Response:
    with request.database.read() as session:
        imports = latest_identity_imports(session)
        platforms = platforms_with_shops(session)
    return request.render(
        "identity_reports.html",
        status=400 if error else 200,
        imports=imports,
        platforms=platforms,
        names=platform_names(request.settings),
        error=error,
        can_import=request.has_role(ADMINS),
        values={"period": request.form_value("period")},
        fields=field_names(),
    )


def _preview(
    request: PageRequest,
    reading: IdentityReading,
    raw: bytes,
    name: str,
    platform: str,
    period: str,
    *,
    status: int = 200,
) -> Response:
    return request.render(
        "identity_preview.html",
        status=status,
        reading=reading,
        sample=reading.rows[:_MOST_ROWS],
        faults=reading.faults[:_MOST_FAULTS],
        remarks=reading.remarks[:_MOST_FAULTS],
        fields=field_names(),
        upload=keep_upload(request.settings, raw),
        file=name,
        platform=platform,
        platform_name=platform_names(request.settings).name(platform) if platform else "",
        period=period,
        language=Language.CHINESE,
    )


def _mapping(request: PageRequest) -> dict[str, int]:
    """The columns that a person chose; empty where the form has none. -1 leaves a field out."""
    chosen = {field: request.form_value(f"column:{field}") for field in FIELDS}
    if not any(chosen.values()):
        return {}
    return {
        field: int(text) if text.isascii() and text.isdigit() and len(text) < 5 else -1
        for field, text in chosen.items()
    }


def _tried_file(request: PageRequest) -> tuple[bytes, str]:
    return read_tried_file(request, _TYPES, lambda name: BadInput("identity.file-type", name=name))


ROUTES = (
    Route(path=_PATH, handler=list_imports, roles=SIGNED_IN),
    Route(path=_PATH, handler=try_report, roles=ADMINS, method="POST"),
    Route(path=_PATH + "/{id:int}", handler=show_import, roles=SIGNED_IN),
    Route(
        path=_PATH + "/{id:int}",
        handler=undo_import,
        roles=ADMINS,
        method="POST",
        deletes={"": IDENTITY_IMPORT},
    ),
)
