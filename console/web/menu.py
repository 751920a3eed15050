"""The console's left menu: what each role finds there."""

from __future__ import annotations

from dataclasses import dataclass

from console.web.route import ADMINS, DECIDERS, OVERSEERS, SIGNED_IN
from storage.base.vocabulary import Role


@dataclass(frozen=True)
class MenuItem:
    """One entry of the menu."""

    path: str
    name: str
    who: frozenset[Role]


MENU: tuple[tuple[str, tuple[MenuItem, ...]], ...] = (
    (
        "核查",
        (
            MenuItem("/", "工作台", SIGNED_IN),
            MenuItem("/leads", "线索核查", SIGNED_IN),
            MenuItem("/assignments", "交办", SIGNED_IN),
            MenuItem("/shop-leads", "店铺线索", SIGNED_IN),
            MenuItem("/shops", "店铺", SIGNED_IN),
            MenuItem("/pictures", "图片查找", SIGNED_IN),
            MenuItem("/tips", "群众线索", SIGNED_IN),
            MenuItem("/import", "线索导入", DECIDERS),
            MenuItem("/statistics", "统计与报告", SIGNED_IN),
        ),
    ),
    (
        "处置",
        (
            MenuItem("/notices", "文书", SIGNED_IN),
            MenuItem("/mailbox", "发件箱", SIGNED_IN),
        ),
    ),
    (
        "监测",
        (
            MenuItem("/tasks", "监测任务", SIGNED_IN),
            MenuItem("/platforms", "平台档案", SIGNED_IN),
            MenuItem("/apis", "开放接口", SIGNED_IN),
            MenuItem("/rights", "权利与许可", SIGNED_IN),
            MenuItem("/holders", "权利人", SIGNED_IN),
            MenuItem("/law", "法律依据", SIGNED_IN),
        ),
    ),
    (
        "管理",
        (
            MenuItem("/audit", "操作留痕", OVERSEERS),
            MenuItem("/users", "用户与角色", ADMINS),
            MenuItem("/sub-offices", "下级机构", ADMINS),
            MenuItem("/programs", "程序接口", ADMINS),
            MenuItem("/settings", "系统设置", ADMINS),
            MenuItem("/learning", "学习", OVERSEERS),
            MenuItem("/system", "运行状况", OVERSEERS),
        ),
    ),
)


def menu_for(role: Role) -> list[tuple[str, list[MenuItem]]]:
    """The groups of the menu with what this role may open."""
    groups = [(name, [item for item in items if role in item.who]) for name, items in MENU]
    return [(name, items) for name, items in groups if items]
