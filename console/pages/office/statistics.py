"""统计与报告: the figures of a period by right, platform, region and campaign, and its report.

The figures are those of `hubiao report`: one function makes both.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from starlette.responses import Response

from alerts.reports.lead_events import ReportPeriod
from alerts.reports.report_file import write_report
from alerts.reports.report_tables import Table, make_report
from console.web.chart_data import Chart, Series
from console.web.page_request import PageRequest
from console.web.queue.right_control import right_control
from console.web.queue_view import read_view
from console.web.rendering import to_query
from console.web.route import SIGNED_IN, Route
from storage.audit import trail
from storage.base.errors import NotFound
from storage.base.office_time import today
from storage.views.queue.lead_filter import LeadFilter
from storage.views.queue_choices import queue_choices
from storage.views.teamwork.assignment_list import closing_rates

SCOPE = ("right", "platform", "region", "campaign")
"""Filters of the queue that a report may be cut down by."""
_BARS = 10
"""Bars of one chart; more are not readable."""
_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True, kw_only=True)
class ShownTable:
    """A table of the report with where its first figure leads, row by row, and its chart."""

    table: Table
    links: Sequence[str | None]
    chart: Chart | None


def show_statistics(request: PageRequest) -> Response:
    """The tables of the report, each beside its chart."""
    parameters, period = _read_parameters(request.query)
    wider = request.query.get("more") == "1"
    with request.database.read() as session:
        right = right_control(session, parameters.get("right", ""))
        if right.meant:
            return request.redirect("/statistics" + to_query(parameters, right=right.meant))
        report = make_report(session, request.settings, period, _scope(parameters), wider=wider)
        choices = queue_choices(session)
        rates = closing_rates(session, period.start, period.end)
    return request.render(
        "statistics.html",
        rates=rates,
        parameters=parameters,
        periods=_periods(parameters),
        report=report,
        tables=[_linked_table(table, parameters) for table in report.tables],
        choices=choices,
        right=right,
        offer_more=not wider and not any(parameters.get(name) for name in SCOPE),
    )


def export_report(request: PageRequest) -> Response:
    """The report as DOCX or XLSX, as `hubiao report` writes it; the export is on record."""
    kind = str(request.http.path_params["kind"])
    if kind not in _TYPES:
        raise NotFound("page.report-format-unknown", format=kind)
    parameters, period = _read_parameters(request.query)
    with request.database.begin() as session:
        trail.record(
            session, actor=request.officer_name, act="report.export", subject="reports:*", kind=kind,
            view=parameters,
        )  # fmt: skip
    with tempfile.TemporaryDirectory(prefix="hubiao-") as folder:
        target = Path(folder) / f"report.{kind}"
        with request.database.read() as session:
            write_report(session, request.settings, period, target, _scope(parameters))
        content = target.read_bytes()
    name = f"report-{period.first}-{period.last}.{kind}"
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=_TYPES[kind], headers=headers)


def _read_parameters(query: Mapping[str, str]) -> tuple[dict[str, str], ReportPeriod]:
    """The page's parameters made good, and the period; without one it is the last thirty days."""
    scope = {name: query[name].strip() for name in SCOPE if query.get(name, "").strip()}
    days = read_view(
        {"since": query.get("since", ""), "until": query.get("until", "")}, ""
    ).lead_filter
    last = days.until or today()
    first = days.since or last - timedelta(days=29)
    if first > last:
        first, last = last, first
    return {**scope, "since": first.isoformat(), "until": last.isoformat()}, ReportPeriod(
        first=first, last=last
    )


def _scope(parameters: Mapping[str, str]) -> LeadFilter:
    return read_view(
        {"tab": "all", **{name: parameters.get(name, "") for name in SCOPE}}, ""
    ).lead_filter


def _periods(parameters: Mapping[str, str]) -> list[tuple[str, str, bool]]:
    """(name, where, whether shown) of the periods that are asked for most."""
    day = today()
    quarter = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    spans = (
        ("近 7 日", day - timedelta(days=6), day),
        ("近 30 日", day - timedelta(days=29), day),
        ("本月", day.replace(day=1), day),
        ("本季度", quarter, day),
        ("上季度", _quarter_before(quarter), quarter - timedelta(days=1)),
        ("本年", date(day.year, 1, 1), day),
    )
    return [
        (name, "/statistics" + to_query(parameters, since=first, until=last),
         (parameters["since"], parameters["until"]) == (str(first), str(last)))
        for name, first, last in spans
    ]  # fmt: skip


def _quarter_before(quarter: date) -> date:
    end = quarter - timedelta(days=1)
    return date(end.year, end.month - 2, 1)


def _linked_table(table: Table, parameters: Mapping[str, str]) -> ShownTable:
    links = [
        "/leads" + to_query({"tab": "all", **parameters, str(table.parameter): key})
        if key
        else None
        for key in table.keys
    ] or [None] * len(table.rows)
    if table.title == "总体情况" and links:
        links[0] = "/leads" + to_query({"tab": "all", **parameters})
    return ShownTable(table=table, links=links, chart=_chart(table, links))


def _chart(table: Table, links: Sequence[str | None]) -> Chart | None:
    if table.bar is None or len(table.rows) < 2:
        return None
    rows = table.rows[:_BARS]
    values = [cell if isinstance(cell := row[table.bar], int) else 0 for row in rows]
    series = Series(
        name=table.header[table.bar], values=values, links=[link or "" for link in links[:_BARS]]
    )
    return Chart(
        title=table.title, kind="bars", names=[str(row[0]) for row in rows], series=[series]
    )


ROUTES = (
    Route(path="/statistics", handler=show_statistics, roles=SIGNED_IN),
    Route(path="/statistics/report.{kind}", handler=export_report, roles=SIGNED_IN),
)
