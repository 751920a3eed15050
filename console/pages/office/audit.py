"""操作留痕: every act, newest first, and whether the chain still holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from starlette.responses import Response

from console.web.page_request import PageRequest
from console.web.pagination import Pagination
from console.web.route import OVERSEERS, Route
from console.words.audit_acts import AuditSubject, act_name, act_names, actor_name, audit_subject
from console.words.audit_details import detail_lines, sentence_details
from storage.tables import AuditRow
from storage.views.audit_list import find_entries, first_break

_SIZE = 50
"""Rows of a page."""
_FILTERS = ("actor", "act", "subject")


@dataclass(frozen=True, kw_only=True)
class AuditLine:
    """One entry as the page shows it."""

    number: int
    at: datetime
    actor: str
    act: str
    act_name: str
    subject: AuditSubject
    details: str
    """What a person reads beside the name of the act."""
    machine: Sequence[str]
    """Everything that the entry holds, a line a key, for who checks it."""
    hash: str


def show_audit(request: PageRequest) -> Response:
    """The acts, filtered by who, what and on what."""
    filters = {name: request.query.get(name, "").strip() for name in _FILTERS}
    return _page(request, filters, page=max(1, request.query_number("page", 1)))


def verify_chain(request: PageRequest) -> Response:
    """Compute the whole chain anew and say whether it holds."""
    with request.database.read() as session:
        broken = first_break(session)
    return _page(request, dict.fromkeys(_FILTERS, ""), checked=True, broken=broken)


def _page(
    request: PageRequest,
    filters: dict[str, str],
    *,
    page: int = 1,
    checked: bool = False,
    broken: int | None = None,
) -> Response:
    with request.database.read() as session:
        matches = find_entries(session, filters, offset=(page - 1) * _SIZE, limit=_SIZE)
        lines = [_line(entry) for entry in matches.entries]
    return request.render(
        "audit.html",
        lines=lines,
        acts=act_names(),
        pagination=Pagination(total=matches.total, page=page, size=_SIZE),
        filters=filters,
        checked=checked,
        broken=broken,
    )


def _line(entry: AuditRow) -> AuditLine:
    return AuditLine(
        number=entry.id,
        at=entry.at,
        actor=actor_name(entry.actor),
        act=entry.act,
        act_name=act_name(entry.act),
        subject=audit_subject(entry.subject),
        details=sentence_details(entry.detail),
        machine=[f"{entry.act} {entry.subject}", *detail_lines(entry.detail)],
        hash=entry.hash,
    )


ROUTES = (
    Route(path="/audit", handler=show_audit, roles=OVERSEERS),
    Route(path="/audit", handler=verify_chain, roles=OVERSEERS, method="POST"),
)
