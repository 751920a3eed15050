"""首次启动 after the administrator: the office, the rights, a trial mail, the first task.

Each step works alone and may be left out; nothing waits for the last one.
"""

from __future__ import annotations

import sqlalchemy as sa
from starlette.responses import Response

from console.pages.office.settings import keep_settings, mail_form
from console.web.page_request import Visit
from console.web.route import ADMINS, Page
from console.web.settings_view import shown_settings
from storage.base.errors import HubiaoError
from storage.base.message import Language
from storage.tables import RightRow, TaskRow, UserRow

OFFICE = ("office_name", "office_short", "office_contact", "office_address", "office_region")


def show(visit: Visit) -> Response:
    """How far the set-up has come, and the form of the office."""
    return _page(visit)


def keep_office(visit: Visit) -> Response:
    """Keep the office's names; the next step is the mail."""
    return _keep(visit, OFFICE, "/start/mail") or _page(visit)


def ask_mail(visit: Visit) -> Response:
    """The form of the mail relay, and a trial."""
    return visit.page("start_mail.html", error=None, told=None, to="", mail=mail_form(visit))


def keep_mail(visit: Visit) -> Response:
    """Keep the relay; the trial is on the same page."""
    names = tuple(item.name for item in mail_form(visit))
    try:
        _keep(visit, names, "")
    except HubiaoError as error:
        return visit.page(
            "start_mail.html",
            status=400,
            error=error.text(Language.CHINESE),
            told=None,
            to="",
            mail=mail_form(visit),
        )
    return visit.page(
        "start_mail.html", error=None, told="已保存邮件设置，请试发一封", to="",
        mail=mail_form(visit),
    )  # fmt: skip


def _keep(visit: Visit, names: tuple[str, ...], then: str) -> Response:
    found = {item.name: item for _, group in shown_settings(visit.settings) for item in group}
    changed: dict[str, str | None] = {
        name: visit.value(name) or None
        for name in names
        if not found[name].fixed
        and visit.value(name) != found[name].value
        and (visit.value(name) or found[name].form != "secret")
    }
    if changed:
        keep_settings(visit, changed)
    return visit.go(then)


def _page(visit: Visit) -> Response:
    with visit.database.read() as session:
        counts = {
            name: session.scalar(sa.select(sa.func.count()).select_from(table)) or 0
            for name, table in (("rights", RightRow), ("tasks", TaskRow), ("users", UserRow))
        }
    found = {item.name: item for _, group in shown_settings(visit.settings) for item in group}
    return visit.page(
        "start.html",
        office_fields=[found[name] for name in OFFICE],
        named=found["office_name"].changed,
        relay=visit.settings.smtp_host,
        counts=counts,
    )


PAGES = (
    Page(path="/start", act=show, who=ADMINS),
    Page(path="/start", act=keep_office, who=ADMINS, method="POST"),
    Page(path="/start/mail", act=ask_mail, who=ADMINS),
    Page(path="/start/mail", act=keep_mail, who=ADMINS, method="POST"),
)
