"""What the compliance ledger (合规台账) shows of our visits to a platform, in a letter's words.

Nothing is said that no row shows: what was not recorded is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from alerts.text.chinese import chinese_date
from storage.base.office_time import OFFICE_TIME
from storage.crawls.compliance_ledger import of_platform
from storage.tables import ComplianceRow

_MOST_AGENTS = 3
"""User-Agents that a letter quotes, chosen by hand: one a version of the program."""


def blocked_visits(session: Session, platform: str | None) -> str | None:
    """Login and captcha pages that our visits met; None where the ledger shows none."""
    rows = _ledger(session, platform)
    if not any(row.blocked for row in rows):
        return None
    requests, blocked = sum(row.requests for row in rows), sum(row.blocked for row in rows)
    return (
        f"{_days(rows)}，我局自动访问程序访问{platform}共请求{requests}次，其中{blocked}次"
        "遇到登录或者验证页面，已停止访问，未取得相关商品信息。"
    )


def access_conduct(session: Session, platform: str | None) -> str | None:
    """How our program behaved there: how it named itself, robots.txt, walls, signed-in sessions."""
    rows = _ledger(session, platform)
    if not rows:
        return None
    return f"据我局合规台账，{_days(rows)}对{platform}的自动访问：{'；'.join(_conduct(rows))}。"


def _conduct(rows: Sequence[ComplianceRow]) -> Iterator[str]:
    agents = list(dict.fromkeys(row.user_agent for row in rows if row.user_agent))
    if agents and all(row.user_agent for row in rows):
        quoted = "、".join(f"“{agent}”" for agent in agents[:_MOST_AGENTS])
        yield f"请求中的身份标识（User-Agent）为{quoted}{'等' if len(agents) > _MOST_AGENTS else ''}"
    states = {row.robots for row in rows}
    refused = sum(row.refused_by_robots for row in rows)
    if states == {"obeyed"}:
        yield "已读取并遵守robots.txt"
    elif states == {"absent"}:
        yield "网站没有提供robots.txt"
    if refused:
        yield f"因robots.txt不允许而未访问的网页{refused}个"
    if blocked := sum(row.blocked for row in rows):
        yield f"遇到登录或者验证页面{blocked}次，均记录为受阻并停止访问该网页"
    sessions = {row.signed_in for row in rows}
    if True in sessions:
        yield "其中部分网页以我局工作人员手工登录后的会话访问"
    elif sessions == {False}:
        yield "没有使用登录会话"


def _ledger(session: Session, platform: str | None) -> Sequence[ComplianceRow]:
    """The rows that hold at least one visit, oldest first."""
    if platform is None:
        return ()
    query = sa.select(ComplianceRow).where(
        of_platform(platform),
        ComplianceRow.first_at.is_not(None),
        ComplianceRow.last_at.is_not(None),
    )
    return session.scalars(query.order_by(ComplianceRow.first_at)).all()


def _days(rows: Sequence[ComplianceRow]) -> str:
    """From the first to the last day of these visits."""
    first = min(row.first_at for row in rows if row.first_at)
    last = max(row.last_at for row in rows if row.last_at)
    days = (chinese_date(moment.astimezone(OFFICE_TIME).date()) for moment in (first, last))
    return "至".join(dict.fromkeys(days))
