"""The steps of the first hour (开始使用): what each is for, what is missed without it, whether it is done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import sqlalchemy as sa

from console.web.page_request import PageRequest
from storage.base.settings import Settings
from storage.base.vocabulary import Role
from storage.files.setup_progress import read_progress
from storage.tables import RightRow, TaskRow, UserRow


class StepState(StrEnum):
    """How a step stands."""

    COMPLETE = "done"
    SKIPPED = "skipped"
    OPEN = "open"


@dataclass(frozen=True, kw_only=True)
class OfficeFacts:
    """What the steps look at."""

    settings: Settings
    users: int
    approvers: int
    unnamed: int
    """Active users without a full name."""
    rights: int
    tasks: int


@dataclass(frozen=True, kw_only=True)
class SetupStep:
    """One step; each works alone and may be left out."""

    name: str
    title: str
    purpose: str
    missed: str
    """What is missed by who leaves it out."""
    fact: Callable[[OfficeFacts], str]
    """How it stands, in words."""
    is_done: Callable[[OfficeFacts], bool]
    settings: tuple[str, ...] = ()
    """What its form asks."""
    optional_settings: tuple[str, ...] = ()
    """What stands behind a fold of its form."""


@dataclass(frozen=True, kw_only=True)
class StepLine:
    """A step as the pages show it."""

    step: SetupStep
    state: StepState
    fact: str


def _office(facts: OfficeFacts) -> str:
    if not _is_named(facts):
        return "未填写单位名称"
    return facts.settings.office_name + ("" if facts.settings.console_url else "；未填写系统网址")


def _is_named(facts: OfficeFacts) -> bool:
    return bool(facts.settings.office_name != Settings.model_fields["office_name"].default)


def _people(facts: OfficeFacts) -> str:
    return f"现有 {facts.users} 人，其中可审批 {facts.approvers} 人" + (
        f"；{facts.unnamed} 人未填写姓名" if facts.unnamed else ""
    )


STEPS = (
    SetupStep(
        name="office",
        title="单位信息与系统网址",
        purpose="单位信息显示在页面顶部、印在文书中；系统网址是邮件中答复链接的开头。",
        missed="文书缺少单位信息；没有系统网址时，告警邮件中没有答复链接，权利人只能回信。",
        fact=_office,
        is_done=lambda facts: _is_named(facts) and bool(facts.settings.console_url),
        settings=(
            *("office_name", "office_short", "office_contact", "office_address"),
            *("office_region", "console_url"),
        ),
    ),
    SetupStep(
        name="mail",
        title="邮件",
        purpose="确认一条线索后，系统向权利人发告警邮件（等候期内可撤销）。",
        missed="邮件只存入本地邮箱，不会发出，权利人收不到告警。",
        fact=lambda facts: facts.settings.smtp_host or "未设置邮件服务器",
        is_done=lambda facts: facts.settings.smtp_host is not None,
        settings=("smtp_host", "smtp_port", "smtp_tls", "smtp_user", "smtp_password", "mail_from"),
        optional_settings=(
            "mail_contact",
            "mail_domain",
            "smtp_ca",
            "officer_mails",
            "admin_mails",
        ),
    ),
    SetupStep(
        name="stamp",
        title="时间戳服务",
        purpose="固证时由可信时间戳服务机构（RFC 3161）证明取得时间。",
        missed="固证材料没有可信时间，证明力较弱，文书中写“未加盖时间戳”；以后补设，已有材料不能追溯。",
        fact=lambda facts: "、".join(facts.settings.timestamp_urls) or "未设置时间戳服务",
        is_done=lambda facts: bool(facts.settings.timestamp_urls),
        settings=("timestamp_urls", "timestamp_anchors"),
    ),
    SetupStep(
        name="people",
        title="同事与角色",
        purpose="核查员提出意见、起草文书，审批人审批；文书中印真实姓名。",
        missed="文书须由另一人审批，只有一人时发不出文书；没有姓名时文书印用户名。",
        fact=_people,
        is_done=lambda facts: facts.users > 1 and facts.approvers > 0,
    ),
    SetupStep(
        name="rights",
        title="导入权利",
        purpose="商标、地理标志等权利及其许可，是研判比对的依据。",
        missed="没有比对对象，采集再多也不会产生线索。",
        fact=lambda facts: f"{facts.rights} 项权利" if facts.rights else "还没有权利",
        is_done=lambda facts: facts.rights > 0,
    ),
    SetupStep(
        name="task",
        title="第一个监测任务",
        purpose="填写一个店铺、网站或平台搜索页的网址，先试采一页，再保存运行。",
        missed="不采集网页；只能靠群众线索和手工导入。",
        fact=lambda facts: f"{facts.tasks} 个任务" if facts.tasks else "还没有任务",
        is_done=lambda facts: facts.tasks > 0,
    ),
    SetupStep(
        name="backup",
        title="备份位置",
        purpose="每天把数据库、证据和密钥备份到另一块磁盘，并核验。",
        missed="磁盘损坏时，线索、文书和证据全部丢失，无法恢复。",
        fact=lambda facts: str(facts.settings.backup_place or "未设置备份位置"),
        is_done=lambda facts: (
            facts.settings.backup_place is not None
            or facts.settings.database.startswith("postgresql")
        ),
        settings=("backup_place", "backup_at", "backup_keep", "backup_passphrase"),
        optional_settings=("backup_keys",),
    ),
)
BY_NAME = {step.name: step for step in STEPS}


def step_lines(request: PageRequest) -> Sequence[StepLine]:
    """Every step with its state."""
    facts = _facts(request)
    skipped = read_progress(request.settings).skipped
    return [
        StepLine(step=step, state=_state(step, facts, skipped), fact=step.fact(facts))
        for step in STEPS
    ]


def _state(step: SetupStep, facts: OfficeFacts, skipped: frozenset[str]) -> StepState:
    if step.is_done(facts):
        return StepState.COMPLETE
    return StepState.SKIPPED if step.name in skipped else StepState.OPEN


def open_steps(request: PageRequest) -> Sequence[StepLine]:
    """What the first page still shows; nothing once the list was put away."""
    if read_progress(request.settings).put_away:
        return []
    return [line for line in step_lines(request) if line.state is StepState.OPEN]


def next_step(name: str) -> str:
    """The name of the step behind this one; empty behind the last."""
    names = [step.name for step in STEPS]
    place = names.index(name) + 1
    return names[place] if place < len(names) else ""


def _facts(request: PageRequest) -> OfficeFacts:
    active = sa.select(sa.func.count(UserRow.id)).where(UserRow.active)
    with request.database.read() as session:
        return OfficeFacts(
            settings=request.settings,
            users=session.scalar(active) or 0,
            approvers=session.scalar(active.where(UserRow.role.in_((Role.APPROVER, Role.ADMIN))))
            or 0,
            unnamed=session.scalar(active.where(sa.func.coalesce(UserRow.full_name, "") == ""))
            or 0,
            rights=session.scalar(sa.select(sa.func.count()).select_from(RightRow)) or 0,
            tasks=session.scalar(sa.select(sa.func.count(TaskRow.id))) or 0,
        )
