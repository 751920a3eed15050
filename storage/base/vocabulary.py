"""The fixed words of the work and their Chinese: states, verdicts, reasons, roles, levels."""

from __future__ import annotations

from dataclasses import dataclass
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


class Verdict(StrEnum):
    """核查意见."""

    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"
    NEEDS_EVIDENCE = "needs_evidence"


class Role(StrEnum):
    """角色."""

    OFFICER = "officer"
    APPROVER = "approver"
    LEGAL = "legal"
    ADMIN = "admin"
    VIEWER = "viewer"


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
}

_ISSUED = (
    LeadState.NOTICED,
    LeadState.REMOVED,
    LeadState.REFUSED,
    LeadState.CONTESTED,
    LeadState.CLOSED,
)
STAGES: dict[str, tuple[LeadState, ...]] = {
    "open": (LeadState.PENDING, LeadState.CLAIMED, LeadState.NEEDS_EVIDENCE),
    "confirmed": (LeadState.CONFIRMED, *_ISSUED),
    "issued": _ISSUED,
    "removed": (LeadState.REMOVED, LeadState.CLOSED),
}
"""How far leads have come (阶段): the states of those that wait for a verdict, and of those that
have reached a step of the way to removal."""

ROLE_NAMES = {
    Role.OFFICER: "核查员",
    Role.APPROVER: "审批人",
    Role.LEGAL: "法制审核",
    Role.ADMIN: "管理员",
    Role.VIEWER: "只读",
}

TIER_NAMES = {1: "一级", 2: "二级", 3: "三级"}
"""保护等级 of a right holder, the highest first."""

LEVEL_NAMES = {"red": "红", "orange": "橙", "yellow": "黄", "blue": "蓝", "none": "无"}


@dataclass(frozen=True)
class Reason:
    """理由: why an officer gave a verdict."""

    code: str
    verdict: Verdict | None
    """The only verdict it fits; None fits all."""
    name: str


REASONS = (
    Reason("same_mark", Verdict.CONFIRMED, "同一商品上使用相同商标"),
    Reason("similar_mark", Verdict.CONFIRMED, "使用近似商标，容易导致混淆"),
    Reason("no_licence", Verdict.CONFIRMED, "未经许可使用"),
    Reason("licence_exceeded", Verdict.CONFIRMED, "超出许可范围或许可已到期"),
    Reason("labels", Verdict.CONFIRMED, "销售标识、包装"),
    Reason("product_rule", Verdict.CONFIRMED, "违反产品管理规定"),
    Reason("licensed", Verdict.DISMISSED, "已获许可"),
    Reason("genuine_resale", Verdict.DISMISSED, "正品转售"),
    Reason("place_name", Verdict.DISMISSED, "正当使用地名、产地"),
    Reason("generic_name", Verdict.DISMISSED, "通用名称"),
    Reason("own_mark", Verdict.DISMISSED, "他人自有商标"),
    Reason("other_goods", Verdict.DISMISSED, "商品不同且不类似"),
    Reason("wrong_match", Verdict.DISMISSED, "识别错误"),
    Reason("buy_sample", Verdict.NEEDS_EVIDENCE, "需购样鉴别"),
    Reason("ask_holder", Verdict.NEEDS_EVIDENCE, "需权利人辨认"),
    Reason("see_operator", Verdict.NEEDS_EVIDENCE, "需核实经营者"),
    Reason("other", None, "其他（请写明）"),
)

REASON_BY_CODE = {reason.code: reason for reason in REASONS}
