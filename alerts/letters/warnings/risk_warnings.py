"""风险预警: where confirmed leads gather (alerts/insight/gatherings.py), drafted as a bulletin.

Policy measure (九): watch hot regions and fields, publish risk warnings in time. Only leads that an
officer confirmed as infringing a registered mark count; the bulletin says 涉嫌, points at no seller,
and says what it does not count.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import date

from pydantic import JsonValue
from sqlalchemy.orm import Session

from alerts.insight.gatherings import Excluded, find_gatherings
from alerts.letters.model.letter_kind import find_kind
from alerts.letters.workflow.draft import draft
from alerts.text.chinese import chinese_date
from storage.base.settings import Settings
from storage.records.right_words import HOLDER_NAMES
from storage.tables import NoticeRow

KIND = "risk-warning"
SOURCE = (
    "数据来自公开商品页面的自动监测，经核查员确认涉嫌侵犯注册商标专用权后计入，按线索首次出现的日期统计，"
    "同一商品信息只计一次；环比以紧接本期之前的等长期间为基数，同比以上年相同日期的期间为基数，"
    "前四期均值为此前四个等长期间的平均数；“—”表示该期间尚未监测或者基数为零"
)


def draft_warning(
    session: Session,
    settings: Settings,
    *,
    start: date,
    end: date,
    by: str,
    added: Mapping[str, JsonValue] | None = None,
) -> NoticeRow:
    """Draft a risk warning with the period's table; what the figures mean an officer writes."""
    gatherings = find_gatherings(session, settings, start, end)
    hotspots: list[JsonValue] = [asdict(row) for row in gatherings.rows]
    facts: dict[str, JsonValue] = {
        "fields.period": f"{chinese_date(start)}至{chinese_date(end)}",
        "fields.source": SOURCE,
        "fields.excluded": exclusion_text(gatherings.excluded, settings),
    }
    if hotspots:
        facts["hotspots"] = hotspots
    return draft(
        session,
        settings,
        kind=find_kind(KIND),
        lead_ids=(),
        by=by,
        added={**facts, **(added or {})},
    )


def exclusion_text(excluded: Excluded, settings: Settings) -> str:
    """What the table does not count, in Chinese; it names no number that could point at a seller."""
    floor = f"{settings.warning_least_listings}条或者店铺少于{settings.warning_least_shops}家"
    parts = "；".join(_exclusions(excluded))
    return (
        f"{parts}；商品信息少于{floor}的分组不单独列示。"
        if parts
        else f"商品信息少于{floor}的分组不单独列示。"
    )


def _exclusions(excluded: Excluded) -> Iterator[str]:
    if excluded.contested:
        yield f"经营者已声明不侵权的{excluded.contested}条未计入"
    if excluded.other_kinds:
        kinds = "、".join(f"{HOLDER_NAMES[kind]}{n}条" for kind, n in excluded.other_kinds.items())
        yield f"不属于侵犯注册商标专用权的（{kinds}）未计入"
    if excluded.other_reasons:
        yield f"以其他理由确认的{excluded.other_reasons}条未计入"
    if excluded.too_few:
        yield "部分商品信息数量过少，未计入"
    if excluded.cut:
        yield "仅列示数量居前的热点，其余未计入"
