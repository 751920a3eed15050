"""What helps (处理办法): a message of a failure leads to the page where a person can mend it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from storage.base.message import Message
from storage.base.vocabulary import Role
from storage.people.roles import (
    ADMINS,
    AUDIT_SENDERS,
    AUDITORS,
    EVERY_ROLE,
    HEALTH_READERS,
    SYSTEM_ADMINS,
)


@dataclass(frozen=True, kw_only=True)
class Remedy:
    """One thing to do, and where."""

    words: str
    address: str
    roles: frozenset[Role] = EVERY_ROLE
    """Who may open the page; others are told whom to ask."""


_NETWORKS = Remedy(words="放行该内网地址", address="/settings#allow_addresses", roles=SYSTEM_ADMINS)
_PLATFORMS = Remedy(words="启用该平台", address="/platforms", roles=ADMINS)
_START = Remedy(words="核对任务的起始网址", address="/tasks")
_MACHINE = Remedy(words="查看运行状况", address="/system#health", roles=HEALTH_READERS)
_REQUEST = Remedy(words="不绕过；可依法请平台协助提供数据", address="/notices")
_PACE = Remedy(
    words="稍后再次运行，或调大请求间隔与超时",
    address="/settings#crawl_timeout",
    roles=SYSTEM_ADMINS,
)
_APIS = Remedy(words="填写密钥并确认条款", address="/apis")
_PROFILES = Remedy(words="在平台档案中试读一页", address="/platforms")

_REMEDIES = {
    "address.reserved": _NETWORKS,
    "address.port": _NETWORKS,
    "platform.switched-off": _PLATFORMS,
    "connection.name-unknown": _START,
    "connection.refused": _START,
    "connection.name-service": _MACHINE,
    "connection.no-route": _MACHINE,
    "connection.timeout": _PACE,
    "exchange.timeout": _PACE,
    "exchange.overloaded": _PACE,
    "exchange.certificate": _START,
    "exchange.no-browser": _MACHINE,
    "browser.none": _MACHINE,
    "robots.forbids": _REQUEST,
    "wall.met": _REQUEST,
    "wall.blocked": _REQUEST,
    "api.no-keys": _APIS,
    "api.no-terms": _APIS,
    "run.few-listings": _PROFILES,
    "run.few-pages": _PROFILES,
}
"""The innermost code that stands here decides: what failed last is what helps first."""


CHECK_REMEDIES = {
    "data-folder": Remedy(words="删除旧备份", address="/system#backups", roles=HEALTH_READERS),
    "worker": Remedy(words="查看工作进程日志", address="/logs?file=worker", roles=HEALTH_READERS),
    "mails": Remedy(words="查看并重发", address="/mailbox?state=failed"),
    "stamps": Remedy(words="设置时间戳服务", address="/start/stamp", roles=SYSTEM_ADMINS),
    "authorities": Remedy(words="设置时间戳服务", address="/start/stamp", roles=SYSTEM_ADMINS),
    "relay": Remedy(words="设置并试发邮件", address="/start/mail", roles=SYSTEM_ADMINS),
    "backup": Remedy(words="设置备份", address="/start/backup", roles=SYSTEM_ADMINS),
    "browser": Remedy(words="安装办法", address="/system#remedies", roles=HEALTH_READERS),
    "fonts": Remedy(words="安装办法", address="/system#remedies", roles=HEALTH_READERS),
    "confinement": Remedy(words="安装办法", address="/system#remedies", roles=HEALTH_READERS),
    "front-end": Remedy(words="安装办法", address="/system#remedies", roles=HEALTH_READERS),
    "clock": Remedy(words="校准办法", address="/system#remedies", roles=HEALTH_READERS),
    "record-times": Remedy(words="校准办法", address="/system#remedies", roles=HEALTH_READERS),
    "certificate": Remedy(words="导入办法", address="/system#remedies", roles=SYSTEM_ADMINS),
    "audit-chain": Remedy(words="校验全部操作留痕", address="/audit", roles=AUDITORS),
    "audit-forward": Remedy(words="核对操作留痕外送", address="/audit#syslog", roles=AUDIT_SENDERS),
}
"""Where what a check found is mended; the database has no page of its own."""


def remedy_of(message: Message | None) -> Remedy | None:
    """Where a failure can be mended; None where nothing but patience helps."""
    codes = [] if message is None else list(_codes(message))
    return next((_REMEDIES[code] for code in reversed(codes) if code in _REMEDIES), None)


def _codes(message: Message) -> Iterator[str]:
    """The codes of a message and of those that its data holds, outermost first."""
    yield message.code
    for value in message.data.values():
        for part in value if isinstance(value, tuple | list) else (value,):
            if isinstance(part, Message):
                yield from _codes(part)
