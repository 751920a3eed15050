"""统计与报告: the figures of a period by right, platform, region and campaign, and its report.

The figures are those of `hubiao report`: one function makes both.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.responses import Response

from console.web.chart_data import Chart, Series
from console.web.page_request import Visit
from console.web.queue_filters import read_view
from console.web.rendering import to_query
from console.web.route import SIGNED_IN, Page
from storage.audit import trail
from storage.base.errors import NotFound
from storage.base.office_time import today
from storage.views.lead_queue import LeadFilter
from storage.views.queue_choices import queue_choices

if TYPE_CHECKING:
    from alerts.reports.lead_events import Period
    from alerts.reports.report_tables import Table

SCOPE = ("right", "platform", "region", "campaign")
"""Filters of the queue that a report may be cut down by."""
_BARS = 10
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


def show(visit: Visit) -> Response:
    """The tables of the report, each beside its chart."""
    from alerts.reports.report_tables import make_report

    given, period = _asked(visit.query)
    wider = visit.query.get("more") == "1"
    with visit.database.read() as session:
        report = make_report(session, visit.settings, period, _scope(given), wider=wider)
        choices = queue_choices(session)
    return visit.page(
        "statistics.html",
        given=given,
        periods=_periods(given),
        report=report,
        tables=[_shown(table, given) for table in report.tables],
        choices=choices,
        offer_more=not wider and not any(given.get(name) for name in SCOPE),
    )


def export(visit: Visit) -> Response:
    """The report as DOCX or XLSX, as `hubiao report` writes it; the export is on record."""
    from alerts.reports.report_file import write_report

    kind = str(visit.request.path_params["kind"])
    if kind not in _TYPES:
        raise NotFound("page.report-format-unknown", format=kind)
    given, period = _asked(visit.query)
    with visit.database.begin() as session:
        trail.record(
            session, actor=visit.name, act="report.export", subject="reports:*", kind=kind,
            view=given,
        )  # fmt: skip
    with tempfile.TemporaryDirectory(prefix="hubiao-") as folder:
        target = Path(folder) / f"report.{kind}"
        with visit.database.read() as session:
            write_report(session, visit.settings, period, target, _scope(given))
        content = target.read_bytes()
    name = f"report-{period.first}-{period.last}.{kind}"
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=_TYPES[kind], headers=headers)


def _asked(query: Mapping[str, str]) -> tuple[dict[str, str], Period]:
    """The page's parameters made good, and the period; without one it is the last thirty days."""
    from alerts.reports.lead_events import Period

    given = {name: query[name].strip() for name in SCOPE if query.get(name, "").strip()}
    wanted = read_view(
        {"since": query.get("since", ""), "until": query.get("until", "")}, ""
    ).wanted
    last = wanted.until or today()
    first = wanted.since or last - timedelta(days=29)
    if first > last:
        first, last = last, first
    return {**given, "since": first.isoformat(), "until": last.isoformat()}, Period(
        first=first, last=last
    )


def _scope(given: Mapping[str, str]) -> LeadFilter:
    return read_view({"tab": "all", **{name: given.get(name, "") for name in SCOPE}}, "").wanted


def _periods(given: Mapping[str, str]) -> list[tuple[str, str, bool]]:
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
        (name, "/statistics" + to_query(given, since=first, until=last),
         (given["since"], given["until"]) == (str(first), str(last)))
        for name, first, last in spans
    ]  # fmt: skip


def _quarter_before(quarter: date) -> date:
    end = quarter - timedelta(days=1)
    return date(end.year, end.month - 2, 1)


def _shown(table: Table, given: Mapping[str, str]) -> ShownTable:
    links = [
        "/leads" + to_query({"tab": "all", **given, str(table.parameter): key}) if key else None
        for key in table.keys
    ] or [None] * len(table.rows)
    if table.title == "总体情况" and links:
        links[0] = "/leads" + to_query({"tab": "all", **given})
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


PAGES = (
    Page(path="/statistics", act=show, who=SIGNED_IN),
    Page(path="/statistics/report.{kind}", act=export, who=SIGNED_IN),
)
