"""操作留痕: every act, newest first, and whether the chain still holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from starlette.responses import Response

from console.web.page_request import Visit
from console.web.pagination import Pages
from console.web.route import OVERSEERS, Page
from console.words.audit_acts import AuditSubject, act_name, act_names, audit_subject
from storage.tables import AuditRow
from storage.views.audit_list import find_entries, first_break

_SIZE = 50
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
    detail: Mapping[str, Any]
    hash: str


def show_audit(visit: Visit) -> Response:
    """The acts, filtered by who, what and on what."""
    filters = {name: visit.query.get(name, "").strip() for name in _FILTERS}
    return _page(visit, filters, page=max(1, visit.whole("page", 1)))


def verify_chain(visit: Visit) -> Response:
    """Compute the whole chain anew and say whether it holds."""
    with visit.database.read() as session:
        broken = first_break(session)
    return _page(visit, dict.fromkeys(_FILTERS, ""), checked=True, broken=broken)


def _page(
    visit: Visit,
    filters: dict[str, str],
    *,
    page: int = 1,
    checked: bool = False,
    broken: int | None = None,
) -> Response:
    with visit.database.read() as session:
        matches = find_entries(session, filters, offset=(page - 1) * _SIZE, limit=_SIZE)
        lines = [_line(entry) for entry in matches.entries]
    return visit.page(
        "audit.html",
        lines=lines,
        acts=act_names(),
        pages=Pages(total=matches.total, page=page, size=_SIZE),
        filters=filters,
        checked=checked,
        broken=broken,
    )


def _line(entry: AuditRow) -> AuditLine:
    return AuditLine(
        number=entry.id,
        at=entry.at,
        actor=entry.actor,
        act=entry.act,
        act_name=act_name(entry.act),
        subject=audit_subject(entry.subject),
        detail=entry.detail,
        hash=entry.hash,
    )


PAGES = (
    Page(path="/audit", act=show_audit, who=OVERSEERS),
    Page(path="/audit", act=verify_chain, who=OVERSEERS, method="POST"),
)
