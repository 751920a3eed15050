"""线索详情: pictures side by side, the elements with their grounds, the right, and the verdict keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from starlette.responses import Response

from alerts.letters.model.letter_kind import Kind, find_kind, kinds
from alerts.letters.workflow.standing_conditions import IDENTIFICATION
from alerts.mail.holder_alerts import AlertStatus, alert_status
from console.web.leads.capture_state import CaptureState, read_capture_state
from console.web.leads.decided import DecidedLead, read_decided_lead
from console.web.leads.elements import Elements, next_step_name, read_elements
from console.web.leads.lead_followups import LeadFollowUps, read_follow_ups
from console.web.leads.listing_versions import VersionChange, read_changes
from console.web.leads.pictures import PictureComparison, first_addresses, read_comparison
from console.web.leads.price_curve import PriceCurve, read_price_curve
from console.web.leads.reasons import Reasoning, read_reasoning
from console.web.leads.timeline import TimelineStep, read_timeline
from console.web.leads.verdict_choices import VerdictChoice, verdict_choices
from console.web.page_request import PageRequest
from console.web.queue.platform_names import platform_names
from console.web.queue_view import QueueView, read_view, to_lead
from console.web.route import DECIDERS, DRAFTERS, SIGNED_IN, Route
from console.words.labels import APPEAL_STATES
from storage.appeals.appeal_list import lead_appeals
from storage.audit import trail
from storage.base.errors import Refused
from storage.base.vocabulary import OPEN, LeadState, Verdict
from storage.identity_reports.comparison import IdentityCheck, check_identity
from storage.leads.lead_state import load_lead
from storage.leads.lifecycle import FOLLOW_UP
from storage.materials.recording_clips import readings_of
from storage.materials.store import ORIGIN_NAMES, materials_of_leads
from storage.records import NextStep
from storage.records.outside.transfer import TransferredLead
from storage.rights.holder_answers import CHOICE_NAMES, lead_answers
from storage.tables import (
    AnswerRow,
    AppealRow,
    MaterialRow,
    RecordingReadingRow,
    ShopRow,
    TransferRow,
)
from storage.tables.base import now
from storage.transfers.receiving import handed_over
from storage.views.lead_dossier import Dossier, load_dossier
from storage.views.lead_queue import next_lead, previous_lead
from storage.views.teamwork.lead_teamwork import LeadTeamwork, read_teamwork

DECIDED = tuple(LeadState(verdict.value) for verdict in Verdict)
"""States that a verdict leaves a lead in."""


@dataclass(frozen=True, kw_only=True)
class LeadModel:
    """What the page of a lead shows."""

    answer_names: ClassVar = CHOICE_NAMES
    origin_names: ClassVar = ORIGIN_NAMES
    appeal_states: ClassVar = APPEAL_STATES

    view: QueueView
    dossier: Dossier
    reasoning: Reasoning
    elements: Elements
    comparison: PictureComparison
    prices: PriceCurve | None
    platform: str
    """Its Chinese name, or its host."""
    next_step: str
    """下一步, in Chinese."""
    timeline: Sequence[TimelineStep]
    changes: Sequence[VersionChange]
    answers: Sequence[AnswerRow]
    appeals: Sequence[AppealRow]
    identity: IdentityCheck | None
    """What the platform reports of the shop, held against its page; None without a report."""
    follow_ups: LeadFollowUps
    teamwork: LeadTeamwork
    materials: Sequence[MaterialRow]
    """What people handed in on it."""
    recordings: Mapping[str, RecordingReadingRow]
    """What was read in those that are recordings, by hash."""
    handed_over: Sequence[tuple[TransferRow, TransferredLead]]
    """What other offices handed over on it."""
    capture: CaptureState | None
    alert: AlertStatus | None
    decided: DecidedLead | None
    verdicts: Sequence[VerdictChoice]
    printed_at: datetime
    why_closed: str | None
    """Why this officer cannot give a verdict here and now; None when she can."""
    can_decide: bool
    can_draft: bool
    next_url: str | None
    previous_url: str | None
    next_pictures: Sequence[str]
    """Addresses of the next lead's first pictures, which the browser fetches meanwhile."""

    @property
    def queue_url(self) -> str:
        return self.view.queue_url()

    @property
    def state(self) -> LeadState:
        return self.dossier.lead.state

    @property
    def offered_letter(self) -> Kind | None:
        """协助辨认 where the holder is to be asked whose goods are sold and was not yet."""
        kind = find_kind(IDENTIFICATION)
        asks = self.dossier.assessment.next_step == NextStep.ASK_HOLDER
        fits = self.can_draft and self.state in (*kind.lead_states, *OPEN)
        drafted = any(notice.kind == kind.slug for notice in self.dossier.notices)
        return kind if asks and fits and not drafted else None

    @property
    def letters(self) -> tuple[Kind, ...]:
        """The letters that may be drafted on this lead as it stands; none before its verdict."""
        if not self.can_draft or self.state in OPEN:
            return ()
        return tuple(
            kind
            for kind in kinds().values()
            if kind.leads != "none" and self.state in kind.lead_states
        )

    @property
    def published_address(self) -> str:
        """The address that the shop publishes; empty where it shows none."""
        operator = self.dossier.listing.operator
        return (operator.address or "") if operator else ""

    @property
    def can_close(self) -> bool:
        return self.can_decide and LeadState.CLOSED in FOLLOW_UP.get(self.state, ())

    @property
    def can_undo(self) -> bool:
        """A verdict stands, and the bar for the lead decided just before does not offer it."""
        return self.can_decide and self.decided is None and self.state in DECIDED


