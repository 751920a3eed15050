"""The report's tables, made from what happened; the writers only set them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from alerts.insight.hotspots import find_surges, new_disguises
from alerts.insight.platform_responses import platform_responses
from alerts.insight.repeat_infringers import repeat_infringers
from alerts.reports.lead_events import (
    DEFINITIONS,
    MEASURES,
    UNKNOWN,
    ReportPeriod,
    Spot,
)
from alerts.reports.period_counts import count_period, spots_of
from alerts.text.plain_text import masked_line
from storage.base.personal.contact_search import mask_numbers
from storage.base.settings import Settings
from storage.listings.regions import region_name
from storage.rights.store import load_right
from storage.views.queue.lead_filter import NOWHERE, LeadFilter

Cell = str | int | float

MOST_INFRINGERS = 20
"""Rows, chosen by hand to keep the table on one page."""
MOST_DISGUISES = 20
"""Rows, chosen by hand to keep the table on one page."""

BREAKDOWNS = {
    "level": "按预警等级",
    "region": "按旗县区（经营者所在地）",
    "platform": "按平台",
    "right": "按权利",
    "campaign": "按专项行动",
}


@dataclass(frozen=True, kw_only=True)
class Table:
    """One table of a report."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    bar: int | None = None
    """The column that a chart shows, if any."""
    beside: int | None = None
    """A second column that the chart shows beside it."""
    note: str = ""
    parameter: str | None = None
    """Name of the filter that a row's key belongs to."""
    keys: tuple[str | None, ...] = ()
    """For each row, what that filter takes to show its leads; None where no filter does."""


@dataclass(frozen=True, kw_only=True)
class Report:
    """工作报告 of one period."""

    title: str
    office: str
    period: ReportPeriod
    summary: tuple[str, ...]
    """Chinese sentences with the figures that matter."""
    totals: Mapping[str, int]
    """Count of each measure in the period."""
    earlier: Mapping[str, int]
    """The same in the period before."""
    tables: tuple[Table, ...]
    definitions: tuple[tuple[str, str], ...]


def make_report(
    session: Session,
    settings: Settings,
    period: ReportPeriod,
    scope: LeadFilter | None = None,
    *,
    wider: bool = True,
) -> Report:
    """Count what happened in the period, beside the one before.

    A `scope` keeps the leads of a right, platform, region or campaign; tables that look across
    such bounds (平台处置, 重复侵权, 异常聚集, 新变形) are then left out, as they are
    without `wider`: they read every listing of the period again.
    """
    whole = wider and (scope is None or scope == LeadFilter())
    counts = count_period(session, period, scope)
    totals = counts.totals
    earlier = count_period(session, period.before(), scope, breakdowns=False).totals
    first, last = period.first, period.last
    return Report(
        title="网络知识产权保护监测工作报告",
        office=settings.office_name,
        period=period,
        summary=(*_scope_line(session, scope), *_summary(totals, earlier)),
        totals={name: totals[name] for name in MEASURES},
        earlier={name: earlier[name] for name in MEASURES},
        tables=(
            _overview(totals, earlier),
            *(
                _breakdown(name, title, spots_of(session, name, counts.by[name], settings))
                for name, title in BREAKDOWNS.items()
            ),
            *(_wider(session, period) if whole else ()),
        ),
        definitions=(
            ("统计期间", f"{first.isoformat()} 至 {last.isoformat()}（含首尾两日，北京时间）"),
            ("上期", "紧接统计期间之前的等长期间"),
            *((MEASURES[name], text) for name, text in DEFINITIONS.items()),
            ("确认率", "确认 ÷（确认＋排除），待核查和待补证的线索不在基数内"),
            ("处置天数", "自发函至复查发现下架的天数的中位数，为实际处置时间的上限"),
            ("说明", "本报告所称线索均为涉嫌侵权线索，不构成对侵权事实的认定"),
        ),
    )


def _wider(session: Session, period: ReportPeriod) -> tuple[Table, ...]:
    return (
        _responses(session, period),
        _infringers(session, period),
        _surges(session, period),
        _disguises(session, period),
    )


def _scope_line(session: Session, scope: LeadFilter | None) -> tuple[str, ...]:
    """Says which leads a report of less than everything counts."""
    if scope is None:
        return ()
    words = []
    if scope.right:
        words.append(f"权利“{load_right(session, scope.right).text}”")
    if scope.platform:
        words.append(f"平台 {masked_line(scope.platform, 60)}")
    if scope.region:
        region_text = UNKNOWN if scope.region == NOWHERE else region_name(scope.region)
        words.append(f"经营者所在地“{region_text}”")
    if scope.campaign:
        words.append(f"专项行动“{masked_line(scope.campaign, 60)}”")
    return (f"本报告仅统计{'、'.join(words)}的线索。",) if words else ()


