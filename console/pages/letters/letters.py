"""文书: the list of letters, drafting one on leads, drafting a risk warning."""

from __future__ import annotations

import re
from datetime import timedelta

from starlette.responses import Response

from alerts.letters.model.letter_kind import find_kind, kinds
from alerts.letters.warnings.risk_warnings import draft_warning
from alerts.letters.workflow.draft import draft
from alerts.letters.workflow.law_check import drafts_before_turn
from console.web.form_values import form_day
from console.web.page_request import PageRequest
from console.web.pagination import Pagination
from console.web.route import DRAFTERS, SIGNED_IN, Route
from console.words.labels import LETTER_TRACKS
from storage.base.office_time import today
from storage.base.vocabulary import NOTICE_STATE_NAMES, NoticeState
from storage.tables.base import now
from storage.views.letter_list import letter_page

_SIZE = 20
"""Rows of a page."""
_ROW_NUMBER = re.compile(r"[0-9]{1,18}")
_WARNING_DAYS = 30
"""Days that a risk warning covers by default."""


def list_letters(request: PageRequest) -> Response:
    """The letters, newest first."""
    state, track = request.query.get("state", ""), request.query.get("track", "")
    state = state if state in set(NoticeState) else ""
    track = track if track in LETTER_TRACKS else ""
    page = max(1, request.query_number("page", 1))
    changing = request.query.get("law") == "changing"
    asked = request.query.get("ready", "")
    ready = {"1": True, "0": False}.get(asked) if state == NoticeState.DRAFT else None
    with request.database.read() as session:
        result = letter_page(
            session,
            state,
            track,
            offset=(page - 1) * _SIZE,
            limit=_SIZE,
            numbers=drafts_before_turn(session, today()) if changing else None,
            ready=ready,
        )
    return request.render(
        "letters.html",
        letters=result.letters,
        now=now(),
        pagination=Pagination(total=result.total, page=page, size=_SIZE),
        state=state,
        track=track,
        changing=changing,
        ready=asked if ready is not None else "",
        states={key.value: name for key, name in NOTICE_STATE_NAMES.items()},
        tracks=LETTER_TRACKS,
        kinds={slug: kind.name for slug, kind in kinds().items()},
        can_draft=request.has_role(DRAFTERS),
        since=today() - timedelta(days=_WARNING_DAYS - 1),
        until=today(),
    )


def draft_letter(request: PageRequest) -> Response:
    """Draft a letter on the leads that were ticked."""
    numbers = [str(item).partition(":")[0] for item in request.form.getlist("lead")]
    with request.database.begin() as session:
        row = draft(
            session,
            request.settings,
            kind=find_kind(request.required_value("kind", "文书种类")),
            lead_ids=[int(number) for number in numbers if _ROW_NUMBER.fullmatch(number)],
            by=request.officer_name,
        )
        return request.redirect(f"/notices/{row.id}")


def draft_bulletin(request: PageRequest) -> Response:
    """Draft a risk warning (风险预警) from the hot spots of a period."""
    start = form_day(request, "since", "起始日")
    end = form_day(request, "until", "截止日")
    with request.database.begin() as session:
        row = draft_warning(
            session, request.settings, start=start, end=end, by=request.officer_name
        )
        return request.redirect(f"/notices/{row.id}")


ROUTES = (
    Route(path="/notices", handler=list_letters, roles=SIGNED_IN),
    Route(path="/notices", handler=draft_letter, roles=DRAFTERS, method="POST"),
    Route(path="/notices/warning", handler=draft_bulletin, roles=DRAFTERS, method="POST"),
)
