"""监测任务: schedules in plain words, run now, stop, the last runs, a crawl's progress."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

from starlette.responses import Response

from console.web.page_request import PageRequest
from console.web.route import ADMINS, DECIDERS, SIGNED_IN, Route
from console.words.deletions import TASK
from console.words.labels import CRAWL_SCOPES, RENDER_MODES, RUN_STATES
from console.work.children import read_log
from console.work.schedule_words import DAYS, describe, read_schedule, schedule_choice
from storage.audit import trail
from storage.base.errors import BadInput, HubiaoError, Refused
from storage.base.message import Message
from storage.base.office_time import OFFICE_TIME
from storage.crawls.cron import next_slot
from storage.crawls.run_ownership import is_under_way
from storage.crawls.run_resume import add_refused_run
from storage.crawls.runs import ask_to_stop
from storage.crawls.tasks import Task, add_task, enable_task, list_tasks, load_task, remove_task
from storage.records.run_options import RunOptions
from storage.records.task_options import TaskOptions
from storage.tables.base import now
from storage.views.listing_list import count_of_run
from storage.views.task_list import TaskWithRuns, load_run, read_progress, tasks_with_runs

_START_TAKES = timedelta(seconds=20)
"""A run that is older was not made by the start that the page speaks of; chosen by hand."""
_PLAIN = re.compile(r"[0-9]{1,9}(\.[0-9]{1,3})?")


def list_task_runs(request: PageRequest) -> Response:
    """All tasks with their last runs; `edit` names the one that the form shows."""
    edited_name = request.query.get("edit", "")
    with request.database.read() as session:
        tasks = tasks_with_runs(session)
        edited = load_task(session, edited_name) if edited_name else None
    started = request.query.get("started", "")
    return request.render(
        "tasks.html",
        new_options=TaskOptions(),
        tasks=tasks,
        next_slots={item.task.id: _next_slot(item.task) for item in tasks},
        started=started,
        watching=_is_watched(tasks, started),
        saved=_saved_task(request, tasks),
        edited=edited,
        choice=schedule_choice(edited.cron if edited else None),
        follows=CRAWL_SCOPES,
        renders=RENDER_MODES,
        describe=describe,
        days=DAYS,
        under_way=is_under_way,
        states=RUN_STATES,
        can_edit=request.has_role(ADMINS),
        can_run=request.has_role(DECIDERS),
    )


def _next_slot(task: Task) -> datetime | None:
    """When the clock starts the task next; None for one that is paused, by hand, or never due."""
    if not (task.enabled and task.cron):
        return None
    try:
        return next_slot(task.cron, datetime.now(OFFICE_TIME))
    except BadInput:  # stored before impossible lines were refused
        return None


def _is_watched(tasks: Sequence[TaskWithRuns], started: str) -> bool:
    """Whether the list looks again by itself: something runs, or the started task has no run yet."""
    if any(item.runs and is_under_way(item.runs[-1]) for item in tasks):
        return True
    runs = next((item.runs for item in tasks if item.task.name == started), ())
    age = now() - runs[-1].started_at if runs else None
    return bool(started) and (age is None or age > _START_TAKES)


def _saved_task(
    request: PageRequest, tasks: Sequence[TaskWithRuns]
) -> tuple[str, Message | None] | None:
    """(name, why it would not start) of the task that was just saved."""
    name = request.query.get("saved", "")
    task = next((item.task for item in tasks if item.task.name == name), None)
    if task is None:
        return None
    refusal = _start_refusal(request, task)
    return task.name, refusal.message if refusal else None


def _start_refusal(request: PageRequest, task: Task) -> HubiaoError | None:
    """Why a run of this task would not start at all."""
    if task.options.apis:
        return None  # its keys and terms are looked at when it runs
    # The crawler takes a second to import, which no other page needs.
    from crawler.platform.profile_file import load_profile
    from crawler.platform.start_check import check_start

    try:
        profile = load_profile(Path(task.options.platform)) if task.options.platform else None
        check_start(task.urls, profile, request.settings)
    except HubiaoError as refusal:
        return refusal
    return None


def save_task(request: PageRequest) -> Response:
    """Store a task; one of the same name is changed and keeps what the form does not ask."""
    name = request.required_value("name", "任务名称")
    cron = read_schedule(
        request.form_value("how"),
        request.form_value("at"),
        request.form_value("weekday"),
        request.form_value("cron"),
    )
    with request.database.begin() as session:
        before = next((task for task in list_tasks(session) if task.name == name), None)
        add_task(
            session,
            name,
            request.required_value("urls", "起始网址").split(),
            options=_options(request, before),
            cron=cron,
            campaign=request.form_value("campaign") or None,
            actor=request.officer_name,
        )
        if before is not None and not before.enabled:
            enable_task(session, name, False, actor=request.officer_name)
    return request.redirect(f"/tasks?{urlencode({'saved': name})}")


def _options(request: PageRequest, before: Task | None) -> TaskOptions:
    """What the form says, over what was set by other means (search words, profile)."""
    pages = _positive(request, "max_pages", "最多页数", whole=True)
    return replace(
        before.options if before else TaskOptions(),
        render=request.form_value("render") or None,
        follow=request.form_value("follow") or None,
        max_pages=None if pages is None else int(pages),
        delay=_positive(request, "delay", "请求间隔"),
    )


def _positive(request: PageRequest, field: str, label: str, *, whole: bool = False) -> float | None:
    """A number above zero, None where the field is empty. Raises BadInput."""
    text = request.form_value(field)
    if not text:
        return None
    if not _PLAIN.fullmatch(text) or (whole and not text.isdigit()) or float(text) <= 0:
        raise BadInput("form.not-positive-whole" if whole else "form.not-positive", field=label)
    return float(text)


def change_task(request: PageRequest) -> Response:
    """Run now, enable, disable or remove a task."""
    name, wish = request.required_value("name", "任务名称"), request.form_value("act")
    if wish == "run":
        return _start_run(request, name)
    if not request.has_role(ADMINS):
        raise Refused("page.tasks-by-administrators")
    with request.database.begin() as session:
        if wish == "remove":
            remove_task(session, name, actor=request.officer_name)
        elif wish in ("enable", "disable"):
            enable_task(session, name, wish == "enable", actor=request.officer_name)
        else:
            raise BadInput("form.unknown-act", act=wish)
    return request.redirect("/tasks")


def _start_run(request: PageRequest, name: str) -> Response:
    with request.database.begin() as session:
        task = load_task(session, name)
        trail.record(session, actor=request.officer_name, act="task.run", subject=f"task:{name}")
    if refusal := _start_refusal(request, task):
        with request.database.begin() as session:
            run = add_refused_run(
                session, urls=task.urls, options=RunOptions(), task_id=task.id, slot=None,
                reason=refusal.message,
            )  # fmt: skip
        return request.redirect(f"/runs/{run}")
    if not request.context.crawls.put(task):
        raise Refused("page.task-runs", task=name)
    return request.redirect(f"/tasks?{urlencode({'started': name})}")


def show_run(request: PageRequest) -> Response:
    """One run: its figures, how far it is, what failed."""
    with request.database.read() as session:
        row, task = load_run(session, request.path_number())
        progress = read_progress(session, row.id)
        listings, leads = count_of_run(session, row.id)
    total = progress.visited + progress.waiting + progress.dead
    minutes = row.seconds / 60 or None
    rate = progress.visited / minutes if minutes else None
    return request.render(
        "run.html",
        run=row,
        task=task,
        progress=progress,
        listings=listings,
        leads=leads,
        total=total,
        rate=rate,
        left=progress.waiting / rate if rate else None,
        reason=row.reason,
        log=read_log(request.settings, f"crawl-{row.task_id}") if row.task_id else [],
        under_way=is_under_way(row),
        states=RUN_STATES,
        can_run=request.has_role(DECIDERS),
    )


def stop_run(request: PageRequest) -> Response:
    """Stop a running crawl, wherever it runs; it goes on where it was when run again."""
    with request.database.begin() as session:
        row, _ = load_run(session, request.path_number())
        if not ask_to_stop(session, row.id):
            raise Refused("page.run-over")
        trail.record(session, actor=request.officer_name, act="run.stop", subject=f"run:{row.id}")
    return request.redirect(f"/runs/{row.id}")


ROUTES = (
    Route(path="/tasks", handler=list_task_runs, roles=SIGNED_IN),
    Route(path="/tasks", handler=save_task, roles=ADMINS, method="POST"),
    Route(
        path="/tasks/act",
        handler=change_task,
        roles=DECIDERS,
        method="POST",
        deletes={"remove": TASK},
    ),
    Route(path="/runs/{id:int}", handler=show_run, roles=SIGNED_IN),
    Route(path="/runs/{id:int}/stop", handler=stop_run, roles=DECIDERS, method="POST"),
)