def _summary(totals: Counter[str], earlier: Counter[str]) -> tuple[str, ...]:
    decided = totals["confirmed"] + totals["dismissed"]
    rate = (
        f"，确认率 {totals['confirmed'] / decided:.0%}（以本期确认和排除的 {decided} 条为基数，"
        f"本期新增 {totals['opened']} 条）"
        if decided
        else ""
    )
    return (
        f"新增线索 {totals['opened']} 条，上期 {earlier['opened']} 条{_change(totals, earlier)}。",
        f"核查确认 {totals['confirmed']} 条，排除 {totals['dismissed']} 条，"
        f"待补证 {totals['needs_evidence']} 条{rate}。",
        f"发函涉及线索 {totals['noticed']} 条；复查发现下架 {totals['removed']} 条，"
        f"未处置 {totals['refused']} 条，声明不侵权 {totals['contested']} 条，"
        f"下架后复现 {totals['relisted']} 条。",
    )


def _change(totals: Counter[str], earlier: Counter[str]) -> str:
    before, after = earlier["opened"], totals["opened"]
    if not before:
        return ""
    grown = (after - before) / before
    return f"，{'增长' if grown >= 0 else '下降'} {abs(grown):.0%}"


def _overview(totals: Counter[str], earlier: Counter[str]) -> Table:
    return Table(
        title="总体情况",
        header=("指标", "本期", "上期", "增减"),
        rows=tuple(
            (name, totals[measure], earlier[measure], totals[measure] - earlier[measure])
            for measure, name in MEASURES.items()
        ),
        bar=1,
        beside=2,
    )


def _breakdown(name: str, title: str, counts: Mapping[Spot, Counter[str]]) -> Table:
    ranked = sorted(counts.items(), key=lambda item: (-item[1]["opened"], item[0].name))
    return Table(
        title=title,
        header=("名称", *MEASURES.values()),
        rows=tuple((spot.name, *(count[m] for m in MEASURES)) for spot, count in ranked),
        bar=1,
        beside=2,
        parameter=name,
        keys=tuple(spot.key for spot, _ in ranked),
    )


def _responses(session: Session, period: ReportPeriod) -> Table:
    figures = platform_responses(session, period.start, period.end)
    return Table(
        title="平台处置情况",
        header=("平台", "发函", "下架", "未处置", "声明不侵权", "处置天数"),
        rows=tuple(
            (
                f.platform, f.noticed, f.removed, f.refused, f.contested,
                "—" if f.median_days is None else f.median_days,
            )
            for f in figures
        ),
        bar=1,
        beside=2,
        note="统计期间内发函的线索，截至报告生成时的结果。",
    )  # fmt: skip


def _infringers(session: Session, period: ReportPeriod) -> Table:
    infringers = repeat_infringers(session, until=period.end)[:MOST_INFRINGERS]
    return Table(
        title="重复涉嫌侵权的经营者",
        header=("店铺（平台）", "主体名称", "确认线索", "复现", "核查意见编号"),
        rows=tuple(
            (
                mask_numbers(
                    "、".join(f"{shop}（{platform}）" for platform, shop in infringer.shops)
                ),
                mask_numbers("、".join(infringer.operators)) or "未查明",
                len(infringer.offences),
                infringer.relistings,
                "、".join(str(offence.decision_id) for offence in infringer.offences),
            )
            for infringer in infringers
        ),
        note="截至统计期末累计；店铺按信用代码、主体名称、联系方式、图片或描述相同归并，需人工核实。",
    )


def _surges(session: Session, period: ReportPeriod) -> Table:
    return Table(
        title="异常聚集",
        header=("地区", "商品", "平台", "线索数", "前四期均值"),
        rows=tuple(
            (surge.region, surge.goods, surge.platform, surge.count, round(surge.usual, 1))
            for surge in find_surges(session, period.first, period.last)
        ),
        note="未排除的线索数明显高于此前四个等长期间的平均数（偶然出现的概率低于1%）。",
    )


def _disguises(session: Session, period: ReportPeriod) -> Table:
    disguises = new_disguises(session, period.first, period.last)[:MOST_DISGUISES]
    return Table(
        title="新出现的变形",
        header=("权利", "变形", "线索数", "首条线索"),
        rows=tuple((d.right, d.text, d.count, d.first_lead) for d in disguises),
        note="期间内首次出现在未排除线索中的写法。",
    )