def show_lead(request: PageRequest) -> Response:
    """One lead inside the view it was opened from, so that its neighbours are the view's."""
    view = read_view(request.query, request.officer_name)
    with request.database.read() as session:
        dossier = load_dossier(session, request.path_number())
        place = (dossier.lead.rank, dossier.lead.id)
        following = next_lead(session, view.lead_filter, after=place)
        previous = previous_lead(session, view.lead_filter, before=place)
        answers = lead_answers(session, dossier.lead.id)
        appeals = lead_appeals(session, dossier.lead.id)
        shop = session.get(ShopRow, dossier.row.shop_id) if dossier.row.shop_id else None
        identity = check_identity(session, shop) if shop else None
        alert = alert_status(session, dossier.lead.id)
        decided = read_decided_lead(session, request.query_number("done", 0))
        follow_ups = read_follow_ups(session, dossier.lead.id, dossier.notices)
        next_pictures = first_addresses(session, following)
        teamwork = read_teamwork(session, dossier.lead, request.officer_name)
        materials = materials_of_leads(session, [dossier.lead.id])[dossier.lead.id]
        transfers = handed_over(session, dossier.lead.id)
        recordings = readings_of(session, [row.file.sha256 for row in materials])
    reasoning = read_reasoning(dossier)
    why_closed = _why_closed(request, dossier)
    changes = read_changes(dossier.versions)
    last_seen_at = dossier.row.last_seen_at
    model = LeadModel(
        view=view,
        dossier=dossier,
        reasoning=reasoning,
        elements=read_elements(dossier.assessment.elements, dossier.assessment.signals),
        comparison=read_comparison(dossier),
        prices=read_price_curve(dossier.versions, changes, last_seen_at=last_seen_at),
        platform=platform_names(request.settings).name(dossier.row.platform, dossier.row.url),
        next_step=next_step_name(dossier.assessment.next_step),
        timeline=read_timeline(dossier),
        changes=changes,
        answers=answers,
        appeals=appeals,
        identity=identity,
        follow_ups=follow_ups,
        teamwork=teamwork,
        materials=materials,
        recordings=recordings,
        handed_over=transfers,
        capture=read_capture_state(
            request.settings, request.context.children, request.path_number()
        ),
        alert=alert,
        decided=decided,
        verdicts=[] if why_closed else verdict_choices(reasoning.suggested),
        printed_at=now(),
        why_closed=why_closed,
        can_decide=request.has_role(DECIDERS),
        can_draft=request.has_role(DRAFTERS),
        next_url=_lead_url(following, view),
        previous_url=_lead_url(previous, view),
        next_pictures=next_pictures,
    )
    return request.render("lead.html", page=model)


def capture_lead(request: PageRequest) -> Response:
    """Take evidence of a lead now, in a process of its own."""
    lead = str(request.path_number())
    with request.database.begin() as session:
        load_lead(session, request.path_number())
        trail.record(
            session, actor=request.officer_name, act="lead.capture", subject=f"lead:{lead}"
        )
    command = ["capture", "--lead", lead, "--as", request.officer_name]
    if not request.context.children.start(f"capture-{lead}", command):
        raise Refused("page.capture-runs", lead=lead)
    return to_lead(request, request.path_number())


def _lead_url(lead_id: int | None, view: QueueView) -> str | None:
    return None if lead_id is None else view.lead_url(lead_id)


def _why_closed(request: PageRequest, dossier: Dossier) -> str | None:
    """Why this officer cannot give a verdict here and now; None when she can."""
    state = dossier.lead.state
    if not request.has_role(DECIDERS):
        return "您的角色只能查看"
    if state is LeadState.CLAIMED and dossier.lead.claimed_by != request.officer_name:
        return f"正由 {dossier.lead.claimed_by} 核查，您可以先看下一条"
    if state is LeadState.MERGED:
        return "已并入其他线索；如需单独核查，请先撤销合并"
    if state not in OPEN:
        return "已有核查意见；如需更改，请先撤销"
    return None


ROUTES = (
    Route(path="/leads/{id:int}", handler=show_lead, roles=SIGNED_IN),
    Route(path="/leads/{id:int}/capture", handler=capture_lead, roles=DECIDERS, method="POST"),
)
