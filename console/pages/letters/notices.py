"""文书: the letters, drafting on leads, what is missing, approval by a second person, sending."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from starlette.responses import Response

from console.pages.letters.outbox import MAIL_STATE_NAMES
from console.pages.letters.warnings import may_publish
from console.web.letter_additions import filled_facts
from console.web.page_request import Visit
from console.web.pagination import Pages
from console.web.route import APPROVERS, DRAFTERS, REVIEWERS, SIGNED_IN, Page
from storage.base.errors import BadInput
from storage.base.office_time import today
from storage.base.vocabulary import NOTICE_STATE_NAMES, SENDABLE_NOTICES, NoticeState
from storage.outgoing.notices import load_notice
from storage.tables.base import now
from storage.views.letter_history import letter_course
from storage.views.letter_list import letter_page

OUTCOME_NAMES = {
    "removed": "已下架",
    "unchanged": "仍在售，无变化",
    "changed": "仍在售，有变化",
    "missing": "一次未见，待再看",
    "blocked": "受阻：未能查看",
}
_SEALABLE = {
    "A": (NoticeState.APPROVED, NoticeState.SEALED, NoticeState.SENT),
    "B": SENDABLE_NOTICES,
    "C": SENDABLE_NOTICES,
}
"""States in which a sealed or, for a holder's own notice, a signed form may come."""
TRACK_NAMES = {"A": "权利人通知", "B": "行政协查与处置", "C": "风险预警"}
_SIZE = 20
_PLAIN = re.compile(r"[0-9]{1,18}")


def show(visit: Visit) -> Response:
    """The letters, newest first."""
    state, track = visit.query.get("state", ""), visit.query.get("track", "")
    state = state if state in set(NoticeState) else ""
    track = track if track in TRACK_NAMES else ""
    page = max(1, visit.whole("page", 1))
    with visit.database.read() as session:
        found = letter_page(session, state, track, offset=(page - 1) * _SIZE, limit=_SIZE)
    return visit.page(
        "notices.html",
        letters=found.letters,
        mail_states=MAIL_STATE_NAMES,
        now=now(),
        pages=Pages(total=found.total, page=page, size=_SIZE),
        state=state,
        track=track,
        states={key.value: name for key, name in NOTICE_STATE_NAMES.items()},
        tracks=TRACK_NAMES,
        kinds=_kind_names(),
        can_draft=visit.may(DRAFTERS),
        since=today() - timedelta(days=29),
        until=today(),
    )


def read(visit: Visit) -> Response:
    """One letter: its state, what it lacks, its preview, and what may be done next."""
    from alerts.followup.legal_terms import CLOCKS
    from alerts.letters.workflow.letter_check import check_letter

    with visit.database.read() as session:
        row = load_notice(session, visit.number())
        check = check_letter(session, visit.settings, row, today=today())
        course = letter_course(session, row.id)
    kind = check.kind
    is_draft = row.state is NoticeState.DRAFT
    asked = {item.name: item for item in kind.elements}
    fields = {f"fields.{field.name}": field for field in kind.fields}
    missing = [(item, _path(asked, item.element)) for item in check.missing]
    own = row.drafted_by == visit.name
    return visit.page(
        "notice.html",
        letter=row,
        kind=kind,
        missing=[(item, path, fields.get(path)) for item, path in missing],
        law=check.law,
        course=course,
        clocks=CLOCKS,
        outcomes=OUTCOME_NAMES,
        mail_states=MAIL_STATE_NAMES,
        answers=row.record.answers,
        sealed=row.record.sealed,
        now=now(),
        can_follow=visit.may(DRAFTERS) and row.sent_at is not None,
        can_seal=visit.may(DRAFTERS) and row.state in _SEALABLE[row.track],
        seen=check.digest if is_draft and not check.missing else None,
        states=NOTICE_STATE_NAMES,
        tracks=TRACK_NAMES,
        filled=filled_facts(row.record.added, kind),
        legal=row.record.legal,
        is_draft=is_draft,
        can_package=visit.may(DRAFTERS)
        and row.docx_sha256
        and row.state is not NoticeState.WITHDRAWN,
        can_fill=visit.may(DRAFTERS) and row.state is NoticeState.DRAFT,
        can_approve=visit.may(APPROVERS) and row.state is NoticeState.DRAFT and not own,
        can_review=visit.may(REVIEWERS) and row.state is NoticeState.DRAFT and not own,
        can_send=visit.may(DRAFTERS) and row.state in SENDABLE_NOTICES,
        own=own,
        published=row.record.published,
        can_publish=may_publish(visit, row),
    )


