"""网站的接入与注册 on a lead's page: RDAP answers from a file, and another look at name and page."""

from __future__ import annotations

from starlette.datastructures import UploadFile
from starlette.responses import Response

from console.web.page_request import PageRequest
from console.web.route import DRAFTERS, Route
from storage.base.errors import BadInput, Refused
from storage.leads.site_contacts import check_site, keep_answers, lead_host
from storage.net.rdap_answer import MOST_BYTES


def import_answers(request: PageRequest) -> Response:
    """Keep the RDAP answers in a file; a network's is taken for the lead's own site."""
    file = request.form.get("file")
    if not isinstance(file, UploadFile) or not file.filename:
        raise BadInput("form.no-file")
    content = file.file.read(MOST_BYTES + 1)
    with request.database.begin() as session:
        site = lead_host(session, request.path_number())
        keep_answers(session, content, where=file.filename, site=site, by=request.officer_name)
    return _to_lead(request)


def look_again(request: PageRequest) -> Response:
    """Look whether the site's name still leads to an address; only where the setting allows it."""
    if not request.settings.site_lookups:
        raise Refused("rdap.off")
    with request.database.begin() as session:
        check_site(session, request.path_number(), by=request.officer_name)
    return _to_lead(request)


def _to_lead(request: PageRequest) -> Response:
    return request.redirect(f"/leads/{request.path_number()}?tab=all#followups")


ROUTES = (
    Route(
        path="/leads/{id:int}/registrations", handler=import_answers, roles=DRAFTERS, method="POST"
    ),
    Route(path="/leads/{id:int}/site-checks", handler=look_again, roles=DRAFTERS, method="POST"),
)
