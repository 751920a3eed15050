"""核查意见: one key gives a verdict and brings the next lead; undo, claims, skipping, in bulk."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import Session
from starlette.responses import Response

from console.web.page_request import LARGEST_ID, Visit
from console.web.queue_filters import View, read_view
from console.web.rendering import to_query
from console.web.route import DECIDERS, Page
from storage.base.errors import BadInput, HubiaoError, NotFound, StaleState
from storage.base.message import Language
from storage.base.vocabulary import LeadState, Verdict
from storage.leads.lifecycle import claim, load_lead, release
from storage.views.lead_queue import next_lead


def give(visit: Visit) -> Response:
    """Decide on one lead and go to the next one of the same view."""
    from alerts.followup.verdicts import give_verdict

    view = read_view(visit.query, visit.name)
    verdict = _verdict(visit.value("verdict"))
    with visit.database.begin() as session:
        give_verdict(
            session,
            visit.number(),
            verdict,
            officer=visit.name,
            reason=visit.value(f"reason_{verdict.value}"),
            note=visit.value("note") or None,
            revision=_revision(visit.value("revision")),
            settings=visit.settings,
        )
        return _onward(visit, session, view, done=visit.number(), verdict=verdict.value)


def skip(visit: Visit) -> Response:
    """Leave a lead for later: give the claim back, go to the next one."""
    view = read_view(visit.query, visit.name)
    with visit.database.begin() as session:
        lead = load_lead(session, visit.number())
        if lead.state is LeadState.CLAIMED and lead.claimed_by == visit.name:
            release(session, lead.id, officer=visit.name)
        return _onward(visit, session, view)


def take(visit: Visit) -> Response:
    """Claim a lead (认领), or give it back."""
    with visit.database.begin() as session:
        if visit.value("act") == "release":
            release(session, visit.number(), officer=visit.name)
        else:
            revision = _revision(visit.value("revision"))
            claim(session, visit.number(), officer=visit.name, revision=revision)
    view = read_view(visit.query, visit.name)
    return visit.go(f"/leads/{visit.number()}{to_query(view.given)}")


def start(visit: Visit) -> Response:
    """Claim the first lead of a view and open it (开始核查)."""
    view = read_view(visit.query, visit.name)
    with visit.database.begin() as session:
        first = next_lead(session, view.wanted)
        return visit.go(_open(session, first, view, visit.name, {}))


def close(visit: Visit) -> Response:
    """Close a lead (办结): nothing further is done on it."""
    from alerts.followup.closing import close_lead

    with visit.database.begin() as session:
        close_lead(session, visit.number(), officer=visit.name, why=visit.need("why", "办结理由"))
    view = read_view(visit.query, visit.name)
    return visit.go(f"/leads/{visit.number()}{to_query(view.given)}")


def undo(visit: Visit) -> Response:
    """Take the last verdict on a lead back and look at it again."""
    from alerts.followup.verdicts import take_back

    with visit.database.begin() as session:
        take_back(
            session,
            visit.number(),
            officer=visit.name,
            note=visit.value("note") or None,
            settings=visit.settings,
        )
    view = read_view(visit.query, visit.name)
    return visit.go(f"/leads/{visit.number()}{to_query(view.given)}")


def give_many(visit: Visit) -> Response:
    """One verdict on all ticked leads; each is decided or refused by itself, and counted."""
    verdict = _verdict(visit.value("verdict"))
    done, refused = [], []
    for item in visit.form.getlist("lead"):
        number, _, revision = str(item).partition(":")
        try:
            _give_one(visit, _lead_number(number), verdict, _revision(revision))
            done.append(number)
        except HubiaoError as error:
            refused.append((number, error.text(Language.CHINESE)))
    view = read_view(visit.query, visit.name)
    return visit.page(
        "bulk.html", verdict=verdict, done=done, refused=refused, view=view,
        queue_url="/leads" + to_query(view.given), undone=False,
    )  # fmt: skip


def _give_one(visit: Visit, lead_id: int, verdict: Verdict, revision: int | None) -> None:
    from alerts.followup.verdicts import give_verdict

    with visit.database.begin() as session:
        give_verdict(
            session,
            lead_id,
            verdict,
            officer=visit.name,
            reason=visit.value("reason"),
            note=visit.value("note") or None,
            revision=revision,
            settings=visit.settings,
        )


def undo_many(visit: Visit) -> Response:
    """Take a bulk verdict back, lead by lead."""
    from alerts.followup.verdicts import take_back

    done, refused = [], []
    for item in visit.form.getlist("lead"):
        try:
            with visit.database.begin() as session:
                take_back(
                    session, _lead_number(str(item)), officer=visit.name,
                    note=visit.value("note") or None, settings=visit.settings,
                )  # fmt: skip
            done.append(str(item))
        except HubiaoError as error:
            refused.append((str(item), error.text(Language.CHINESE)))
    view = read_view(visit.query, visit.name)
    return visit.page(
        "bulk.html", verdict=None, done=done, refused=refused, view=view,
        queue_url="/leads" + to_query(view.given), undone=True,
    )  # fmt: skip


def _onward(visit: Visit, session: Session, view: View, **shown: object) -> Response:
    """To the next lead of the view, claimed on the way where it is free."""
    lead = load_lead(session, visit.number())
    following = next_lead(session, view.wanted, after=(lead.rank, lead.id))
    if following is None:
        following = next_lead(session, view.wanted)
        following = None if following == lead.id else following
    return visit.go(_open(session, following, view, visit.name, shown))


def _open(
    session: Session, lead_id: int | None, view: View, officer: str, shown: Mapping[str, object]
) -> str:
    if lead_id is None:
        return "/leads" + to_query(view.given, **shown)
    if load_lead(session, lead_id).state is LeadState.PENDING:
        claim(session, lead_id, officer=officer)
    return f"/leads/{lead_id}" + to_query(view.given, **shown)


def _verdict(value: str) -> Verdict:
    try:
        return Verdict(value)
    except ValueError as error:
        raise BadInput("form.unknown-verdict", verdict=value) from error


def _lead_number(value: str) -> int:
    if not (value.isascii() and value.isdigit()) or int(value) > LARGEST_ID:
        raise NotFound("page.lead-unknown", lead=value)
    return int(value)


def _revision(value: str) -> int:
    if not value.isascii() or not value.isdigit():
        raise StaleState("page.no-revision")
    return int(value)


PAGES = (
    Page(path="/leads/{id:int}/close", act=close, who=DECIDERS, method="POST"),
    Page(path="/leads/{id:int}/verdict", act=give, who=DECIDERS, method="POST"),
    Page(path="/leads/{id:int}/skip", act=skip, who=DECIDERS, method="POST"),
    Page(path="/leads/{id:int}/claim", act=take, who=DECIDERS, method="POST"),
    Page(path="/leads/{id:int}/undo", act=undo, who=DECIDERS, method="POST"),
    Page(path="/leads/start", act=start, who=DECIDERS, method="POST"),
    Page(path="/leads/verdict", act=give_many, who=DECIDERS, method="POST"),
    Page(path="/leads/undo", act=undo_many, who=DECIDERS, method="POST"),
)
