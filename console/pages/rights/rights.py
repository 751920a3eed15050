"""权利与许可: the protected marks, their licences with expiry alarms, import with a dry run."""

from __future__ import annotations

from datetime import date, timedelta

from starlette.responses import Response

from console.web.page_request import PageRequest
from console.web.route import ADMINS, SIGNED_IN, Route
from console.web.source_priors import read_source_priors
from storage.base.office_time import today
from storage.records.meaning import SENSE_NAMES
from storage.records.right_term import Standing, grace_end, standing_of
from storage.rights.certificates import FILE_KIND_NAMES, files_of_right
from storage.rights.imports import latest_imports
from storage.rights.offered_papers import rights_with_waiting_papers, waiting_papers
from storage.rights.store import (
    load_holder,
    load_right,
)
from storage.tables import RightRow
from storage.views.overview import LICENCE_ALARM_DAYS
from storage.views.rights_list import find_licences, right_lines

_MOST_IMPORTS = 10
"""Imports that the page lists."""


def list_rights(request: PageRequest) -> Response:
    """All rights with the counts of their licences and leads."""
    expiring = request.query.get("expiring") == "1"
    shows_papers = request.query.get("papers") == "1"
    with request.database.read() as session:
        lines = right_lines(session)
        licences = find_licences(session, until=_alarm_day()) if expiring else []
        offered = rights_with_waiting_papers(session) if shows_papers else []
        imports = latest_imports(session, _MOST_IMPORTS) if request.has_role(ADMINS) else []
    return request.render(
        "rights.html",
        lines=lines,
        texts={line.id: line.text for line in lines},
        licences=licences,
        expiring=expiring,
        shows_papers=shows_papers,
        offered=offered,
        can_import=request.has_role(ADMINS),
        imports=imports,
        undone=request.query.get("undone") == "1",
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
        offered = waiting_papers(session, right_id) if request.has_role(ADMINS) else []
        priors = read_source_priors(session, right)
    standing = standing_of(right, today())
    return request.render(
        "right.html",
        right=right,
        standing=standing,
        grace_end=(
            grace_end(right.valid_until)
            if right.valid_until and standing is Standing.IN_GRACE
            else None
        ),
        senses=SENSE_NAMES,
        holder=holder,
        active=active,
        can_edit=request.has_role(ADMINS),
        licences=licences,
        files=files,
        offered=offered,
        priors=priors,
        file_kinds=FILE_KIND_NAMES,
        today=today(),
        alarm=_alarm_day(),
    )


def _alarm_day() -> date:
    return today() + timedelta(days=LICENCE_ALARM_DAYS)


ROUTES = (
    Route(path="/rights", handler=list_rights, roles=SIGNED_IN),
    Route(path="/rights/{id}", handler=show_right, roles=SIGNED_IN),
)
