"""How a page is declared, and the one gate that every page goes through.

The gate stands here and nowhere else: a page without `who` cannot be declared, so none can be
left open by forgetting a decorator.
"""

from __future__ import annotations

import hmac
import secrets
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from console.web.console_key import form_token
from console.web.page_request import House, Visit
from storage.base.errors import HubiaoError
from storage.base.vocabulary import Role
from storage.people.sign_in import Officer, find_session

EVERYONE: None = None
"""No sign-in asked."""
SIGNED_IN = frozenset(Role)
DECIDERS = frozenset({Role.OFFICER, Role.APPROVER, Role.ADMIN})
DRAFTERS = frozenset({Role.OFFICER, Role.APPROVER, Role.LEGAL, Role.ADMIN})
APPROVERS = frozenset({Role.APPROVER, Role.ADMIN})
REVIEWERS = frozenset({Role.LEGAL})
OVERSEERS = frozenset({Role.APPROVER, Role.LEGAL, Role.ADMIN})
ADMINS = frozenset({Role.ADMIN})

MAX_UPLOAD = 52 * 2**20
"""Largest body of a form, bytes: five attachments of a holder's answer."""


@dataclass(frozen=True, kw_only=True)
class Page:
    """One page or act of the console, and who may ask for it."""

    path: str
    act: Callable[[Visit], Response]
    who: frozenset[Role] | None
    method: str = "GET"


def build_route(page: Page, house: House) -> Route:
    """The Starlette route of a page, behind the gate."""
    return Route(page.path, _endpoint(page, house), methods=[page.method])


def _endpoint(page: Page, house: House) -> Callable[[Request], Awaitable[Response]]:
    async def respond(request: Request) -> Response:
        started = time.perf_counter()
        try:
            return await answer(request)
        finally:
            house.metrics.observe(page.path, time.perf_counter() - started)

    async def answer(request: Request) -> Response:
        secret = request.cookies.get(house.cookie, "")
        officer = await run_in_threadpool(find_session, house.database, secret) if secret else None
        if page.who is not None and officer is None:
            return _to_sign_in(request)
        if page.who is not None and officer is not None and officer.role not in page.who:
            raise HTTPException(403, "您的角色无权使用此功能")
        known = secret or secrets.token_urlsafe(32)
        visit = await _receive(request, house, officer, known)
        try:
            response = await run_in_threadpool(_act, page, visit)
        finally:
            await visit.form.close()
        # A page that others may keep must not hand one browser's secret to the next.
        shared = response.headers.get("cache-control", "").startswith("public")
        if not secret and not shared and "set-cookie" not in response.headers:
            set_cookie(response, house, known)
        return response

    return respond


async def _receive(request: Request, house: House, officer: Officer | None, secret: str) -> Visit:
    token = form_token(house.key, secret)
    form = FormData()
    if request.method not in ("GET", "HEAD"):
        _check_origin(request)
        form = await request.form(max_files=5, max_fields=2000, max_part_size=2**20)
        given = form.get("token") or request.headers.get("x-form-token", "")
        if not isinstance(given, str) or not hmac.compare_digest(given.encode(), token.encode()):
            await form.close()
            raise HTTPException(403, "页面已过期，请刷新后重试")
    return Visit(
        request=request, house=house, officer=officer, secret=secret, token=token, form=form
    )


def _act(page: Page, visit: Visit) -> Response:
    try:
        return page.act(visit)
    except HubiaoError as error:
        from console.web.failure_page import show_failure

        return show_failure(visit, error)


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


def set_cookie(response: Response, house: House, secret: str) -> None:
    """Hand the browser its secret: unreadable for scripts, never sent from another site."""
    response.set_cookie(
        house.cookie, secret, path="/", secure=house.secure, httponly=True, samesite="lax"
    )
