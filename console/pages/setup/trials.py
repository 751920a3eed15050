"""The trials of the first hour (试用): a mail, a time-stamp, a page, a backup; each says how it ended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from console.pages.office.settings import try_relay
from console.web.page_request import PageRequest
from console.work.trial_process import try_learnt
from storage.base.errors import BadInput
from storage.base.message import Message
from storage.base.office_time import OFFICE_TIME
from storage.evidence.entries import authorities

_FIELDS = {"title": "标题", "price": "价格", "shop": "店铺", "brand": "品牌"}
"""What the trial of a page shows of a listing."""


@dataclass(frozen=True, kw_only=True)
class SetupTrial:
    """How a trial ended."""

    worked: bool
    words: str
    message: Message | None = None
    """What went wrong, from which the page finds what helps."""
    facts: tuple[tuple[str, str], ...] = field(default_factory=tuple)


def try_step(request: PageRequest, step: str) -> SetupTrial:
    """Try what a step sets up. Raises HubiaoError with the reason where it does not work."""
    trials: dict[str, Callable[[PageRequest], SetupTrial]] = {
        "mail": _try_mail,
        "stamp": _try_stamp,
        "task": _try_page,
        "backup": _try_backup,
    }
    if step not in trials:
        raise BadInput("form.unknown-act", act="try")
    return trials[step](request)


def _try_mail(request: PageRequest) -> SetupTrial:
    to = request.required_value("to", "收件地址")
    return SetupTrial(worked=True, words=try_relay(request, to))


def _try_stamp(request: PageRequest) -> SetupTrial:
    stampers = authorities(request.settings)
    if not stampers:
        raise BadInput("form.empty", field="时间戳服务地址")
    facts = []
    for stamper in stampers:
        token = stamper.stamp(b"hubiao trial")
        offset = (datetime.now(UTC) - token.moment).total_seconds()
        at = token.moment.astimezone(OFFICE_TIME).strftime("%Y-%m-%d %H:%M:%S")
        facts.append(
            (stamper.url, f"{at}，签发机构 {token.authority}，本机时钟相差约 {abs(offset):.0f} 秒")
        )
    return SetupTrial(worked=True, words="已取得时间戳并核验通过", facts=tuple(facts))


def _try_page(request: PageRequest) -> SetupTrial:
    url = request.required_value("url", "起始网址").split()[0]
    page = try_learnt(request.settings, url)
    listing = page.get("listing")
    if not isinstance(listing, dict):
        return SetupTrial(
            worked=True,
            words="可以访问。这一页不是单个商品的页面；运行任务时会沿其中的链接继续采集",
        )
    facts = tuple(
        (label, str(listing[name])) for name, label in _FIELDS.items() if listing.get(name)
    )
    return SetupTrial(worked=True, words="可以访问，读到一个商品", facts=facts)


def _try_backup(request: PageRequest) -> SetupTrial:
    if request.settings.backup_place is None:
        raise BadInput("form.empty", field="备份位置")
    if not request.context.children.start("backup", ["backup", "--scheduled"]):
        raise BadInput("page.backup-runs")
    return SetupTrial(worked=True, words="已开始备份，结果见“运行状况”")
