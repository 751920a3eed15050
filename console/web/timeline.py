"""A lead's history (时间线) in words, from the audit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from storage.base.vocabulary import REASON_BY_CODE, STATE_NAMES, LeadState
from storage.tables import AuditRow
from storage.views.lead_dossier import Dossier

ACT_NAMES = {
    "lead.open": "发现线索",
    "lead.updated": "研判更新",
    "lead.returned": "内容变化，重回队列",
    "lead.relisted": "下架后复现",
    "lead.claim": "认领",
    "lead.release": "放回队列",
    "lead.undo": "撤销核查意见",
    "lead.noticed": "已发函",
    "lead.removed": "已下架",
    "lead.refused": "平台未处置",
    "lead.contested": "对方声明不侵权",
    "lead.closed": "办结",
    "lead.pending": "下架后复现",
    "lead.hold": "证据保全",
    "lead.release_hold": "解除证据保全",
    "evidence.captured": "页面固证",
    "evidence.sealed": "证据包封存",
    "alert.queued": "告警邮件待发",
    "alert.impossible": "未能生成告警邮件",
    "alert.gathered": "告警已登记，将并入权利人的每日汇总",
    "alert.withdrawn": "告警邮件已撤回",
    "alert.corrected": "更正邮件待发",
    "mail.sent": "邮件已发出",
    "mail.failed": "邮件发送失败",
    "mail.unclear": "邮件发送结果不明",
    "mail.withdrawn": "邮件已撤回",
    "mail.bounced": "邮件被退回",
    "link.make": "生成答复链接",
    "link.revoke": "答复链接已失效",
    "link.answer": "权利人答复",
    "link.accept": "采纳权利人答复",
    "deadline.start": "期限起算",
    "deadline.met": "期限内办结",
    "deadline.void": "期限取消",
}


@dataclass(frozen=True, kw_only=True)
class Moment:
    """One step of a lead's history."""

    at: datetime
    actor: str
    what: str
    detail: str


def read_timeline(dossier: Dossier) -> list[Moment]:
    """The steps, newest first, with what officers wrote."""
    notes = {row.id: row.note for row in dossier.decisions}
    return [_moment(entry, notes) for entry in dossier.timeline]


def _moment(entry: AuditRow, notes: dict[int, str | None]) -> Moment:
    detail = entry.detail
    what = ACT_NAMES.get(entry.act, entry.act)
    words: Sequence[str | None] = ()
    if entry.act == "lead.decide":
        verdict = str(detail.get("verdict"))
        what = STATE_NAMES[LeadState(verdict)] if verdict in set(LeadState) else verdict
        reason = REASON_BY_CODE.get(str(detail.get("reason")))
        words = (reason.name if reason else None, notes.get(int(detail.get("decision", 0))))
    elif "score" in detail:
        words = (f"分值 {float(detail['score']) * 100:.0f}%",)
    elif detail.get("why"):
        words = (str(detail["why"]),)
    return Moment(
        at=entry.at,
        actor="系统" if entry.actor == "system" else entry.actor,
        what=what,
        detail="；".join(word for word in words if word),
    )
