"""开始使用: a page for each step, saved for itself, left out or put away."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

from starlette.responses import Response

from console.pages.office.settings import keep_settings, setting_changes, setting_error_words
from console.pages.setup.steps import BY_NAME, SetupStep, next_step, step_lines
from console.pages.setup.trials import SetupTrial, try_step
from console.web.form_values import role_value
from console.web.page_request import PageRequest
from console.web.route import ADMINS, SECURITY_ADMINS, SYSTEM_ADMINS, Route
from console.web.settings_view import ShownSetting, shown_settings
from console.words.labels import CRAWL_SCOPES
from storage.base.errors import BadInput, HubiaoError, NotFound, Refused
from storage.base.vocabulary import ROLE_NAMES
from storage.crawls.tasks import add_task
from storage.files.setup_progress import keep_progress, read_progress
from storage.people.accounts import list_users
from storage.people.passwords import add_user
from storage.records.task_options import TaskOptions


def show_steps(request: PageRequest) -> Response:
    """All steps, how each stands, and what is missed without it."""
    progress = read_progress(request.settings)
    return request.render("start.html", lines=step_lines(request), put_away=progress.put_away)


def change_progress(request: PageRequest) -> Response:
    """Leave a step out, take it up again, or put the list away."""
    act, progress = request.form_value("act"), read_progress(request.settings)
    if act in ("put-away", "show"):
        keep_progress(request.settings, replace(progress, put_away=act == "put-away"))
        return request.redirect("/" if act == "put-away" else "/start")
    step = _step(request.form_value("step"))
    if act == "skip":
        keep_progress(request.settings, replace(progress, skipped=progress.skipped | {step.name}))
        return _onward(request, step)
    if act == "resume":
        keep_progress(request.settings, replace(progress, skipped=progress.skipped - {step.name}))
        return request.redirect(f"/start/{step.name}")
    raise BadInput("form.unknown-act", act=act)


def show_step(request: PageRequest) -> Response:
    """The form of one step."""
    step = _step(str(request.http.path_params["step"]))
    if step.name == "rights":
        return request.redirect("/rights?first=1#import")
    return _step_page(request, step)


def save_step(request: PageRequest) -> Response:
    """Keep what the form says, or try it; what was typed stays where something is refused."""
    step = _step(str(request.http.path_params["step"]))
    act = request.form_value("act")
    try:
        if act != "try-only":
            _keep(request, step)
        if act in ("try", "try-only"):
            return _step_page(request, step, trial=try_step(request, step.name))
    except HubiaoError as error:
        trial = SetupTrial(worked=False, words=setting_error_words(error), message=error.message)
        return _step_page(request, step, trial=trial, status=400)
    if act == "another":
        return request.redirect(f"/start/{step.name}?saved=1")
    if step.name == "task":
        return request.redirect(f"/tasks?{urlencode({'saved': request.form_value('name')})}")
    return _onward(request, step)


def _keep(request: PageRequest, step: SetupStep) -> None:
    if step.name == "people":
        _add_colleague(request)
    elif step.name == "task":
        _add_task(request)
    else:
        _keep_settings(request, step)


def _keep_settings(request: PageRequest, step: SetupStep) -> None:
    items = _fields(request, (*step.settings, *step.optional_settings))
    if changed := setting_changes(request, items):
        keep_settings(request, changed)


def _add_colleague(request: PageRequest) -> None:
    if not request.has_role(SECURITY_ADMINS):
        raise Refused("page.administrators-apart")
    password = str(request.form.get("password", ""))
    with request.database.begin() as session:
        add_user(
            session,
            request.required_value("name", "用户名"),
            role_value(request),
            password,
            full_name=request.required_value("full_name", "姓名"),
            function=request.form_value("function"),
            actor=request.officer_name,
        )


def _add_task(request: PageRequest) -> None:
    if not request.has_role(ADMINS):
        raise Refused("page.administrators-apart")
    with request.database.begin() as session:
        add_task(
            session,
            request.required_value("name", "任务名称"),
            request.required_value("url", "起始网址").split(),
            options=TaskOptions(follow=request.form_value("follow") or None),
            actor=request.officer_name,
        )


def _step_page(
    request: PageRequest, step: SetupStep, *, trial: SetupTrial | None = None, status: int = 200
) -> Response:
    with request.database.read() as session:
        users = list_users(session) if step.name == "people" else []
    lines = step_lines(request)
    return request.render(
        "start_step.html",
        status=status,
        line=next(line for line in lines if line.step is step),
        place=[line.step for line in lines].index(step) + 2,  # behind the administrator
        count=len(lines) + 1,
        fields=_fields(request, step.settings),
        more_fields=_fields(request, step.optional_settings),
        onward=next_step(step.name),
        trial=trial,
        typed=request.form_value,
        users=users,
        roles=ROLE_NAMES,
        scopes=CRAWL_SCOPES,
        saved=request.query.get("saved") == "1",
    )


def _fields(request: PageRequest, names: tuple[str, ...]) -> list[ShownSetting]:
    by_name = {item.name: item for _, group in shown_settings(request.settings) for item in group}
    return [by_name[name] for name in names]


def _step(name: str) -> SetupStep:
    if name not in BY_NAME:
        raise NotFound("page.step-unknown", step=name)
    return BY_NAME[name]


def _onward(request: PageRequest, step: SetupStep) -> Response:
    following = next_step(step.name)
    return request.redirect(f"/start/{following}" if following else "/start")


ROUTES = (
    Route(path="/start", handler=show_steps, roles=SYSTEM_ADMINS),
    Route(path="/start", handler=change_progress, roles=SYSTEM_ADMINS, method="POST"),
    Route(path="/start/{step}", handler=show_step, roles=SYSTEM_ADMINS),
    Route(path="/start/{step}", handler=save_step, roles=SYSTEM_ADMINS, method="POST"),
)
