"""How a page is declared, and the one gate that every page goes through.

The gate stands here and nowhere else: a page without `roles` cannot be declared, so none can be
left open by forgetting a decorator.
"""

from __future__ import annotations

import hmac
import logging
import secrets
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route as HttpRoute

from console.web.console_context import ConsoleContext
from console.web.console_key import form_token
from console.web.failure_page import page_before, show_failure
from console.web.page_request import PageRequest, client_address
from console.words.deletions import Deletion
from storage.base.errors import BadInput, HubiaoError
from storage.base.vocabulary import Role
from storage.intake_gate.text_limits import check_form_field
from storage.people.roles import ADMINS as ADMINS
from storage.people.roles import APPROVERS as APPROVERS
from storage.people.roles import AUDIT_SENDERS as AUDIT_SENDERS
from storage.people.roles import AUDITORS as AUDITORS
from storage.people.roles import CONFIRMERS as CONFIRMERS
from storage.people.roles import DECIDERS as DECIDERS
from storage.people.roles import DRAFTERS as DRAFTERS
from storage.people.roles import EVERY_ROLE as EVERY_ROLE
from storage.people.roles import HEALTH_READERS as HEALTH_READERS
from storage.people.roles import OVERSEERS as OVERSEERS
from storage.people.roles import POLICY_READERS as POLICY_READERS
from storage.people.roles import REVIEWERS as REVIEWERS
from storage.people.roles import SECOND_ADMINS as SECOND_ADMINS
from storage.people.roles import SECURITY_ADMINS as SECURITY_ADMINS
from storage.people.roles import SIGNED_IN as SIGNED_IN
from storage.people.roles import SYSTEM_ADMINS as SYSTEM_ADMINS
from storage.people.sign_in import Officer, find_session

EVERYONE: None = None
"""No sign-in asked."""

_WITHOUT_NEW_PASSWORD = frozenset({"/own", "/sign-out"})
"""What an officer may open whose password must be changed first."""
MAX_UPLOAD = 52 * 2**20
"""Largest body of a form, bytes: five attachments of a holder's answer."""


log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Route:
    """One page or act of the console, and who may ask for it."""

    path: str
    handler: Callable[[PageRequest], Response]
    roles: frozenset[Role] | None
    """EVERYONE needs no sign-in."""
    method: str = "GET"
    most_files: int = 5
    """Files of its form."""
    deletes: Mapping[str, Deletion] = field(default_factory=dict)
    """The values of the form's `act` that delete something; the empty one where the route always does."""


def build_route(route: Route, context: ConsoleContext) -> HttpRoute:
    """The Starlette route of a page, behind the gate."""
    return HttpRoute(route.path, _endpoint(route, context), methods=[route.method])


def _endpoint(route: Route, context: ConsoleContext) -> Callable[[Request], Awaitable[Response]]:
    async def respond(request: Request) -> Response:
        started = time.perf_counter()
        try:
            return await answer(request)
        finally:
            context.metrics.observe(route.path, time.perf_counter() - started)

    async def answer(request: Request) -> Response:
        secret = request.cookies.get(context.cookie, "")
        address = client_address(request)
        officer = (
            await context.admission.look_up_session(
                address, secret, find_session, context.database, secret
            )
            if secret
            else None
        )
        if route.roles is not None and officer is None:
            return _to_sign_in(request)
        if route.roles is not None and officer is not None:
            if officer.must_change and route.path not in _WITHOUT_NEW_PASSWORD:
                return RedirectResponse("/own?due=1", status_code=303)
            if not officer.may(route.roles):
                log.warning(
                    "refused: %r (%s) asked for %s %s",
                    officer.name, officer.role.value, route.method, route.path,
                )  # fmt: skip
                raise HTTPException(403, "您的角色无权使用此功能")
        browser_secret = secret or secrets.token_urlsafe(32)
        page_request = await _receive(request, context, officer, browser_secret, route.most_files)
        try:
            lane = context.admission.lane(request.method, signed_in=officer is not None)
            response = await lane.run(address, _handle, route, page_request)
        finally:
            await page_request.form.close()
        # A page that others may keep must not hand one browser's secret to the next.
        shared = response.headers.get("cache-control", "").startswith("public")
        if not secret and not shared and "set-cookie" not in response.headers:
            set_cookie(response, context, browser_secret)
        return response

    return respond


async def _receive(
    request: Request,
    context: ConsoleContext,
    officer: Officer | None,
    secret: str,
    most_files: int,
) -> PageRequest:
    token = form_token(context.key, secret)
    form = FormData()
    if request.method not in ("GET", "HEAD"):
        _check_origin(request)
        try:
            form = await request.form(max_files=most_files, max_fields=2000, max_part_size=2**20)
        except ClientDisconnect as error:
            raise HTTPException(408, "内容没有在限定时间内收到，请重试") from error
        except HTTPException as error:
            words = f"表单无法接收：一次最多 {most_files} 个文件，每项文字不超过 1 MB"
            raise HTTPException(error.status_code, words) from error
        token_of_form = form.get("token") or request.headers.get("x-form-token", "")
        if not isinstance(token_of_form, str) or not hmac.compare_digest(
            token_of_form.encode(errors="replace"), token.encode()
        ):
            await form.close()
            raise HTTPException(403, "页面已过期，请刷新后重试")
    return PageRequest(
        http=request, context=context, officer=officer, secret=secret, token=token, form=form
    )


def _handle(route: Route, request: PageRequest) -> Response:
    try:
        _check_texts(request)
        return _ask_before_deletion(route, request) or route.handler(request)
    except HubiaoError as error:
        return show_failure(request, error)
    except (OverflowError, UnicodeEncodeError) as error:
        return show_failure(request, BadInput("input.unstorable", reason=type(error).__name__))


def _check_texts(request: PageRequest) -> None:
    """Every text has an end, and no NUL: PostgreSQL stores none, no person types one, and no command
    line takes one. Raises BadInput."""
    for name, value in (*request.http.query_params.multi_items(), *request.form.multi_items()):
        if isinstance(value, str):
            if "\0" in value:
                raise BadInput("input.nul", name=name)
            check_form_field(name, value)


def _ask_before_deletion(route: Route, request: PageRequest) -> Response | None:
    """The question that a deletion is preceded by, with the form in it; None once it was answered."""
    deletion = route.deletes.get("") or route.deletes.get(request.form_value("act"))
    if deletion is None or request.form_value("sure") == "1":
        return None
    fields = [
        (name, value)
        for name, value in request.form.multi_items()
        if isinstance(value, str) and name != "token"
    ]
    return request.render(
        "sure.html",
        deletion=deletion,
        name=request.form_value("label") or request.form_value("name"),
        fields=fields,
        back=page_before(request),
    )


def _check_origin(request: Request) -> None:
    """A browser says where an unsafe request comes from; another site's is refused (CSRF)."""
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    host = request.headers.get("host", "")
    if site not in (None, "same-origin", "none") or (origin and urlsplit(origin).netloc != host):
        raise HTTPException(403, "请求来自其他网站，已拒绝")


def _to_sign_in(request: Request) -> Response:
    back = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    where = "/sign-in" + (f"?back={quote(back)}" if request.method == "GET" and back != "/" else "")
    if request.headers.get("hx-request"):
        return Response(status_code=401, headers={"HX-Redirect": where})
    return RedirectResponse(where, status_code=303)


def set_cookie(response: Response, context: ConsoleContext, secret: str) -> None:
    """Hand the browser its secret: unreadable for scripts, never sent from another site."""
    response.set_cookie(
        context.cookie, secret, path="/", secure=context.secure, httponly=True, samesite="lax"
    )
