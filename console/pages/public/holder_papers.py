"""权利人提交证书: files for a right through the holder's page; taken over or not on the right's page."""

from __future__ import annotations

from urllib.parse import quote

from starlette.responses import Response

from console.web.form_values import keep_files, sent_files
from console.web.outside_links import behind_link, link_secret, refuse_outside
from console.web.page_request import PageRequest
from console.web.route import ADMINS, EVERYONE, Route
from storage.base.errors import BadInput, Refused
from storage.base.message import Language
from storage.rights.holder_links import HOLDER_PATH, open_holder_link
from storage.rights.link_secrets import load_working_link
from storage.rights.offered_papers import check_offer, decide_paper, offer_papers
from storage.tables import HolderLinkRow


@behind_link
def receive_papers(request: PageRequest) -> Response:
    """Keep the files for an administrator to look at."""
    secret = link_secret(request)
    right, kind = request.form_value("right"), request.form_value("kind")
    name = request.form_value("name")
    with request.database.read() as session:
        link = load_working_link(session, HolderLinkRow, secret)
        holder_page = f"{HOLDER_PATH}{secret}"
    try:
        with request.database.read() as session:
            check_offer(session, link, right, kind, name, len(sent_files(request, "file")))
        papers = keep_files(request, "file")
        with request.database.begin() as session:
            offer_papers(session, open_holder_link(session, secret), right, kind, name, papers)
    except (BadInput, Refused) as error:
        return refuse_outside(request, 400, "材料没有提交", error.text(Language.CHINESE))
    return request.redirect(f"{holder_page}?papers={len(papers)}#papers")


def settle_paper(request: PageRequest) -> Response:
    """Take a paper over, or leave it out."""
    act = request.form_value("act")
    if act not in ("accept", "reject"):
        raise BadInput("form.unknown-act", act=act)
    with request.database.begin() as session:
        right_id = decide_paper(
            session, request.path_number(), accepted=act == "accept", actor=request.officer_name
        )
    return request.redirect(f"/rights/{quote(right_id, safe='')}#files")


ROUTES = (
    Route(
        path=HOLDER_PATH + "{secret}/papers", handler=receive_papers, roles=EVERYONE, method="POST"
    ),
    Route(path="/offered-papers/{id:int}", handler=settle_paper, roles=ADMINS, method="POST"),
)
