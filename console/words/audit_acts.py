"""操作留痕 in words: what each act is called, and what it was about. The row keeps its codes."""

from __future__ import annotations

from dataclasses import dataclass

from storage.base.message import Language, Message, catalogue

_PREFIX = "audit."
_HOLDER = "holder:"
_ACTORS = {
    "system": "系统",
    "cli": "命令行",
    "public": "公众",
    "setup": "首次启动",
    "oidc": "统一登录",
}
"""Actors that are no person."""
_KINDS = {
    "lead": "线索", "user": "用户", "task": "任务", "right": "权利", "rights": "权利", "notice": "文书",
    "mail": "邮件", "tip": "群众线索", "token": "令牌", "run": "批次", "webhook": "推送", "api": "开放接口",
    "platform": "平台档案", "settings": "设置", "system": "系统", "evidence": "固证", "leads": "线索",
    "listing": "商品", "audit": "操作留痕", "reports": "报告", "law": "法条", "site": "网站", "rule": "店铺规则",
    "shop-lead": "店铺线索", "suboffice": "下级机构", "view": "线索视图", "holder": "权利人", "paste": "线索导入",
    "policy": "安全策略", "shop": "店铺", "address": "地址", "channel": "通知渠道",
    "appeal": "商家申诉", "identity": "身份信息报送", "lookalike": "仿冒网站", "transfer": "移送",
}  # fmt: skip
"""Kinds of subjects (对象)."""
_ADDRESSES = {
    "lead": "/leads/{}?tab=all",
    "notice": "/notices/{}",
    "mail": "/mailbox/{}",
    "right": "/rights/{}",
    "run": "/runs/{}",
    "appeal": "/appeals/{}",
    "identity": "/identity-reports/{}",
    "transfer": "/transfers/{}",
}
"""Where the console shows a subject."""


@dataclass(frozen=True, kw_only=True)
class AuditSubject:
    """What an act was about, as the page shows it."""

    name: str
    address: str
    """Its page in the console; empty where there is none."""


def act_name(act: str, language: Language = Language.CHINESE) -> str:
    """An act in words; its code where the catalogue does not know it."""
    return Message(_PREFIX + act).text(language).removeprefix(_PREFIX)


def actor_name(actor: str) -> str:
    """Who acted, in Chinese: an officer by name, a program or a right holder by what it is."""
    if actor.startswith(_HOLDER):
        return f"权利人 {actor.removeprefix(_HOLDER)}"
    return _ACTORS.get(actor, actor)


def act_names() -> dict[str, str]:
    """Every act of the catalogue with its Chinese words, in the order of the codes."""
    codes = sorted(code for code in catalogue() if code.startswith(_PREFIX))
    return {code.removeprefix(_PREFIX): catalogue()[code][Language.CHINESE] for code in codes}


def audit_subject(subject: str) -> AuditSubject:
    """The words and the page of a subject like `lead:12`."""
    kind, _, name = subject.partition(":")
    kind_name = _KINDS.get(kind, kind)
    address = _ADDRESSES.get(kind)
    is_plain = name.isascii() and name.replace("-", "").isalnum()
    return AuditSubject(
        name=f"{kind_name} {name}" if name not in ("", "*") else kind_name,
        address=address.format(name) if address and is_plain else "",
    )
