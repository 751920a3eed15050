"""核查意见: a verdict with its reason brings the next lead; undo, claims, skipping, in bulk."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import Session
from starlette.responses import Response

from alerts.followup.closing import close_lead
from alerts.followup.verdicts import give_verdict, take_back
from console.web.change_each import Changes, change_each, ticked_leads
from console.web.form_values import read_lead_number, read_revision, read_verdict
from console.web.leads.reasons import reasons_for
from console.web.page_request import PageRequest
from console.web.queue_view import QueueView, read_view, to_lead
from console.web.route import DECIDERS, Route
from storage.base.errors import BadInput
from storage.base.vocabulary import LeadState, Verdict
from storage.leads.lead_state import load_lead
from storage.leads.lifecycle import claim, release
from storage.views.lead_queue import next_lead


def decide_lead(request: PageRequest) -> Response:
    """Decide on one lead and go to the next one of the same view."""
    view = read_view(request.query, request.officer_name)
    verdict = read_verdict(request.form_value("verdict"))
    with request.database.begin() as session:
        give_verdict(
            session,
            request.path_number(),
            verdict,
            officer=request.officer_name,
            reason=request.form_value("reason"),
            note=request.form_value("note") or None,
            revision=read_revision(request.form_value("revision")),
            settings=request.settings,
        )
        return _go_to_next_lead(request, session, view, done=request.path_number())


def skip_lead(request: PageRequest) -> Response:
    """Leave a lead for later: give the claim back, go to the next one."""
    view = read_view(request.query, request.officer_name)
    with request.database.begin() as session:
        lead = load_lead(session, request.path_number())
        if lead.state is LeadState.CLAIMED and lead.claimed_by == request.officer_name:
            release(session, lead.id, officer=request.officer_name)
        return _go_to_next_lead(request, session, view)


def claim_or_release(request: PageRequest) -> Response:
    """Claim a lead (认领), or give it back."""
    with request.database.begin() as session:
        if request.form_value("act") == "release":
            release(session, request.path_number(), officer=request.officer_name)
        else:
            revision = read_revision(request.form_value("revision"))
            claim(session, request.path_number(), officer=request.officer_name, revision=revision)
    return to_lead(request, request.path_number())


def start_review(request: PageRequest) -> Response:
    """Claim the first lead of a view and open it (开始核查)."""
    view = read_view(request.query, request.officer_name)
    with request.database.begin() as session:
        first = next_lead(session, view.lead_filter)
        return request.redirect(_claim_and_open(session, first, view, request.officer_name, {}))


def close_one_lead(request: PageRequest) -> Response:
    """Close a lead (办结): nothing further is done on it."""
    with request.database.begin() as session:
        close_lead(
            session,
            request.path_number(),
            officer=request.officer_name,
            why=request.required_value("why", "办结理由"),
        )
    return to_lead(request, request.path_number())


def undo_verdict(request: PageRequest) -> Response:
    """Take the last verdict on a lead back and look at it again."""
    with request.database.begin() as session:
        take_back(
            session,
            request.path_number(),
            officer=request.officer_name,
            note=request.form_value("note") or None,
            settings=request.settings,
        )
    return to_lead(request, request.path_number())


def decide_leads(request: PageRequest) -> Response:
    """One verdict on all ticked leads; each is decided or refused by itself, and counted.

    Raises BadInput where the reason does not fit the verdict, before any lead is changed.
    """
    verdict = read_verdict(request.form_value("verdict"))
    reason = request.form_value(f"reason_{verdict.value}") or request.form_value("reason")
    if reason not in {fitting.code for fitting in reasons_for(verdict)}:
        raise BadInput("bulk.reason")
    revisions = ticked_leads(request)
    if not revisions:
        raise BadInput("bulk.nothing")

    def decide(session: Session, number: str) -> None:
        give_verdict(
            session,
            read_lead_number(number),
            verdict,
            officer=request.officer_name,
            reason=reason,
            note=request.form_value("note") or None,
            revision=read_revision(revisions[number]),
            settings=request.settings,
        )

    return _show_changes(request, change_each(request, revisions, decide), verdict)


def undo_verdicts(request: PageRequest) -> Response:
    """Take a bulk verdict back, lead by lead."""

    def undo(session: Session, number: str) -> None:
        take_back(
            session,
            read_lead_number(number),
            officer=request.officer_name,
            note=request.form_value("note") or None,
            settings=request.settings,
        )

    return _show_changes(request, change_each(request, ticked_leads(request), undo), None)


def _show_changes(request: PageRequest, changes: Changes[str], verdict: Verdict | None) -> Response:
    """What became of each lead; `verdict` is None after an undo."""
    view = read_view(request.query, request.officer_name)
    return request.render(
        "bulk.html",
        verdict=verdict,
        changed=changes.changed,
        refused=changes.refused,
        view=view,
        queue_url=view.queue_url(),
        is_undo=verdict is None,
    )


def _go_to_next_lead(
    request: PageRequest, session: Session, view: QueueView, **parameters: object
) -> Response:
    """To the next lead of the view, claimed on the way where it is free."""
    lead = load_lead(session, request.path_number())
    following = next_lead(session, view.lead_filter, after=(lead.rank, lead.id))
    if following is None:
        following = next_lead(session, view.lead_filter)
        following = None if following == lead.id else following
    return request.redirect(
        _claim_and_open(session, following, view, request.officer_name, parameters)
    )


def _claim_and_open(
    session: Session,
    lead_id: int | None,
    view: QueueView,
    officer: str,
    parameters: Mapping[str, object],
) -> str:
    if lead_id is None:
        return view.queue_url(**parameters)
    if load_lead(session, lead_id).state is LeadState.PENDING:
        claim(session, lead_id, officer=officer)
    return view.lead_url(lead_id, **parameters)


ROUTES = (
    Route(path="/leads/{id:int}/close", handler=close_one_lead, roles=DECIDERS, method="POST"),
    Route(path="/leads/{id:int}/verdict", handler=decide_lead, roles=DECIDERS, method="POST"),
    Route(path="/leads/{id:int}/skip", handler=skip_lead, roles=DECIDERS, method="POST"),
    Route(path="/leads/{id:int}/claim", handler=claim_or_release, roles=DECIDERS, method="POST"),
    Route(path="/leads/{id:int}/undo", handler=undo_verdict, roles=DECIDERS, method="POST"),
    Route(path="/leads/start", handler=start_review, roles=DECIDERS, method="POST"),
    Route(path="/leads/verdict", handler=decide_leads, roles=DECIDERS, method="POST"),
    Route(path="/leads/undo", handler=undo_verdicts, roles=DECIDERS, method="POST"),
)
