"""Codes of the store in Chinese, where pages show them: states, kinds, outcomes."""

from __future__ import annotations

from storage.base.vocabulary import EvidenceState, MailState, RunState
from storage.records.letter_record import Track
from storage.tables import AppealState, MarkState, TipState

MAIL_STATES = {
    MailState.QUEUED: "等待发出",
    MailState.SENDING: "发送中",
    MailState.SENT: "已发出",
    MailState.FAILED: "发送失败",
    MailState.WITHDRAWN: "已撤回",
    MailState.UNCLEAR: "结果不明",
    MailState.GATHERED: "等待并入汇总",
    MailState.MERGED: "已并入汇总",
}
MAIL_KINDS = {
    "urgent": "一级保护新线索",
    "trouble": "运行异常通知",
    "reminder": "期限提醒",
    "alert": "权利人告警",
    "correction": "更正",
    "digest": "每日摘要",
    "letter": "文书",
    "warning": "风险预警",
    "appeal": "商家申诉",
}
RUN_STATES = {
    RunState.RUNNING: "运行中",
    RunState.FINISHED: "完成",
    RunState.FAILED: "失败",
    RunState.STOPPED: "已停止，可继续",
}
TIP_STATES = {
    TipState.NEW: "待处理",
    TipState.TAKEN: "已采用",
    TipState.DROPPED: "未采用",
}
APPEAL_STATES = {
    AppealState.RECEIVED: "待受理",
    AppealState.ADMITTED: "审查中",
    AppealState.PROPOSED: "待复核",
    AppealState.UPHELD: "申诉成立",
    AppealState.REJECTED: "申诉不成立",
    AppealState.DECLINED: "不予受理",
    AppealState.WITHDRAWN: "已撤回",
}
EVIDENCE_STATES = {
    EvidenceState.CAPTURED: "已固证",
    EvidenceState.STAMPED: "已固证并加盖时间戳",
    EvidenceState.BLOCKED: "页面要求登录或验证",
    EvidenceState.FAILED: "固证失败",
}
RECHECK_OUTCOMES = {
    "removed": "已下架",
    "unchanged": "仍在售，无变化",
    "changed": "仍在售，有变化",
    "missing": "一次未见，待再看",
    "blocked": "受阻：未能查看",
}
"""复查: what another look at a listing after a letter has shown."""
MARK_STATES = {
    MarkState.REQUESTED: "已请求标示，尚未查看",
    MarkState.VISIBLE: "已标示",
    MarkState.MISSING: "未见标示",
}
"""标示: of shop and goods whose published address proved false."""
LETTER_TRACKS = {
    Track.HOLDER: "权利人通知",
    Track.OFFICE: "行政协查与处置",
    Track.WARNING: "风险预警",
}
IMPORT_FATES = {"new": "新增", "changed": "更新", "same": "不变"}
"""What an import does to an entry of a rights file."""
CRAWL_SCOPES = {
    "site": "整个网站",
    "links": "起始页及其链接",
    "results": "搜索结果页",
    "none": "只采起始页",
}
"""How far a task follows links from its start pages."""
RENDER_MODES = {"auto": "自动判断", "never": "从不", "always": "总是"}
