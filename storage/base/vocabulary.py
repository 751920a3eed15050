"""The fixed words of the work and their Chinese: states and their groups, verdicts, roles, levels.

Every state of a row and every group of states is defined here and nowhere else.
"""

from __future__ import annotations

from enum import StrEnum


class LeadState(StrEnum):
    """线索状态."""

    PENDING = "pending"
    CLAIMED = "claimed"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"
    NEEDS_EVIDENCE = "needs_evidence"
    NOTICED = "noticed"
    REMOVED = "removed"
    REFUSED = "refused"
    CONTESTED = "contested"
    CLOSED = "closed"
    SNOOZED = "snoozed"
    """暂缓: an open lead out of the queue until a day or a new version of its listing."""
    MERGED = "merged"
    """已合并: a duplicate that points to another lead."""


class Verdict(StrEnum):
    """核查意见."""

    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"
    NEEDS_EVIDENCE = "needs_evidence"


class DecisionKind(StrEnum):
    """What a decision says: a verdict, or that an earlier one is taken back (撤销)."""

    CONFIRMED = Verdict.CONFIRMED.value
    DISMISSED = Verdict.DISMISSED.value
    NEEDS_EVIDENCE = Verdict.NEEDS_EVIDENCE.value
    UNDO = "undo"


UNDO = DecisionKind.UNDO


class RuleState(StrEnum):
    """状态 of a proposed rule on sellers."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


class Role(StrEnum):
    """角色."""

    OFFICER = "officer"
    APPROVER = "approver"
    LEGAL = "legal"
    ADMIN = "admin"
    VIEWER = "viewer"
    SYSTEM_ADMIN = "system_admin"
    """系统管理员, 安全管理员, 审计管理员: 三员分立 (storage/people/roles.py)."""
    SECURITY_ADMIN = "security_admin"
    AUDIT_ADMIN = "audit_admin"


LAW_VERIFIERS = frozenset({Role.LEGAL, Role.APPROVER, Role.ADMIN})
"""Who may record that an article was compared with a published text (法条核对)."""

STATE_NAMES = {
    LeadState.PENDING: "待核查",
    LeadState.CLAIMED: "核查中",
    LeadState.CONFIRMED: "已确认",
    LeadState.DISMISSED: "已排除",
    LeadState.NEEDS_EVIDENCE: "待补证",
    LeadState.NOTICED: "已发函",
    LeadState.REMOVED: "已下架",
    LeadState.REFUSED: "未处置",
    LeadState.CONTESTED: "已声明不侵权",
    LeadState.CLOSED: "办结",
    LeadState.SNOOZED: "暂缓",
    LeadState.MERGED: "已合并",
}

OPEN = (LeadState.PENDING, LeadState.CLAIMED, LeadState.NEEDS_EVIDENCE, LeadState.SNOOZED)
"""Leads that wait for a verdict."""

IN_QUEUE = (LeadState.PENDING, LeadState.CLAIMED)
"""Leads that an officer can decide now."""

FOLLOWED = (LeadState.NOTICED, LeadState.REFUSED, LeadState.CONTESTED, LeadState.REMOVED)
"""Leads whose listing is looked at again after the letter; a removed one may come back."""

ISSUED = (*FOLLOWED, LeadState.CLOSED)
"""Leads on which a letter went out."""

CONFIRMED = (LeadState.CONFIRMED, *ISSUED)
"""Leads that an officer confirmed, whatever followed."""

UPHELD = tuple(state for state in CONFIRMED if state is not LeadState.CONTESTED)
"""Leads that count against their seller: confirmed, and no statement of the seller stands against it
(电子商务法 §43)."""

LETTER_READY = (LeadState.CONFIRMED, LeadState.NOTICED, LeadState.REFUSED, LeadState.CONTESTED)
"""Confirmed leads whose listing still stands: a letter may name them."""

TAKEN_DOWN = (LeadState.REMOVED, LeadState.CLOSED)
"""Leads whose listing went away after the letter."""

CONTESTABLE = (LeadState.NOTICED, LeadState.REFUSED)
"""Leads against whose letter the seller may state that he does not infringe (电子商务法 §43)."""

ENDED = (LeadState.DISMISSED, LeadState.CLOSED)
"""Leads on which nothing is left to do."""

STAGES: dict[str, tuple[LeadState, ...]] = {
    "open": OPEN,
    "confirmed": CONFIRMED,
    "issued": ISSUED,
    "removed": TAKEN_DOWN,
}
"""How far leads have come (阶段), by the name that a filter gives the stage."""


class MailState(StrEnum):
    """邮件状态: where a mail of the outbox stands."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"
    UNCLEAR = "unclear"
    """Its text had gone when the connection broke: nobody knows whether the relay took it."""
    GATHERED = "gathered"
    """An alert that waits for the one mail of the day (每日汇总)."""
    MERGED = "merged"
    """An alert that another mail carries."""


