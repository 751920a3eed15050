"""商家申诉的办理: the list, one appeal, its steps, and the letter that takes the measure back."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.responses import Response

from alerts.followup.appeals import confirm_result, decline_appeal, propose_result
from alerts.letters.model.letter_kind import find_kind
from alerts.letters.workflow.draft import draft
from alerts.reports.notice_accuracy import WITHDRAWALS, Accuracy
from alerts.text.chinese import chinese_date
from console.web.page_request import PageRequest
from console.web.pagination import Pagination
from console.web.queue.platform_names import platform_names
from console.web.route import APPROVERS, DECIDERS, DRAFTERS, SIGNED_IN, Route
from console.words.labels import APPEAL_STATES
from storage.appeals import deciding
from storage.appeals.appeal_list import (
    AppealDossier,
    count_appeals,
    find_appeals,
    load_appeal_dossier,
)
from storage.appeals.appealable import UNDECIDED
from storage.appeals.deciding import LONGEST_ANSWER
from storage.appeals.reasons import REASON_BY_CODE, REASONS
from storage.base.errors import BadInput, Refused
from storage.base.office_time import day_of
from storage.base.vocabulary import NoticeState
from storage.records.letter_record import Track
from storage.tables import AppealState, NoticeRow
from storage.tables.base import now

_ROWS = 50
"""Appeals on one page."""
_DISPOSAL = "disposal-withdrawal"
_TAKEN_BACK_BY = {
    "infringement-notice": "withdrawal-correction",
    "site-closure": "closure-withdrawal",
}
"""Kind of a letter → the one that takes it back; any other letter of the office: `_DISPOSAL`."""
_SAME_AS_BEFORE = ("site", "domain")
"""Fields that the letter takes over from the one that it takes back."""


@dataclass(frozen=True, kw_only=True)
class AppealPage:
    """One appeal and what this officer may do with it."""

    dossier: AppealDossier
    state: str
    reason: str
    ground: str | None
    is_late: bool
    needs_second: bool
    can_admit: bool
    can_propose: bool
    can_confirm: bool
    waits_for_another: bool
    """The officer proposed the result: another person confirms it."""
    can_draft: bool
    withdrawals: tuple[NoticeRow, ...]
    """Letters that take the measure back, drafted or sent."""


def list_appeals(request: PageRequest) -> Response:
    """Appeals in one state or all, and the rate of wrongful notices."""
    chosen = request.query.get("state", "")
    state = AppealState(chosen) if chosen in set(AppealState) else None
    page = max(1, request.query_number("page", 1))
    with request.database.read() as session:
        appeals = find_appeals(session, state, offset=(page - 1) * _ROWS, limit=_ROWS)
        counts = count_appeals(session)
    accuracy = request.context.wrongful_rate.counts(request.database)
    total = counts.get(state, 0) if state else sum(counts.values())
    return request.render(
        "appeals.html",
        appeals=appeals,
        state=state or "",
        states=APPEAL_STATES,
        counts=counts,
        reasons=REASON_BY_CODE,
        undecided=UNDECIDED,
        accuracy=accuracy,
        rate=_rate(accuracy),
        at=now(),
        pagination=Pagination(total=total, page=page, size=_ROWS),
    )


def show_appeal(request: PageRequest) -> Response:
    """One appeal with its leads, papers and letters."""
    with request.database.read() as session:
        dossier = load_appeal_dossier(session, request.path_number())
        needs_second = deciding.needs_second_person(session, dossier.appeal)
    appeal = dossier.appeal
    decides = request.has_role(DECIDERS)
    proposed = appeal.state is AppealState.PROPOSED
    is_proposer = appeal.proposed_by == request.officer_name
    model = AppealPage(
        dossier=dossier,
        state=APPEAL_STATES[appeal.state],
        reason=REASON_BY_CODE[appeal.reason].name,
        ground=REASON_BY_CODE[appeal.ground].name if appeal.ground else None,
        is_late=appeal.state in UNDECIDED and appeal.due_at < now(),
        needs_second=needs_second,
        can_admit=decides and appeal.state is AppealState.RECEIVED,
        can_propose=decides and appeal.state is AppealState.ADMITTED,
        can_confirm=proposed and request.has_role(APPROVERS) and not is_proposer,
        waits_for_another=proposed and is_proposer,
        can_draft=request.has_role(DRAFTERS) and appeal.state is AppealState.UPHELD,
        withdrawals=tuple(
            letter
            for letter in dossier.letters
            if letter.kind in WITHDRAWALS and letter.state is not NoticeState.WITHDRAWN
        ),
    )
    return request.render(
        "appeal_case.html",
        page=model,
        appeal=appeal,
        reasons=REASONS,
        platforms=platform_names(request.settings),
        longest=LONGEST_ANSWER,
        kind_name=lambda slug: find_kind(slug).name,
    )


def change_appeal(request: PageRequest) -> Response:
    """One step of an officer: admit, decline, propose a result."""
    number, officer = request.path_number(), request.officer_name
    act, answer = request.form_value("act"), request.form_value("answer")
    with request.database.begin() as session:
        if act == "admit":
            deciding.admit(session, number, officer=officer)
        elif act == "decline":
            decline_appeal(session, request.settings, number, officer=officer, answer=answer)
        elif act in ("upheld", "rejected"):
            propose_result(
                session, request.settings, number, officer=officer, upheld=act == "upheld",
                ground=request.form_value("ground"), answer=answer,
            )  # fmt: skip
            request.context.wrongful_rate.forget()
        else:
            raise BadInput("form.unknown-act", act=act)
    return request.redirect(f"/appeals/{number}")


def second_appeal(request: PageRequest) -> Response:
    """The second person confirms the proposed result or returns it."""
    number, officer, act = request.path_number(), request.officer_name, request.form_value("act")
    with request.database.begin() as session:
        if act == "return":
            deciding.send_back(session, number, officer=officer, why=request.form_value("why"))
        elif act == "confirm":
            confirm_result(session, request.settings, number, officer=officer)
            request.context.wrongful_rate.forget()
        else:
            raise BadInput("form.unknown-act", act=act)
    return request.redirect(f"/appeals/{number}")


def draft_withdrawal(request: PageRequest) -> Response:
    """Draft the letter that takes the measure back, filled from the letter and the appeal."""
    with request.database.begin() as session:
        dossier = load_appeal_dossier(session, request.path_number())
        appeal, notice = dossier.appeal, dossier.notice
        if notice is None or appeal.state is not AppealState.UPHELD or notice.sent_at is None:
            raise Refused("appeal.no-letter", appeal=appeal.number)
        kind = find_kind(_TAKEN_BACK_BY.get(notice.kind, _DISPOSAL))
        approved = notice.record.approved
        original = approved.fields if approved else {}
        fields = {
            "fields.original_number": notice.number or "",
            "fields.original_on": chinese_date(day_of(notice.sent_at)),
            "fields.reason": appeal.answer or "",
            **({"fields.act": "撤回"} if kind.track is Track.HOLDER else {}),
            **{
                f"fields.{field.name}": original[field.name]
                for field in kind.fields
                if field.name in _SAME_AS_BEFORE and original.get(field.name)
            },
        }
        row = draft(
            session,
            request.settings,
            kind=kind,
            lead_ids=[entry.lead.id for entry in dossier.leads],
            by=request.officer_name,
            added=fields,
        )
        return request.redirect(f"/notices/{row.id}")


def _rate(accuracy: Accuracy) -> str:
    rate = accuracy.wrongful_rate
    return "—" if rate is None else f"{rate * 100:.1f}%"


ROUTES = (
    Route(path="/appeals", handler=list_appeals, roles=SIGNED_IN),
    Route(path="/appeals/{id:int}", handler=show_appeal, roles=SIGNED_IN),
    Route(path="/appeals/{id:int}", handler=change_appeal, roles=DECIDERS, method="POST"),
    Route(path="/appeals/{id:int}/second", handler=second_appeal, roles=APPROVERS, method="POST"),
    Route(path="/appeals/{id:int}/letter", handler=draft_withdrawal, roles=DRAFTERS, method="POST"),
)
