"""工作台: what needs me today, the way from listing to removal, and where the leads are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy.orm import Session
from starlette.responses import Response

from alerts.followup.deadlines import deadline_line, running_deadlines
from alerts.letters.workflow.law_check import drafts_before_turn
from console.pages.office.health_lines import alarms
from console.pages.setup.steps import open_steps
from console.web.chart_data import Chart, bars_chart, days_chart
from console.web.menu import menu_for
from console.web.page_request import PageRequest
from console.web.route import EVERY_ROLE, SYSTEM_ADMINS, Route
from storage.base.office_time import today
from storage.base.vocabulary import LEVEL_NAMES, OPEN
from storage.listings.regions import region_name, region_of_address
from storage.tables.base import now
from storage.teamwork.comments import unread_mentions
from storage.views.funnel import Funnel, read_funnel
from storage.views.lead_counts import Bar, by_disguise, by_level, by_platform, by_region, by_right
from storage.views.overview import TREND_DAYS, Needs, read_needs, read_trend
from storage.views.teamwork.assignment_list import AssignmentNeeds, assignment_needs

_TERMS_SHOWN = 8
"""Deadlines (期限) on the first page, the soonest first."""
_MENTIONS_SHOWN = 10
"""Comments that mention the officer, the newest first."""


def show_overview(request: PageRequest) -> Response:
    """The first page after signing in; every number leads to its rows. Administrators who are set apart
    see no leads: the first page of their menu is theirs."""
    if not request.is_at_work:
        return request.redirect(menu_for(request.signed_in_officer)[0][1][0].path)
    day = today()
    with request.database.read() as session:
        running = running_deadlines(session)
        terms = [
            (deadline_line(session, row, now()), row.lead_id, row.notice_id, row.due_at < now())
            for row in running[:_TERMS_SHOWN]
        ]
        needs = read_needs(session, request.officer_name, day)
        law_drafts = len(drafts_before_turn(session, day))
        assigned = assignment_needs(session, request.officer_name)
        mentions = unread_mentions(session, request.officer_name, limit=_MENTIONS_SHOWN)
        funnel = read_funnel(session)
        trend = read_trend(session, day)
        levels = by_level(session, OPEN)
        charts = [_trend_chart(trend, day), *_breakdowns(session, request.settings.office_region)]
    steps_to_take = open_steps(request) if request.has_role(SYSTEM_ADMINS) else []
    return request.render(
        "overview.html",
        needs=needs,
        alarms=alarms(request, [line.step.name for line in steps_to_take]),
        open_steps=steps_to_take,
        todo=[*_todo(needs, law_drafts), *_assigned_todo(assigned)],
        mentions=mentions,
        terms=terms,
        more_terms=len(running) - len(terms),
        steps=_steps(funnel),
        levels=[
            (key, name, levels.get(key, 0)) for key, name in LEVEL_NAMES.items() if key != "none"
        ],
        charts=charts,
    )


def _todo(needs: Needs, law_drafts: int) -> list[tuple[str, int, str, str]]:
    """(what, how many, where, urgent) for each thing that is not zero."""
    items = [
        ("红色待核查线索", needs.red, "/leads?tab=pending&level=red", "red"),
        ("再次上架的线索", needs.relisted, "/leads?tab=relisted", "urgent"),
        ("我认领的线索", needs.mine, "/leads?tab=mine", ""),
        ("新的群众线索", needs.tips, "/tips?state=new", ""),
        ("待采纳的权利人答复", needs.answers, "/leads?tab=all&answered=1", ""),
        ("待办理的商家申诉", needs.appeals, "/appeals", "urgent"),
        ("待核对的权利人材料", needs.papers, "/rights?papers=1", ""),
        ("待完善文书", needs.unfinished, "/notices?state=draft&ready=0", ""),
        ("待审批文书", needs.ready, "/notices?state=draft&ready=1", ""),
        ("已审批、待用印文书", needs.approved, "/notices?state=approved", ""),
        ("已用印、待发出文书", needs.sealed, "/notices?state=sealed", ""),
        ("发送失败邮件", needs.failed, "/mailbox?state=failed", "urgent"),
        ("结果不明邮件", needs.unclear, "/mailbox?state=unclear", "urgent"),
        ("30 日内到期的许可", needs.licences, "/rights?expiring=1", ""),
        ("60 日内法律变动涉及的草稿", law_drafts, "/notices?law=changing", "urgent"),
        ("受阻平台", len(needs.blocked), "#blocked", "urgent"),
        ("上次失败的任务", len(needs.failing), "#failing", "urgent"),
    ]
    return [item for item in items if item[1]]


def _assigned_todo(needs: AssignmentNeeds) -> list[tuple[str, int, str, str]]:
    """What asks for this officer of the assignments, as `_todo` gives it."""
    items = [
        ("交给我的线索", needs.mine, "/assignments?view=mine", ""),
        ("交给我且已逾期", needs.mine_overdue, "/assignments?view=mine", "red"),
        ("我交办的已逾期", needs.overdue, "/assignments?view=by-me", "urgent"),
        ("待我办结的反馈", needs.reported, "/assignments?view=by-me", ""),
    ]
    return [item for item in items if item[1]]


def _steps(funnel: Funnel) -> list[tuple[str, int, str, str]]:
    """(name, how many, where, usual time since the step before) of the way to removal."""
    return [
        ("已采商品", funnel.listings, "/listings", ""),
        ("线索", funnel.leads, "/leads?tab=all", ""),
        ("确认", funnel.confirmed, "/leads?tab=all&stage=confirmed", _usual(funnel.to_confirm)),
        ("发函", funnel.noticed, "/leads?tab=all&stage=issued", _usual(funnel.to_notice)),
        ("下架", funnel.removed, "/leads?tab=all&stage=removed", _usual(funnel.to_remove)),
    ]


def _usual(taken: timedelta | None) -> str:
    if taken is None:
        return ""
    if taken < timedelta(hours=1):
        return f"{max(1, round(taken / timedelta(minutes=1)))} 分钟"
    if taken < timedelta(days=2):
        return f"{taken / timedelta(hours=1):.0f} 小时"
    return f"{taken / timedelta(days=1):.1f} 天"


def _trend_chart(trend: dict[str, list[int]], day: date) -> Chart:
    days = [day - timedelta(days=back) for back in range(TREND_DAYS - 1, -1, -1)]
    return days_chart(f"近 {TREND_DAYS} 日", days, trend["opened"], trend["decided"])


def _breakdowns(session: Session, office_region: str) -> list[Chart]:
    ours = region_of_address(office_region)
    charts: list[tuple[str, str, Sequence[Bar]]] = [
        ("按权利", "right", by_right(session)),
        ("按平台", "platform", by_platform(session)),
        ("按经营者所在地", "region", by_region(session)),
        ("按变形方式", "disguise", by_disguise(session)),
    ]
    if ours and ours.code:
        counties = by_region(session, within=ours.code)
        charts.insert(3, (f"{region_name(ours.code)}各旗县区", "region", counties))
    return [bars_chart(title, name, bars) for title, name, bars in charts if bars]


ROUTES = (Route(path="/", handler=show_overview, roles=EVERY_ROLE),)