PERHAPS_RECEIVED = (MailState.SENDING, MailState.SENT, MailState.UNCLEAR, MailState.MERGED)
"""Mails that the recipient has or may have."""

WITHDRAWABLE = (MailState.QUEUED, MailState.GATHERED)
"""Mails that have not begun to leave."""

UNDELIVERED = (MailState.QUEUED, MailState.SENDING)
"""Mails that go to the relay by themselves."""

MAIL_TROUBLES = (MailState.FAILED, MailState.UNCLEAR)
"""Mails at which an officer has to look."""


class NoticeState(StrEnum):
    """文书状态."""

    DRAFT = "draft"
    APPROVED = "approved"
    SEALED = "sealed"
    SENT = "sent"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


NOTICE_STATE_NAMES = {
    NoticeState.DRAFT: "草稿",
    NoticeState.APPROVED: "已审批",
    NoticeState.SEALED: "已用印",
    NoticeState.SENT: "已发出",
    NoticeState.ANSWERED: "已答复",
    NoticeState.WITHDRAWN: "已撤回",
}

APPROVED_NOTICES = (
    NoticeState.APPROVED,
    NoticeState.SEALED,
    NoticeState.SENT,
    NoticeState.ANSWERED,
)
"""Letters behind whose words the office stands: approved, and not withdrawn since."""

SENT_NOTICES = (NoticeState.SENT, NoticeState.ANSWERED)
"""Letters that went out."""

SENDABLE_NOTICES = (NoticeState.APPROVED, NoticeState.SEALED)
"""Letters that may go out now."""


class EvidenceState(StrEnum):
    """固证状态 of one capture."""

    CAPTURED = "captured"
    STAMPED = "stamped"
    BLOCKED = "blocked"
    """The page asked for a login or a captcha; entered as such."""
    FAILED = "failed"
    """The page could not be opened; only the reason is kept."""
    DELETED = "deleted"
    """Its time of keeping is over; the hashes stay."""


USABLE_EVIDENCE = (EvidenceState.CAPTURED, EvidenceState.STAMPED)
"""Captures that show the page."""


class RunState(StrEnum):
    """监测批次状态 of one crawl."""

    RUNNING = "running"
    FINISHED = "finished"
    FAILED = "failed"
    STOPPED = "stopped"


RESUMABLE = (RunState.RUNNING, RunState.STOPPED)
"""Runs with which the same command goes on."""


class PageState(StrEnum):
    """待采网页状态 of one page of a run's frontier."""

    QUEUED = "queued"
    VISITED = "done"
    DEAD = "dead"
    """Given up."""


class Presence(StrEnum):
    """在架情况 of a listing."""

    PRESENT = "present"
    MISSING = "missing"
    """Gone at the last look."""
    REMOVED = "removed"
    """Gone at two looks."""


class ListingKind(StrEnum):
    """What a stored page is."""

    LISTING = "listing"
    PAGE = "page"
    """An ordinary web page (网页)."""


class PlatformState(StrEnum):
    """平台状态."""

    OK = "ok"
    BLOCKED = "blocked"
    """受阻: it asks for a login or a captcha."""


class DeadlineState(StrEnum):
    """期限状态 of one running term."""

    RUNNING = "running"
    MET = "met"
    VOID = "void"


class RobotsState(StrEnum):
    """How a host's robots.txt was met, as the compliance ledger (合规台账) names it."""

    OBEYED = "obeyed"
    ABSENT = "absent"
    UNREACHABLE = "unreachable"


class WebhookState(StrEnum):
    """State of one message to another system."""

    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"


ROLE_NAMES = {
    Role.OFFICER: "核查员",
    Role.APPROVER: "审批人",
    Role.LEGAL: "法制审核",
    Role.ADMIN: "管理员",
    Role.VIEWER: "只读",
    Role.SYSTEM_ADMIN: "系统管理员",
    Role.SECURITY_ADMIN: "安全管理员",
    Role.AUDIT_ADMIN: "审计管理员",
}

TIER_NAMES = {1: "一级", 2: "二级", 3: "三级"}
"""保护等级 of a right holder, the highest first."""

LEVEL_NAMES = {"red": "红", "orange": "橙", "yellow": "黄", "blue": "蓝", "none": "无"}
