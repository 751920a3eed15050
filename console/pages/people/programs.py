"""程序接口: tokens of programs that ask, and webhooks of programs that want to be told."""

from __future__ import annotations

from starlette.responses import Response

from alerts.mail.webhook_delivery import deliver_webhooks
from console.web.page_request import PageRequest
from console.web.route import SYSTEM_ADMINS, Route
from console.words.deletions import PROGRAM_TOKEN, WEBHOOK
from storage.base.errors import BadInput
from storage.base.stage_locks import turn
from storage.outgoing.webhook_events import (
    add_webhook,
    drop_webhook,
    list_webhooks,
    load_webhook,
    renew_secret,
    retry_messages,
    set_webhook,
    tell_test,
)
from storage.people.api_tokens import (
    CAPTURES,
    SCOPES,
    add_token,
    drop_token,
    list_tokens,
    new_secret,
)
from storage.people.proposed_changes import hold_webhook


def list_programs(request: PageRequest) -> Response:
    """All tokens and webhooks; no secret is shown again."""
    return _programs_page(request)


def create_token(request: PageRequest) -> Response:
    """A new token; its secret is shown on this one page."""
    secret = new_secret()
    scope = ",".join(str(item) for item in request.form.getlist("scope"))
    if not scope:
        raise BadInput("form.no-scope")
    with request.database.begin() as session:
        add_token(
            session,
            request.required_value("name", "名称"),
            scope,
            secret,
            actor=request.officer_name,
        )
    return _programs_page(request, fresh_secret=("令牌", secret))


def withdraw_token(request: PageRequest) -> Response:
    """Withdraw a token."""
    with request.database.begin() as session:
        drop_token(session, request.path_number(), actor=request.officer_name)
    return request.redirect("/programs")


def create_webhook(request: PageRequest) -> Response:
    """A new address to be told; its signing secret is shown on this one page."""
    name, officer = request.required_value("name", "名称"), request.officer_name
    url = request.required_value("url", "接收地址")
    with request.database.begin() as session:
        webhook, secret = add_webhook(session, request.settings.home, name, url, actor=officer)
        hold_webhook(session, webhook, actor=officer)
    return _programs_page(request, fresh_secret=("签名密钥", secret))


def change_webhook(request: PageRequest) -> Response:
    """Test, pause, go on, try again, renew the secret, or forget an address."""
    number, act, officer = request.path_number(), request.form_value("act"), request.officer_name
    with request.database.begin() as session:
        if act == "secret":
            secret = renew_secret(session, request.settings.home, number, actor=officer)
        elif act == "pause":
            set_webhook(session, number, False, actor=officer)
        elif act == "resume":
            if not hold_webhook(session, load_webhook(session, number), actor=officer):
                set_webhook(session, number, True, actor=officer)
        elif act == "retry":
            retry_messages(session, number, actor=officer)
        elif act == "drop":
            drop_webhook(session, number, actor=officer)
        elif act == "test":
            tell_test(session, number, actor=officer)
        else:
            raise BadInput("form.unknown-act", act=act)
    if act == "secret":
        return _programs_page(request, fresh_secret=("签名密钥", secret))
    if act != "test":
        return request.redirect("/programs")
    return _deliver_now(request, number)


def _deliver_now(request: PageRequest, number: int) -> Response:
    """Send what is due now, so that the tester sees the answer at once."""
    with turn(request.database, request.settings, "webhooks") as ours:
        if ours:
            deliver_webhooks(request.database, request.settings, limit=5)
    return request.redirect(f"/programs?tested={number}")


def _programs_page(request: PageRequest, fresh_secret: tuple[str, str] | None = None) -> Response:
    with request.database.read() as session:
        tokens, webhooks = list_tokens(session), list_webhooks(session)
    return request.render(
        "programs.html",
        tokens=tokens,
        webhooks=webhooks,
        scopes=SCOPES,
        program_scopes=[scope for scope in SCOPES if scope != CAPTURES],
        fresh_secret=fresh_secret,
        tested=request.query_number("tested", 0),
    )


ROUTES = (
    Route(path="/programs", handler=list_programs, roles=SYSTEM_ADMINS),
    Route(path="/programs/tokens", handler=create_token, roles=SYSTEM_ADMINS, method="POST"),
    Route(
        path="/programs/tokens/{id:int}",
        handler=withdraw_token,
        roles=SYSTEM_ADMINS,
        method="POST",
        deletes={"": PROGRAM_TOKEN},
    ),
    Route(path="/programs/webhooks", handler=create_webhook, roles=SYSTEM_ADMINS, method="POST"),
    Route(
        path="/programs/webhooks/{id:int}",
        handler=change_webhook,
        roles=SYSTEM_ADMINS,
        method="POST",
        deletes={"drop": WEBHOOK},
    ),
)
