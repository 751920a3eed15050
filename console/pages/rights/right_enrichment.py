"""补充档案: what could be added to a right's record, each entry confirmed by an administrator."""

from __future__ import annotations

from urllib.parse import quote

from starlette.responses import Response

from console.web.page_request import PageRequest
from console.web.route import ADMINS, Route
from storage.base.message import Language
from storage.records import RightsBook
from storage.rights.import_lines import SIGN_KEY_NAMES
from storage.rights.store import load_right, load_rights, with_stored_holders


def show_proposals(request: PageRequest) -> Response:
    """The proposals for a right, and what is doubtful in its record. Raises NotFound."""
    # The classifiers take their tables to load, which no other page of rights needs.
    from classifiers.rights.doubts import doubts_of
    from classifiers.rights.enrichment import proposals_for

    right_id = str(request.http.path_params["id"])
    with request.database.read() as session:
        right = load_right(session, right_id)
        proposals = proposals_for(session, right_id)
        book = with_stored_holders(session, RightsBook(rights=(right,)))
        doubts = doubts_of(book, load_rights(session).rights)
    return request.render(
        "right_enrichment.html",
        right=right,
        proposals=[
            (SIGN_KEY_NAMES[item.key], item.text, item.source.text(Language.CHINESE), item.digest)
            for item in proposals
        ],
        doubts=[doubt.message.text(Language.CHINESE) for doubt in doubts],
    )


def accept_proposal(request: PageRequest) -> Response:
    """Write the chosen proposals into the record."""
    from classifiers.rights.enrichment import accept_proposals

    right_id = str(request.http.path_params["id"])
    digests = [str(value) for value in request.form.getlist("proposal")]
    with request.database.begin() as session:
        accept_proposals(session, right_id, digests, actor=request.officer_name)
    return request.redirect(f"/rights/{quote(right_id, safe='')}/enrich")


ROUTES = (
    Route(path="/rights/{id}/enrich", handler=show_proposals, roles=ADMINS),
    Route(path="/rights/{id}/enrich", handler=accept_proposal, roles=ADMINS, method="POST"),
)
