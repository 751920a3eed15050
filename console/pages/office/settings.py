"""系统设置: what is in force, secrets masked; changed here unless set outside; a trial mail."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.responses import Response

from alerts.mail.trial_mail import try_mail
from console.web.page_request import PageRequest
from console.web.route import SYSTEM_ADMINS, Route
from console.web.settings_view import ShownSetting, shown_settings
from console.words.settings import GROUPS
from storage.audit import trail
from storage.base.errors import BadInput, HubiaoError
from storage.base.message import Language, Message
from storage.base.settings_file import change_settings
from storage.tables.base import now


def show_settings(request: PageRequest) -> Response:
    """The effective settings."""
    return _page(request)


def save_settings(request: PageRequest) -> Response:
    """Keep what was changed in the form; in force at once, for the worker too."""
    changed = setting_changes(request, _all_settings(request))
    if not changed:
        return request.redirect("/settings")
    try:
        keep_settings(request, changed)
    except HubiaoError as error:
        return _page(request, error=setting_error_words(error))
    return request.redirect("/settings?saved=1")


def setting_error_words(error: HubiaoError) -> str:
    """A refusal of a setting, which is named as the page names it."""
    name = error.message.data.get("setting")
    label = next(
        (words.label for _, group in GROUPS for words in group if words.name == name), None
    )
    if label is None:
        return error.text(Language.CHINESE)
    return Message(error.code, {**error.message.data, "setting": f"“{label}”"}).text(
        Language.CHINESE
    )


def keep_settings(request: PageRequest, changed: dict[str, str | None]) -> None:
    """Change settings and let the served console and its worker go by them. Raises BadInput."""
    if url := changed.get("console_url"):
        _check_public_address(url)
    with request.database.begin() as session:
        request.context.apply(change_settings(request.settings, changed))
        trail.record(
            session, actor=request.officer_name, act="settings.change", subject="settings:*",
            names=sorted(changed),
        )  # fmt: skip
    request.context.children.end("worker")  # it is started again at once, with the new settings


def _check_public_address(url: str) -> None:
    """Raises BadInput for an address of the console without a scheme or host."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise BadInput("crawl.no-scheme", url=url)


def _all_settings(request: PageRequest) -> list[ShownSetting]:
    return [item for _, group in shown_settings(request.settings) for item in group]


def setting_changes(request: PageRequest, items: Iterable[ShownSetting]) -> dict[str, str | None]:
    """What the form would change of these; None stands for the default. An empty secret is left as it is."""
    changes: dict[str, str | None] = {}
    for item in items:
        text = request.form.get(item.name)
        if not isinstance(text, str) or item.fixed:
            continue
        if item.form == "secret":
            if request.form_value(f"forget:{item.name}"):
                changes[item.name] = None
            elif text:
                changes[item.name] = text
        elif text.strip() != item.value:
            changes[item.name] = text.strip() or None
    return changes


def send_trial_mail(request: PageRequest) -> Response:
    """Send one mail now and say what the server answered."""
    to = request.required_value("to", "收件地址")
    try:
        return _page(request, reply=try_relay(request, to))
    except HubiaoError as error:
        return _page(request, error=error.text(Language.CHINESE))


def try_relay(request: PageRequest, to: str) -> str:
    """Send one mail now, on record whether it was taken. Returns the server's answer in Chinese. Raises
    HubiaoError with the reason where it was not."""
    failure: HubiaoError | None = None
    try:
        reply = try_mail(request.settings, to, by=request.officer_name, at=now())
    except HubiaoError as error:
        failure = error
    with request.database.begin() as session:
        trail.record(
            session, actor=request.officer_name, act="mail.trial", subject="settings:mail",
            taken=failure is None,
        )  # fmt: skip
    if failure is not None:
        raise failure
    return reply.text(Language.CHINESE)


def _matching(request: PageRequest) -> list[tuple[str, list[ShownSetting]]]:
    """The groups with the settings that hold what is looked for, in name, meaning or variable."""
    words = request.query.get("find", "").strip().lower()
    groups = [
        (
            title,
            [
                item
                for item in group
                if words in f"{item.label} {item.meaning} {item.variable} {title}".lower()
            ],
        )
        for title, group in shown_settings(request.settings)
    ]
    return [(title, group) for title, group in groups if group]


def _page(request: PageRequest, *, error: str | None = None, reply: str | None = None) -> Response:
    return request.render(
        "settings.html",
        status=400 if error else 200,
        groups=_matching(request),
        words=request.query.get("find", "").strip(),
        error=error,
        reply=reply,
        saved=request.query.get("saved") == "1",
    )


ROUTES = (
    Route(path="/settings", handler=show_settings, roles=SYSTEM_ADMINS),
    Route(path="/settings", handler=save_settings, roles=SYSTEM_ADMINS, method="POST"),
    Route(path="/settings/mail", handler=send_trial_mail, roles=SYSTEM_ADMINS, method="POST"),
)
