"""The queue's present view as a file: XLSX, CSV or JSON lines, formulas kept as text."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

from starlette.responses import Response, StreamingResponse

from console.web.page_request import PageRequest
from console.web.queue_view import read_view
from console.web.route import SIGNED_IN, Route
from storage.audit import trail
from storage.base.errors import NotFound
from storage.views.queue_export import lead_lines
from storage.views.row_formats import LEAD_FIELDS, csv_parts, write_xlsx

_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "jsonl": "application/x-ndjson",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def export_leads(request: PageRequest) -> Response:
    """All leads of the view that the URL describes; the export itself is on record."""
    kind = str(request.http.path_params["kind"])
    if kind not in _TYPES:
        raise NotFound("page.export-format-unknown", format=kind)
    view = read_view(request.query, request.officer_name)
    with request.database.begin() as session:
        trail.record(
            session, actor=request.officer_name, act="leads.export", subject="leads:*", kind=kind,
            view=dict(view.parameters),
        )  # fmt: skip
    headers = {"content-disposition": f'attachment; filename="leads.{kind}"'}
    if kind == "xlsx":
        return Response(_workbook(request), media_type=_TYPES[kind], headers=headers)
    return StreamingResponse(_parts(request, kind), media_type=_TYPES[kind], headers=headers)


def _parts(request: PageRequest, kind: str) -> Iterator[str]:
    view = read_view(request.query, request.officer_name)
    with request.database.read() as session:
        lines = lead_lines(session, view.lead_filter)
        if kind == "csv":
            yield from csv_parts(lines, LEAD_FIELDS)
            return
        for line in lines:
            yield json.dumps(line, ensure_ascii=False) + "\n"


def _workbook(request: PageRequest) -> bytes:
    view = read_view(request.query, request.officer_name)
    with tempfile.TemporaryDirectory(prefix="hubiao-") as folder:
        target = Path(folder) / "leads.xlsx"
        with request.database.read() as session:
            write_xlsx(lead_lines(session, view.lead_filter), LEAD_FIELDS, target)
        return target.read_bytes()


ROUTES = (Route(path="/leads/export.{kind}", handler=export_leads, roles=SIGNED_IN),)
