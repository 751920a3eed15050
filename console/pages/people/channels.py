"""通知渠道: robots of WeCom, DingTalk and Feishu groups; what each is told, when not, and a trial."""

from __future__ import annotations

from starlette.responses import Response

from alerts.robots.telling import try_channel
from console.web.page_request import PageRequest
from console.web.route import SYSTEM_ADMINS, Route
from console.words.deletions import CHANNEL
from storage.base.errors import BadInput, HubiaoError
from storage.base.message import Language
from storage.outgoing.notice_channels import (
    KIND_NAMES,
    PURPOSE_NAMES,
    Purpose,
    add_channel,
    change_channel,
    drop_channel,
    list_channels,
    read_key,
)
from storage.tables import RobotKind


def show_channels(request: PageRequest) -> Response:
    """All channels; no key is shown again."""
    return _page(request)


def create_channel(request: PageRequest) -> Response:
    """A new channel, off until it is said what it is told of."""
    try:
        kind = RobotKind(request.form_value("kind"))
    except ValueError as error:
        raise BadInput("form.unknown-act", act=request.form_value("kind")) from error
    with request.database.begin() as session:
        add_channel(
            session,
            request.settings,
            name=request.required_value("name", "名称"),
            kind=kind,
            key=read_key(
                request.required_value("robot", "Webhook 地址"), request.form_value("secret")
            ),
            server=request.form_value("server") or None,
            actor=request.officer_name,
        )
    return request.redirect("/channels")


def edit_channel(request: PageRequest) -> Response:
    """Change, try or delete one channel."""
    number, act = request.path_number(), request.form_value("act")
    if act == "test":
        return _try(request, number)
    if act not in ("save", "drop"):
        raise BadInput("form.unknown-act", act=act)
    purposes = {str(value) for value in request.form.getlist("purpose")}
    with request.database.begin() as session:
        if act == "drop":
            drop_channel(session, number, actor=request.officer_name)
        else:
            change_channel(
                session,
                number,
                active=request.form_value("active") == "1",
                purposes=[purpose for purpose in Purpose if purpose.value in purposes],
                quiet_hours=request.form_value("quiet_hours") or None,
                actor=request.officer_name,
            )
    return request.redirect("/channels?saved=1" if act == "save" else "/channels")


def _try(request: PageRequest, number: int) -> Response:
    try:
        try_channel(request.database, request.settings, number)
    except HubiaoError as error:
        return _page(request, status=400, trial=error.text(Language.CHINESE))
    return _page(request, trial="")


def _page(request: PageRequest, *, status: int = 200, trial: str | None = None) -> Response:
    with request.database.read() as session:
        channels = list_channels(session)
    return request.render(
        "channels.html",
        status=status,
        channels=channels,
        kinds=KIND_NAMES,
        purposes=PURPOSE_NAMES,
        trial=trial,
        saved=request.query.get("saved") == "1",
        has_address=bool(request.settings.console_url),
    )


ROUTES = (
    Route(path="/channels", handler=show_channels, roles=SYSTEM_ADMINS),
    Route(path="/channels", handler=create_channel, roles=SYSTEM_ADMINS, method="POST"),
    Route(
        path="/channels/{id:int}",
        handler=edit_channel,
        roles=SYSTEM_ADMINS,
        method="POST",
        deletes={"drop": CHANNEL},
    ),
)
