"""Places of the console that the palette leads to: pages of the menu, views of the queue, acts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from console.pages import all_routes
from console.web.menu import menu_for
from console.web.queue_filters import TABS
from storage.base.pinyin.initials import initials_of
from storage.base.vocabulary import Role
from storage.people.sign_in import Officer

_PAGES = (
    ("/own", "我的账户", "密码、动态口令、令牌"),
    ("/leads/views", "常用视图", "保存的筛选和排序"),
    ("/listings", "商品", "采集到的商品"),
    ("/warnings", "风险提示", "已发布"),
    ("/platforms/learned", "学到的模板", "平台档案"),
    ("/start", "初始设置", "向导"),
    ("/start/mail", "邮件设置", "向导"),
)
"""(address, name, detail) of pages outside the menu."""
_ACTS = (
    ("/rights/new", "新建权利", ""),
    ("/holders/new", "新建权利人", ""),
    ("/platforms/new", "新建平台档案", ""),
    ("/import", "导入线索", "分享口令、网址、表格"),
    ("/rights/template.xlsx", "下载权利导入模板", "XLSX"),
    ("/rights/export.xlsx", "导出权利", "XLSX"),
    ("/tip", "群众线索填报页", "公众可见"),
    ("/leads?tab=mine", "我认领的线索", ""),
    ("/leads?sort=-opened", "最新线索", "按发现时间"),
    ("/leads?level=red", "红色线索", "待核查"),
    ("/leads?group=shop", "按店铺查看线索", "待核查"),
    ("/leads?group=picture", "按图片查看线索", "待核查"),
    ("/rights?expiring=1", "即将到期的许可", ""),
)
"""(address, name, detail) of what one may want to do."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """One entry of the palette."""

    kind: str
    """页面, 操作, 线索, 店铺, 文书, 权利, 视图."""
    text: str
    detail: str
    address: str


def likeness(text: str, words: str) -> int | None:
    """How well typed letters fit a name: 0 the name itself … 4 initials within it; None for not at all."""
    name, letters = text.lower(), words.lower()
    spellings = initials_of(text).split()
    fits = (
        name == letters,
        name.startswith(letters),
        any(spelling.startswith(letters) for spelling in spellings),
        letters in name,
        any(letters in spelling for spelling in spellings),
    )
    return fits.index(True) if True in fits else None


def places_for(officer: Officer) -> list[Place]:
    """Every page and act that an officer may open, in the order of the menu."""
    return [place for place in _places(officer) if may_open(place.address, officer)]


def may_open(address: str, officer: Officer) -> bool:
    """Whether an officer may open a page that stands at a fixed address."""
    path = address.partition("?")[0]
    if path not in _roles():
        return False
    roles = _roles()[path]
    return roles is None or officer.may(roles)


def _places(officer: Officer) -> Iterator[Place]:
    for group, items in menu_for(officer):
        for item in items:
            yield Place(kind="页面", text=item.name, detail=group, address=item.path)
    for tab in TABS:
        yield Place(kind="页面", text=tab.name, detail="线索核查", address=f"/leads?tab={tab.slug}")
    for address, name, detail in _PAGES:
        yield Place(kind="页面", text=name, detail=detail, address=address)
    for address, name, detail in _ACTS:
        yield Place(kind="操作", text=name, detail=detail, address=address)


@cache
def _roles() -> Mapping[str, frozenset[Role] | None]:
    """Who may open each page; None for everybody."""
    return {route.path: route.roles for route in all_routes() if route.method == "GET"}
