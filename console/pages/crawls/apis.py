"""官方开放接口: keys, terms, calls a day, one call by hand, and tasks that ask them."""

from __future__ import annotations

from starlette.responses import Response

from console.web.crawls.open_apis import OpenApiView, open_api_view, open_api_views
from console.web.page_request import PageRequest
from console.web.route import ADMINS, SIGNED_IN, Route
from console.words.deletions import API_KEYS
from console.work.schedule_words import read_schedule
from console.work.trial_process import try_api
from crawler.open_api.registry import api_of
from storage.base.errors import BadInput
from storage.crawls.api_access import (
    confirm_terms,
    forget_keys,
    list_access,
    save_keys,
    set_budget,
)
from storage.crawls.tasks import add_task
from storage.records.task_options import TaskOptions


def list_apis(request: PageRequest) -> Response:
    """All APIs with the office's access to each; keys are never shown."""
    with request.database.read() as session:
        views = open_api_views(request.settings.home, list_access(session))
    return request.render(
        "apis.html",
        apis=views,
        changed=request.query.get("changed", ""),
        can_edit=request.has_role(ADMINS),
    )


def change_api(request: PageRequest) -> Response:
    """Enter or remove keys, confirm terms, set the calls a day, or ask once."""
    name, act = str(request.http.path_params["name"]), request.form_value("act")
    with request.database.read() as session:
        view = open_api_view(request.settings.home, list_access(session), name)
    if act == "try":
        try_api(request.settings, name)
    else:
        _change(request, view, act)
    return request.redirect(f"/apis?changed={name}#{name}")


def _change(request: PageRequest, view: OpenApiView, act: str) -> None:
    name, actor = view.description.name, request.officer_name
    with request.database.begin() as session:
        if act == "keys":
            keys = _entered_keys(request, view)
            save_keys(session, request.settings.home, name, keys, actor=actor)
        elif act == "forget":
            forget_keys(session, name, actor=actor)
        elif act == "confirm":
            if not request.form_value("accepted"):
                raise BadInput("page.api-terms")
            confirm_terms(session, name, view.terms_mark, actor=actor)
        elif act == "budget":
            set_budget(session, name, _whole(request, "budget", "每日次数"), actor=actor)
        else:
            raise BadInput("form.unknown-act", act=act)


def _entered_keys(request: PageRequest, view: OpenApiView) -> dict[str, str]:
    """All keys at once, since nobody can see which are stored."""
    keys: dict[str, str] = {}
    for key in view.description.keys:
        field = f"key_{key.name}"
        value = (
            request.form_value(field) if key.optional else request.required_value(field, key.title)
        )
        if value:
            keys[key.name] = value
    return keys


def add_api_task(request: PageRequest) -> Response:
    """Store a task over the chosen APIs."""
    chosen = [str(name) for name in request.form.getlist("api")]
    if not chosen:
        raise BadInput("api.several-tasks")
    at = request.form_value("at")
    disguises = _whole(request, "disguises", "每个商标的变形数", least=0)
    descriptions = [api_of(request.settings.home, name) for name in chosen]
    with request.database.begin() as session:
        add_task(
            session,
            request.required_value("name", "任务名称"),
            [description.endpoint for description in descriptions],
            options=TaskOptions(apis=tuple(chosen), disguises=disguises),
            cron=read_schedule("daily", at, "", "") if at else None,
            actor=request.officer_name,
        )
    return request.redirect("/tasks")


def _whole(request: PageRequest, field: str, label: str, least: int = 1) -> int | None:
    """A whole number, None where the field is empty. Raises BadInput."""
    text = request.form_value(field)
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 8) or int(text) < least:
        raise BadInput("form.not-positive-whole", field=label)
    return int(text)


ROUTES = (
    Route(path="/apis", handler=list_apis, roles=SIGNED_IN),
    Route(path="/apis/tasks", handler=add_api_task, roles=ADMINS, method="POST"),
    Route(
        path="/apis/{name}",
        handler=change_api,
        roles=ADMINS,
        method="POST",
        deletes={"forget": API_KEYS},
    ),
)