def draft(visit: Visit) -> Response:
    """Draft a letter on the leads that were ticked."""
    from alerts.letters.model.letter_kind import find_kind
    from alerts.letters.workflow.draft import draft as draft_notice

    numbers = [str(item).partition(":")[0] for item in visit.form.getlist("lead")]
    with visit.database.begin() as session:
        row = draft_notice(
            session,
            visit.settings,
            kind=find_kind(visit.need("kind", "文书种类")),
            lead_ids=[int(number) for number in numbers if _PLAIN.fullmatch(number)],
            by=visit.name,
        )
        return visit.go(f"/notices/{row.id}")


def draft_bulletin(visit: Visit) -> Response:
    """Draft a risk warning (风险预警) from the hot spots of a period."""
    from alerts.letters.workflow.risk_warnings import draft_warning

    try:
        start = date.fromisoformat(visit.need("since", "起始日"))
        end = date.fromisoformat(visit.need("until", "截止日"))
    except ValueError as error:
        raise BadInput("form.day") from error
    with visit.database.begin() as session:
        row = draft_warning(session, visit.settings, start=start, end=end, by=visit.name)
        return visit.go(f"/notices/{row.id}")


def fill(visit: Visit) -> Response:
    """Add facts: one input a missing element, and lines `name=value` for the rest."""
    from alerts.letters.model.additions import read_assignments
    from alerts.letters.workflow.draft import add_facts

    lines = [line.strip() for line in visit.value("lines").splitlines() if line.strip()]
    added: dict[str, Any] = {
        name.removeprefix("fact:"): str(value).strip()
        for name, value in visit.form.multi_items()
        if name.startswith("fact:") and str(value).strip()
    }
    added.update(read_assignments(lines))
    if not added:
        raise BadInput("form.nothing-filled")
    with visit.database.begin() as session:
        row = load_notice(session, visit.number())
        add_facts(session, visit.settings, row, added, by=visit.name)
    return visit.go(f"/notices/{visit.number()}")


def review(visit: Visit) -> Response:
    """法制审核 of this very draft."""
    from alerts.letters.workflow.review import review_law

    with visit.database.begin() as session:
        review_law(session, visit.settings, visit.number(), by=visit.name, today=today())
    return visit.go(f"/notices/{visit.number()}")


def approve(visit: Visit) -> Response:
    """Approve the draft that was looked at; a changed one is refused."""
    from alerts.letters.workflow.approval import approve as approve_notice

    with visit.database.begin() as session:
        approve_notice(
            session,
            visit.settings,
            visit.number(),
            by=visit.name,
            today=today(),
            draft_digest=visit.need("seen", "所看文稿的摘要"),
        )
    return visit.go(f"/notices/{visit.number()}")


def send(visit: Visit) -> Response:
    """Send an approved letter, or record that it was handed over by other means."""
    from alerts.letters.workflow.sending import send as send_notice

    with visit.database.begin() as session:
        send_notice(
            session,
            visit.settings,
            visit.number(),
            by=visit.name,
            handed_over=visit.value("handed_over") or None,
        )
    return visit.go(f"/notices/{visit.number()}")


def withdraw(visit: Visit) -> Response:
    """Give up a letter that was not sent."""
    from alerts.letters.workflow.sending import withdraw as withdraw_notice

    with visit.database.begin() as session:
        why = visit.need("why", "原因")
        withdraw_notice(session, visit.number(), by=visit.name, why=why)
    return visit.go(f"/notices/{visit.number()}")


def _path(asked: Mapping[str, Any], element: str) -> str:
    """Where a plain text can fill this element; empty for lists and rules."""
    needs = asked[element].needs if element in asked else None
    if needs is None or "[" in needs or needs in ("listings", "comparisons", "evidence", "rights"):
        return ""
    return str(needs)


def _kind_names() -> dict[str, str]:
    from alerts.letters.model.letter_kind import kinds

    return {slug: kind.name for slug, kind in kinds().items()}


PAGES = (
    Page(path="/notices", act=show, who=SIGNED_IN),
    Page(path="/notices", act=draft, who=DRAFTERS, method="POST"),
    Page(path="/notices/warning", act=draft_bulletin, who=DRAFTERS, method="POST"),
    Page(path="/notices/{id:int}", act=read, who=SIGNED_IN),
    Page(path="/notices/{id:int}/fill", act=fill, who=DRAFTERS, method="POST"),
    Page(path="/notices/{id:int}/review", act=review, who=REVIEWERS, method="POST"),
    Page(path="/notices/{id:int}/approve", act=approve, who=APPROVERS, method="POST"),
    Page(path="/notices/{id:int}/send", act=send, who=DRAFTERS, method="POST"),
    Page(path="/notices/{id:int}/withdraw", act=withdraw, who=DRAFTERS, method="POST"),
)
