"""程序接口: tokens of programs that ask, and webhooks of programs that want to be told."""

from __future__ import annotations

from starlette.responses import Response

from console.web.page_request import Visit
from console.web.route import ADMINS, Page
from storage.base.errors import BadInput
from storage.outgoing.webhook_events import (
    add_webhook,
    drop_webhook,
    list_webhooks,
    renew_secret,
    retry_messages,
    set_webhook,
    tell_test,
)
from storage.people.api_tokens import SCOPES, add_token, drop_token, list_tokens, new_secret


def show(visit: Visit) -> Response:
    """All tokens and webhooks; no secret is shown again."""
    return _page(visit)


def make_token(visit: Visit) -> Response:
    """A new token; its secret is shown on this one page."""
    secret = new_secret()
    scope = ",".join(str(item) for item in visit.form.getlist("scope"))
    if not scope:
        raise BadInput("form.no-scope")
    with visit.database.begin() as session:
        add_token(session, visit.need("name", "名称"), scope, secret, actor=visit.name)
    return _page(visit, shown=("令牌", secret))


def end_token(visit: Visit) -> Response:
    """Withdraw a token."""
    with visit.database.begin() as session:
        drop_token(session, visit.number(), actor=visit.name)
    return visit.go("/programs")


def make_webhook(visit: Visit) -> Response:
    """A new address to be told; its signing secret is shown on this one page."""
    with visit.database.begin() as session:
        secret = add_webhook(
            session,
            visit.settings.home,
            visit.need("name", "名称"),
            visit.need("url", "接收地址"),
            actor=visit.name,
        )
    return _page(visit, shown=("签名密钥", secret))


def change_webhook(visit: Visit) -> Response:
    """Test, pause, go on, try again, renew the secret, or forget an address."""
    number, act = visit.number(), visit.value("act")
    with visit.database.begin() as session:
        if act == "secret":
            secret = renew_secret(session, visit.settings.home, number, actor=visit.name)
        elif act in ("pause", "resume"):
            set_webhook(session, number, act == "resume", actor=visit.name)
        elif act == "retry":
            retry_messages(session, number, actor=visit.name)
        elif act == "drop":
            drop_webhook(session, number, actor=visit.name)
        elif act == "test":
            tell_test(session, number, actor=visit.name)
        else:
            raise BadInput("form.unknown-act", act=act)
    if act == "secret":
        return _page(visit, shown=("签名密钥", secret))
    if act != "test":
        return visit.go("/programs")
    return _try(visit, number)


def _try(visit: Visit, number: int) -> Response:
    """Send what is due now, so that the tester sees the answer at once."""
    from alerts.mail.webhook_delivery import deliver_webhooks
    from storage.base.stage_locks import turn

    with turn(visit.database, visit.settings, "webhooks") as ours:
        if ours:
            deliver_webhooks(visit.database, visit.settings, limit=5)
    return visit.go(f"/programs?tested={number}")


def _page(visit: Visit, shown: tuple[str, str] | None = None) -> Response:
    with visit.database.read() as session:
        tokens, webhooks = list_tokens(session), list_webhooks(session)
    return visit.page(
        "programs.html",
        tokens=tokens,
        webhooks=webhooks,
        scopes=SCOPES,
        shown=shown,
        tested=visit.whole("tested", 0),
    )


PAGES = (
    Page(path="/programs", act=show, who=ADMINS),
    Page(path="/programs/tokens", act=make_token, who=ADMINS, method="POST"),
    Page(path="/programs/tokens/{id:int}", act=end_token, who=ADMINS, method="POST"),
    Page(path="/programs/webhooks", act=make_webhook, who=ADMINS, method="POST"),
    Page(path="/programs/webhooks/{id:int}", act=change_webhook, who=ADMINS, method="POST"),
)
