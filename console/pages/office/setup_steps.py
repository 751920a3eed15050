"""首次启动 after the administrator: the office, the rights, a trial mail, the first task.

Each step works alone and may be left out; nothing waits for the last one.
"""

from __future__ import annotations

import sqlalchemy as sa
from starlette.responses import Response

from console.pages.office.settings import keep_settings, mail_form
from console.web.page_request import PageRequest
from console.web.route import ADMINS, Route
from console.web.settings_view import shown_settings
from storage.base.errors import HubiaoError
from storage.base.message import Language
from storage.tables import RightRow, TaskRow, UserRow

OFFICE = ("office_name", "office_short", "office_contact", "office_address", "office_region")


def show_steps(request: PageRequest) -> Response:
    """How far the set-up has come, and the form of the office."""
    return _steps_page(request)


def save_office(request: PageRequest) -> Response:
    """Keep the office's names; the next step is the mail."""
    return _save(request, OFFICE, "/start/mail") or _steps_page(request)


def ask_for_mail_settings(request: PageRequest) -> Response:
    """The form of the mail relay, and a trial."""
    return request.render("start_mail.html", error=None, reply=None, to="", mail=mail_form(request))


def save_mail_settings(request: PageRequest) -> Response:
    """Keep the relay; the trial is on the same page."""
    names = tuple(item.name for item in mail_form(request))
    try:
        _save(request, names, "")
    except HubiaoError as error:
        return request.render(
            "start_mail.html",
            status=400,
            error=error.text(Language.CHINESE),
            reply=None,
            to="",
            mail=mail_form(request),
        )
    return request.render(
        "start_mail.html", error=None, reply="已保存邮件设置，请试发一封", to="",
        mail=mail_form(request),
    )  # fmt: skip


def _save(request: PageRequest, names: tuple[str, ...], then: str) -> Response:
    by_name = {item.name: item for _, group in shown_settings(request.settings) for item in group}
    changed: dict[str, str | None] = {
        name: request.form_value(name) or None
        for name in names
        if not by_name[name].fixed
        and request.form_value(name) != by_name[name].value
        and (request.form_value(name) or by_name[name].form != "secret")
    }
    if changed:
        keep_settings(request, changed)
    return request.redirect(then)


def _steps_page(request: PageRequest) -> Response:
    with request.database.read() as session:
        counts = {
            name: session.scalar(sa.select(sa.func.count()).select_from(table)) or 0
            for name, table in (("rights", RightRow), ("tasks", TaskRow), ("users", UserRow))
        }
    by_name = {item.name: item for _, group in shown_settings(request.settings) for item in group}
    return request.render(
        "start.html",
        office_fields=[by_name[name] for name in OFFICE],
        named=by_name["office_name"].changed,
        relay=request.settings.smtp_host,
        counts=counts,
    )


ROUTES = (
    Route(path="/start", handler=show_steps, roles=ADMINS),
    Route(path="/start", handler=save_office, roles=ADMINS, method="POST"),
    Route(path="/start/mail", handler=ask_for_mail_settings, roles=ADMINS),
    Route(path="/start/mail", handler=save_mail_settings, roles=ADMINS, method="POST"),
)
