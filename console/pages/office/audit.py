"""操作留痕: every act, newest first, and whether the chain still holds."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from starlette.responses import Response, StreamingResponse

from console.web.page_request import PageRequest
from console.web.rendering import show_second
from console.web.route import AUDIT_SENDERS, AUDITORS, Route
from console.words.audit_acts import AuditSubject, act_name, act_names, actor_name, audit_subject
from console.words.audit_details import detail_lines, sentence_details
from storage.audit import trail
from storage.audit.chain import first_break
from storage.audit.syslog_forward import STAGE, forward_audit, set_server
from storage.base.stage_locks import turn
from storage.evidence.audited.kept_checks import read_audit_checks
from storage.tables import AuditHeadRow, AuditRow, SecurityPolicyRow
from storage.views.audit_list import every_entry, find_entries, oldest_entry
from storage.views.row_formats import csv_parts

_SIZE = 50
"""Rows of a page."""
_AT_ONCE = 20_000
"""Entries whose chain is computed within a request, less than a second of one core; chosen by hand."""
_CHILD = "audit verify"
_FILTERS = ("actor", "act", "subject")
_CSV_FIELDS = (
    "序号", "时间", "操作人", "事项", "对象", "内容", "事项代码", "对象代码", "全部内容", "哈希值", "前一条哈希值",
)  # fmt: skip


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
    return _page(request, filters, before=request.query_number("before", 0))


def verify_chain(request: PageRequest) -> Response:
    """Compute the whole chain anew and say whether it holds; a long one in a process of its own, which also looks at
    the rows and whose outcome the page shows."""
    with request.database.read() as session:
        head = session.get(AuditHeadRow, 1)
        if head is not None and head.number > _AT_ONCE:
            request.context.children.start(_CHILD, ["audit", "verify"])
            return request.redirect("/audit")
        broken = first_break(session)
    return _page(request, dict.fromkeys(_FILTERS, ""), checked=True, broken=broken)


def export_entries(request: PageRequest) -> Response:
    """The entries of the view as CSV, oldest first; the export itself is on record."""
    filters = {name: request.query.get(name, "").strip() for name in _FILTERS}
    with request.database.begin() as session:
        trail.record(
            session, actor=request.officer_name, act="audit.export", subject="audit:*", kind="csv"
        )
    headers = {"content-disposition": 'attachment; filename="audit.csv"'}
    return StreamingResponse(
        _csv(request, filters), media_type="text/csv; charset=utf-8", headers=headers
    )


def send_to_log_server(request: PageRequest) -> Response:
    """Send the audit to a log server from now on, stop it, or try it at once."""
    act = request.form_value("act")
    address = request.form_value("address") if act == "set" else None
    if act in ("set", "off"):
        with request.database.begin() as session:
            set_server(session, address or None, actor=request.officer_name)
    if act != "off":
        with turn(request.database, request.settings, STAGE) as ours:
            if ours:
                forward_audit(request.database)
    return request.redirect("/audit#syslog")


def _csv(request: PageRequest, filters: dict[str, str]) -> Iterator[str]:
    with request.database.read() as session:
        lines = (_csv_line(entry) for entry in every_entry(session, filters))
        yield from csv_parts(lines, _CSV_FIELDS)


def _csv_line(entry: AuditRow) -> dict[str, object]:
    line = _line(entry)
    values = (
        line.number, show_second(line.at), line.actor, line.act_name, line.subject.name, line.details,
        line.act, entry.subject, json.dumps(entry.detail, ensure_ascii=False), line.hash, entry.previous,
    )  # fmt: skip
    return dict(zip(_CSV_FIELDS, values, strict=True))


def _page(
    request: PageRequest,
    filters: dict[str, str],
    *,
    before: int = 0,
    checked: bool = False,
    broken: int | None = None,
) -> Response:
    with request.database.read() as session:
        matches = find_entries(session, filters, before=before or None, limit=_SIZE + 1)
        lines = [_line(entry) for entry in matches.entries[:_SIZE]]
        policy, oldest = session.get(SecurityPolicyRow, 1), oldest_entry(session)
    return request.render(
        "audit.html",
        lines=lines,
        acts=act_names(),
        before=before,
        more=lines[-1].number if len(matches.entries) > _SIZE else None,
        total=matches.total,
        filters=filters,
        checked=checked,
        broken=broken,
        policy=policy,
        can_send=request.has_role(AUDIT_SENDERS),
        oldest=oldest,
        last_checks=read_audit_checks(request.settings),
        verifying=request.context.children.alive(_CHILD),
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
    Route(path="/audit", handler=show_audit, roles=AUDITORS),
    Route(path="/audit/export.csv", handler=export_entries, roles=AUDITORS),
    Route(path="/audit/syslog", handler=send_to_log_server, roles=AUDIT_SENDERS, method="POST"),
    Route(path="/audit", handler=verify_chain, roles=AUDITORS, method="POST"),
)
