"""线索详情: evidence, reasons on both sides, the right, and the verdict keys."""

from __future__ import annotations

from starlette.responses import Response

from console.web.listing_versions import read_changes
from console.web.page_request import Visit
from console.web.queue_filters import View, read_view
from console.web.reasons import Reasoning, read_reasoning, reasons_for
from console.web.rendering import to_query
from console.web.route import DECIDERS, SIGNED_IN, Page
from console.web.timeline import read_timeline
from storage.audit import trail
from storage.base.errors import Refused
from storage.base.vocabulary import OPEN, LeadState, Verdict
from storage.leads.lifecycle import FOLLOW_UP, load_lead
from storage.rights.answer_links import CHOICE_NAMES, lead_answers
from storage.views.lead_dossier import Dossier, load_dossier
from storage.views.lead_queue import next_lead, previous_lead


def show(visit: Visit) -> Response:
    """One lead inside the view it was opened from, so that its neighbours are the view's."""
    from alerts.mail.holder_alerts import alert_status

    view = read_view(visit.query, visit.name)
    with visit.database.read() as session:
        dossier = load_dossier(session, visit.number())
        place = (dossier.lead.rank, dossier.lead.id)
        following = next_lead(session, view.wanted, after=place)
        before = previous_lead(session, view.wanted, before=place)
        answers = lead_answers(session, dossier.lead.id)
        alert = alert_status(session, dossier.lead.id)
        done = visit.whole("done", 0)
        done_alert = alert_status(session, done) if done else None
    return visit.page(
        "lead.html",
        view=view,
        d=dossier,
        reasoning=read_reasoning(dossier),
        timeline=read_timeline(dossier),
        changes=read_changes(dossier.versions),
        verdicts=_verdicts(visit, dossier),
        blocked=_why_closed(visit, dossier),
        next_url=_lead_url(following, view),
        previous_url=_lead_url(before, view),
        queue_url="/leads" + to_query(view.given),
        answers=answers,
        choices=CHOICE_NAMES,
        can_decide=visit.may(DECIDERS),
        can_close=visit.may(DECIDERS) and LeadState.CLOSED in FOLLOW_UP.get(dossier.lead.state, ()),
        alert=alert,
        done=done or None,
        done_alert=done_alert,
        done_verdict=visit.query.get("verdict"),
    )


def capture(visit: Visit) -> Response:
    """Take evidence of a lead now, in a process of its own."""
    lead = str(visit.number())
    with visit.database.begin() as session:
        load_lead(session, visit.number())
        trail.record(session, actor=visit.name, act="lead.capture", subject=f"lead:{lead}")
    command = ["capture", "--lead", lead, "--as", visit.name]
    if not visit.house.children.start(f"capture-{lead}", command):
        raise Refused("page.capture-runs", lead=lead)
    view = read_view(visit.query, visit.name)
    return visit.go(f"/leads/{lead}{to_query(view.given)}")


def _lead_url(lead_id: int | None, view: View) -> str | None:
    return None if lead_id is None else f"/leads/{lead_id}{to_query(view.given)}"


def _verdicts(visit: Visit, dossier: Dossier) -> list[tuple[Verdict, str, str, object, str]]:
    """(verdict, key, label, reasons, suggested) for each button."""
    if _why_closed(visit, dossier):
        return []
    reasoning: Reasoning = read_reasoning(dossier)
    return [
        (verdict, key, label, reasons_for(verdict), reasoning.suggested[verdict])
        for verdict, key, label in VERDICT_KEYS
    ]


VERDICT_KEYS = (
    (Verdict.CONFIRMED, "a", "确认"),
    (Verdict.DISMISSED, "x", "排除"),
    (Verdict.NEEDS_EVIDENCE, "n", "待补证"),
)


def _why_closed(visit: Visit, dossier: Dossier) -> str | None:
    """Why this officer cannot give a verdict here and now; None when she can."""
    state = dossier.lead.state
    if not visit.may(DECIDERS):
        return "您的角色只能查看"
    if state is LeadState.CLAIMED and dossier.lead.claimed_by != visit.name:
        return f"正由 {dossier.lead.claimed_by} 核查，您可以先看下一条"
    if state not in OPEN:
        return "已有核查意见；如需更改，请先撤销"
    return None


PAGES = (
    Page(path="/leads/{id:int}", act=show, who=SIGNED_IN),
    Page(path="/leads/{id:int}/capture", act=capture, who=DECIDERS, method="POST"),
)
