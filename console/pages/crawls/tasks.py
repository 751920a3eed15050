"""监测任务: schedules in plain words, run now, stop, the last runs, a crawl's progress."""

from __future__ import annotations

import re
from typing import Any

from starlette.responses import Response

from console.web.page_request import Visit
from console.web.route import ADMINS, DECIDERS, SIGNED_IN, Page
from console.words.run_reasons import in_chinese
from console.work.children import read_log
from console.work.schedule_words import DAYS, describe, read_schedule, schedule_choice
from storage.audit import trail
from storage.base.errors import BadInput, Refused
from storage.base.vocabulary import RunState
from storage.crawls.runs import ask_to_stop, is_under_way
from storage.crawls.tasks import Task, add_task, enable_task, list_tasks, load_task, remove_task
from storage.views.task_list import load_run, read_progress, tasks_with_runs

_PLAIN = re.compile(r"[0-9]{1,9}(\.[0-9]{1,3})?")
FOLLOW_NAMES = {
    "site": "整个网站",
    "links": "起始页及其链接",
    "results": "搜索结果页",
    "none": "只采起始页",
}
RENDER_NAMES = {"auto": "自动判断", "never": "从不", "always": "总是"}
RUN_STATE_NAMES = {
    RunState.RUNNING: "运行中",
    RunState.FINISHED: "完成",
    RunState.FAILED: "失败",
    RunState.STOPPED: "已停止，可继续",
}


def show(visit: Visit) -> Response:
    """All tasks with their last runs; `edit` names the one that the form shows."""
    wanted = visit.query.get("edit", "")
    with visit.database.read() as session:
        tasks = tasks_with_runs(session)
        edited = load_task(session, wanted) if wanted else None
    return visit.page(
        "tasks.html",
        tasks=tasks,
        edited=edited,
        choice=schedule_choice(edited.cron if edited else None),
        follows=FOLLOW_NAMES,
        renders=RENDER_NAMES,
        describe=describe,
        days=DAYS,
        under_way=is_under_way,
        states=RUN_STATE_NAMES,
        can_edit=visit.may(ADMINS),
        can_run=visit.may(DECIDERS),
    )


def save(visit: Visit) -> Response:
    """Store a task; one of the same name is changed and keeps what the form does not ask."""
    name = visit.need("name", "任务名称")
    cron = read_schedule(
        visit.value("how"), visit.value("at"), visit.value("weekday"), visit.value("cron")
    )
    with visit.database.begin() as session:
        before = next((task for task in list_tasks(session) if task.name == name), None)
        add_task(
            session,
            name,
            visit.need("urls", "起始网址").split(),
            options=_options(visit, before),
            cron=cron,
            campaign=visit.value("campaign") or None,
            actor=visit.name,
        )
        if before is not None and not before.enabled:
            enable_task(session, name, False, actor=visit.name)
    return visit.go("/tasks")


def _options(visit: Visit, before: Task | None) -> dict[str, Any]:
    """What the form says, over what was set by other means (search words, profile)."""
    options: dict[str, Any] = dict(before.options) if before else {}
    options |= {"render": visit.value("render"), "follow": visit.value("follow")}
    for field, label, whole in (("max_pages", "最多页数", True), ("delay", "请求间隔", False)):
        text = visit.value(field)
        options.pop(field, None)
        if not text:
            continue
        if not _PLAIN.fullmatch(text) or (whole and not text.isdigit()) or float(text) <= 0:
            raise BadInput("form.not-positive-whole" if whole else "form.not-positive", field=label)
        options[field] = int(text) if whole else float(text)
    return {name: value for name, value in options.items() if value not in ("", None)}


def act(visit: Visit) -> Response:
    """Run now, enable, disable or remove a task."""
    name, wish = visit.need("name", "任务名称"), visit.value("act")
    if wish == "run":
        return _run(visit, name)
    if not visit.may(ADMINS):
        raise Refused("page.tasks-by-administrators")
    with visit.database.begin() as session:
        if wish == "remove":
            remove_task(session, name, actor=visit.name)
        elif wish in ("enable", "disable"):
            enable_task(session, name, wish == "enable", actor=visit.name)
        else:
            raise BadInput("form.unknown-act", act=wish)
    return visit.go("/tasks")


def _run(visit: Visit, name: str) -> Response:
    with visit.database.begin() as session:
        task = load_task(session, name)
        trail.record(session, actor=visit.name, act="task.run", subject=f"task:{name}")
    if not visit.house.crawls.put(task):
        raise Refused("page.task-runs", task=name)
    return visit.go("/tasks?started=1")


def run(visit: Visit) -> Response:
    """One run: its figures, how far it is, what failed."""
    with visit.database.read() as session:
        row, task = load_run(session, visit.number())
        progress = read_progress(session, row.id)
    total = progress.visited + progress.waiting + progress.dead
    minutes = row.seconds / 60 or None
    rate = progress.visited / minutes if minutes else None
    return visit.page(
        "run.html",
        run=row,
        task=task,
        progress=progress,
        total=total,
        rate=rate,
        left=progress.waiting / rate if rate else None,
        reason=in_chinese(row.reason),
        log=read_log(visit.settings, f"crawl-{row.task_id}") if row.task_id else [],
        under_way=is_under_way(row),
        states=RUN_STATE_NAMES,
        can_run=visit.may(DECIDERS),
    )


def stop(visit: Visit) -> Response:
    """Stop a running crawl, wherever it runs; it goes on where it was when run again."""
    with visit.database.begin() as session:
        row, _ = load_run(session, visit.number())
        if not ask_to_stop(session, row.id):
            raise Refused("page.run-over")
        trail.record(session, actor=visit.name, act="run.stop", subject=f"run:{row.id}")
    return visit.go(f"/runs/{row.id}")


PAGES = (
    Page(path="/tasks", act=show, who=SIGNED_IN),
    Page(path="/tasks", act=save, who=ADMINS, method="POST"),
    Page(path="/tasks/act", act=act, who=DECIDERS, method="POST"),
    Page(path="/runs/{id:int}", act=run, who=SIGNED_IN),
    Page(path="/runs/{id:int}/stop", act=stop, who=DECIDERS, method="POST"),
)
