"""系统设置: what is in force, secrets masked; changed here unless set outside; a trial mail."""

from __future__ import annotations

from starlette.responses import Response

from console.web.page_request import Visit
from console.web.route import ADMINS, Page
from console.web.settings_view import ShownSetting, shown_settings
from storage.audit import trail
from storage.base.errors import HubiaoError
from storage.base.message import Language
from storage.base.office_settings import change_settings
from storage.tables.base import now


def show(visit: Visit) -> Response:
    """The effective settings."""
    return _page(visit)


def save(visit: Visit) -> Response:
    """Keep what was changed in the form; in force at once, for the worker too."""
    changed = _wishes(visit)
    if not changed:
        return visit.go("/settings")
    try:
        keep_settings(visit, changed)
    except HubiaoError as error:
        return _page(visit, error=error.text(Language.CHINESE))
    return visit.go("/settings?saved=1")


def keep_settings(visit: Visit, changed: dict[str, str | None]) -> None:
    """Change settings and let the served console and its worker go by them."""
    with visit.database.begin() as session:
        visit.house.apply(change_settings(visit.settings, changed))
        trail.record(
            session, actor=visit.name, act="settings.change", subject="settings:*",
            names=sorted(changed),
        )  # fmt: skip
    visit.house.children.end("worker")  # it is started again at once, with the new settings


def _wishes(visit: Visit) -> dict[str, str | None]:
    """What the form would change; None stands for the default. An empty secret is left as it is."""
    wishes: dict[str, str | None] = {}
    for item in (item for _, group in shown_settings(visit.settings) for item in group):
        given = visit.form.get(item.name)
        if not isinstance(given, str) or item.fixed:
            continue
        if item.form == "secret":
            if visit.value(f"forget:{item.name}"):
                wishes[item.name] = None
            elif given:
                wishes[item.name] = given
        elif given.strip() != item.value:
            wishes[item.name] = given.strip() or None
    return wishes


def trial(visit: Visit) -> Response:
    """Send one mail now and say what the server answered."""
    from alerts.mail.trial_mail import try_mail

    to = visit.need("to", "收件地址")
    try:
        told = try_mail(visit.settings, to, by=visit.name, at=now()).text(Language.CHINESE)
        failed = None
    except HubiaoError as error:
        told, failed = None, error.text(Language.CHINESE)
    with visit.database.begin() as session:
        trail.record(
            session, actor=visit.name, act="mail.trial", subject="settings:mail",
            taken=failed is None,
        )  # fmt: skip
    if visit.value("from") == "start":
        return visit.page("start_mail.html", error=failed, told=told, to=to, mail=mail_form(visit))
    return _page(visit, error=failed, told=told)


def mail_form(visit: Visit) -> list[ShownSetting]:
    """The settings of mail that the first start asks for."""
    wanted = ("smtp_host", "smtp_port", "smtp_tls", "smtp_user", "smtp_password", "mail_from")
    found = {item.name: item for _, group in shown_settings(visit.settings) for item in group}
    return [found[name] for name in wanted]


def _page(visit: Visit, *, error: str | None = None, told: str | None = None) -> Response:
    return visit.page(
        "settings.html",
        status=400 if error else 200,
        groups=shown_settings(visit.settings),
        error=error,
        told=told,
        saved=visit.query.get("saved") == "1",
    )


PAGES = (
    Page(path="/settings", act=show, who=ADMINS),
    Page(path="/settings", act=save, who=ADMINS, method="POST"),
    Page(path="/settings/mail", act=trial, who=ADMINS, method="POST"),
)
