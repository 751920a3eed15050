"""权利清单: a workbook to fill in, each column explained in Chinese, and the rights as one; both import."""

from __future__ import annotations

from starlette.responses import Response

from console.web.downloads import download_headers
from console.web.page_request import PageRequest
from console.web.route import ADMINS, Route
from storage.base.message import Language
from storage.rights.export_sheets import rights_workbook
from storage.rights.sheets.template import template_workbook
from storage.rights.store import load_rights


def download_template(_request: PageRequest) -> Response:
    """The workbook."""
    return workbook_answer(template_workbook(Language.CHINESE), "权利清单模板.xlsx")


def download_rights(request: PageRequest) -> Response:
    """The active rights and all holders as a workbook that imports as it is."""
    with request.database.read() as session:
        book = load_rights(session)
    return workbook_answer(rights_workbook(book, Language.CHINESE), "权利清单.xlsx")


def workbook_answer(content: bytes, name: str) -> Response:
    """A workbook to download under a name (RFC 6266)."""
    return Response(
        content,
        media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        headers=download_headers(name, plain="rights.xlsx"),
    )


ROUTES = (
    Route(path="/rights/template.xlsx", handler=download_template, roles=ADMINS),
    Route(path="/rights/export.xlsx", handler=download_rights, roles=ADMINS),
)
