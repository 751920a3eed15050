"""The console's left menu: what each role finds there."""

from __future__ import annotations

from dataclasses import dataclass

from console.web.route import (
    AUDITORS,
    DECIDERS,
    HEALTH_READERS,
    OVERSEERS,
    POLICY_READERS,
    SECOND_ADMINS,
    SECURITY_ADMINS,
    SIGNED_IN,
    SYSTEM_ADMINS,
)
from storage.base.vocabulary import Role
from storage.people.sign_in import Officer


@dataclass(frozen=True)
class MenuItem:
    """One entry of the menu."""

    path: str
    name: str
    who: frozenset[Role]
    jump: str = ""
    """The key behind g that opens it; empty where there is none."""


MENU: tuple[tuple[str, tuple[MenuItem, ...]], ...] = (
    (
        "核查",
        (
            MenuItem("/", "工作台", SIGNED_IN, "h"),
            MenuItem("/leads", "线索核查", SIGNED_IN, "q"),
            MenuItem("/assignments", "交办", SIGNED_IN, "b"),
            MenuItem("/shop-leads", "店铺线索", SIGNED_IN),
            MenuItem("/site-leads", "仿冒网站", SIGNED_IN),
            MenuItem("/shops", "店铺", SIGNED_IN, "s"),
            MenuItem("/identity-reports", "合规数据报送", SIGNED_IN),
            MenuItem("/pictures", "图片查找", SIGNED_IN, "v"),
            MenuItem("/tips", "群众线索", SIGNED_IN, "d"),
            MenuItem("/import", "线索导入", DECIDERS, "i"),
            MenuItem("/transfers", "移送接收", SIGNED_IN),
            MenuItem("/statistics", "统计与报告", SIGNED_IN, "n"),
        ),
    ),
    (
        "处置",
        (
            MenuItem("/notices", "文书", SIGNED_IN, "l"),
            MenuItem("/appeals", "商家申诉", SIGNED_IN, "j"),
            MenuItem("/mailbox", "发件箱", SIGNED_IN, "m"),
        ),
    ),
    (
        "监测",
        (
            MenuItem("/tasks", "监测任务", SIGNED_IN, "t"),
            MenuItem("/platforms", "平台档案", SIGNED_IN, "p"),
            MenuItem("/apis", "开放接口", SIGNED_IN),
            MenuItem("/rights", "权利与许可", SIGNED_IN, "r"),
            MenuItem("/holders", "权利人", SIGNED_IN, "o"),
            MenuItem("/law", "法律依据", SIGNED_IN, "w"),
        ),
    ),
    (
        "管理",
        (
            MenuItem("/audit", "操作留痕", AUDITORS, "a"),
            MenuItem("/users", "用户与角色", SECURITY_ADMINS, "u"),
            MenuItem("/sub-offices", "下级机构", SECURITY_ADMINS),
            MenuItem("/security", "登录与权限", POLICY_READERS),
            MenuItem("/programs", "接口与推送", SYSTEM_ADMINS),
            MenuItem("/channels", "通知渠道", SYSTEM_ADMINS),
            MenuItem("/settings", "系统设置", SYSTEM_ADMINS, "c"),
            MenuItem("/learning", "学习", OVERSEERS, "e"),
            MenuItem("/system", "运行状况", HEALTH_READERS, "y"),
            MenuItem("/changes", "待确认更改", SECOND_ADMINS),
        ),
    ),
)


def menu_for(officer: Officer) -> list[tuple[str, list[MenuItem]]]:
    """The groups of the menu with what this officer may open."""
    groups = [(name, [item for item in items if officer.may(item.who)]) for name, items in MENU]
    return [(name, items) for name, items in groups if items]
