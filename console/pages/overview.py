"""工作台: what needs me today, the way from listing to removal, and where the leads are."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from starlette.responses import Response

from console.office_day import today
from console.route import SIGNED_IN, Page
from console.visit import Visit
from storage.overview import (
    TREND_DAYS,
    Needs,
    leads_by_level,
    leads_by_platform,
    leads_by_right,
    read_funnel,
    read_needs,
    read_trend,
)
from storage.tables.base import now
from storage.vocabulary import LEVEL_NAMES

_TERMS_SHOWN = 8
"""Deadlines (期限) on the first page, the soonest first."""


def show(visit: Visit) -> Response:
    """The first page after signing in; every number leads to its rows."""
    from alerts.deadlines import deadline_line, running_deadlines

    day = today()
    with visit.database.read() as session:
        terms = [
            (deadline_line(row, now()), row.lead_id, row.notice_id, row.due_at < now())
            for row in running_deadlines(session)[:_TERMS_SHOWN]
        ]
        needs = read_needs(session, visit.name, day)
        funnel = read_funnel(session)
        trend = read_trend(session, day)
        rights = leads_by_right(session)
        platforms = leads_by_platform(session)
        levels = leads_by_level(session)
    return visit.page(
        "overview.html",
        needs=needs,
        todo=_todo(needs),
        terms=terms,
        funnel=funnel,
        levels=[
            (key, name, levels.get(key, 0)) for key, name in LEVEL_NAMES.items() if key != "none"
        ],
        rights=rights,
        platforms=platforms,
        trend=_trend_chart(trend, day),
        by_right=_bars("各权利线索数", [(text, count) for _, text, count in rights]),
        by_platform=_bars("各平台线索数", platforms),
    )


def _todo(needs: Needs) -> list[tuple[str, int, str, bool]]:
    """(what, how many, where, urgent) for each thing that is not zero."""
    items = [
        ("红色待核查线索", needs.red, "/leads?tab=pending&level=red", True),
        ("复现线索", needs.relisted, "/leads?tab=relisted", True),
        ("我认领的线索", needs.mine, "/leads?tab=mine", False),
        ("待完善或待审批文书", needs.drafts, "/notices?state=draft", False),
        ("已审批未发出文书", needs.unsent, "/notices?state=approved", False),
        ("未送达邮件", needs.mails, "/mailbox?state=failed", True),
        ("30 日内到期的许可", needs.licences, "/rights?expiring=1", False),
        ("受阻平台", len(needs.blocked), "#blocked", True),
        ("上次失败的任务", len(needs.failing), "/tasks", True),
    ]
    return [item for item in items if item[1]]


def _trend_chart(trend: dict[str, list[int]], day: date) -> dict[str, Any]:
    days = [day - timedelta(days=back) for back in range(TREND_DAYS - 1, -1, -1)]
    return {
        "kind": "lines",
        "title": f"近 {TREND_DAYS} 日",
        "names": [f"{each.month}-{each.day:02d}" for each in days],
        "series": [["新线索", trend["opened"]], ["核查", trend["decided"]]],
    }


def _bars(title: str, rows: list[tuple[str, int]]) -> dict[str, Any]:
    return {
        "kind": "bars",
        "title": title,
        "names": [name for name, _ in rows],
        "series": [["线索", [count for _, count in rows]]],
    }


PAGES = (Page(path="/", act=show, who=SIGNED_IN),)
