"""风险预警: where confirmed leads gather (alerts/insight/hotspots.py), drafted as a bulletin.

Policy measure (九): watch hot regions and fields, publish risk warnings in time. Only leads that an
officer confirmed count; the bulletin says 涉嫌 and names no person.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from pydantic import JsonValue
from sqlalchemy.orm import Session

from alerts.insight.hotspots import PERIODS, find_gatherings
from alerts.letters.model.letter_kind import find_kind
from alerts.letters.workflow.draft import draft
from alerts.text.chinese import chinese_date
from storage.base.settings import Settings
from storage.tables import NoticeRow

KIND = "risk-warning"
SOURCE = (
    "数据来自公开商品页面的自动监测，经核查员确认后计入，同一商品信息只计一次；"
    f"同期常值为此前{PERIODS}个等长期间的平均数，按线索首次出现的日期统计"
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
    hotspots: list[JsonValue] = [
        {name: getattr(row, name) for name in ("region", "goods", "platform", "count", "usual")}
        for row in find_gatherings(session, start, end)
    ]
    facts: dict[str, JsonValue] = {
        "fields.period": f"{chinese_date(start)}至{chinese_date(end)}",
        "fields.source": SOURCE,
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
