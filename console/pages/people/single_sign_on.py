"""单位统一登录: to the office's provider and back, to sign in or to bind one's account.

Nothing is kept between the two: state, nonce and verifier follow from the browser's own secret and the console's key,
so that only the browser that went comes back, and within ten minutes.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import time
from dataclasses import dataclass

from starlette.responses import RedirectResponse, Response

from console.web.page_request import PageRequest
from console.web.response_guard import public_address
from console.web.route import EVERYONE, Route, set_cookie
from storage.base.errors import HubiaoError, NotFound, Refused
from storage.base.message import Language
from storage.people.oidc_accounts import (
    bind_identity,
    end_accesses_without_role,
    sign_in_identity,
)
from storage.people.oidc_provider import (
    Identity,
    fetch_identity,
    read_provider,
    sign_in_address,
)

START_PATH = "/sign-in/oidc"
_BACK_PATH = "/sign-in/oidc/back"
_SECONDS = 600
"""How long somebody may take to sign in at the provider; chosen by hand."""


@dataclass(frozen=True, kw_only=True)
class Journey:
    """One way to the provider and back."""

    state: str
    nonce: str
    verifier: str
    binds: bool
    """Whether the signed-in officer binds her account."""


def go_to_provider(request: PageRequest) -> Response:
    """Send the browser to the provider. Raises NotFound where the office has none."""
    if not request.uses_single_sign_on:
        raise NotFound("oidc.off")
    # Only the account's own page leads here to bind: another site knows no such token.
    token = request.query.get("bind", "")
    binds = hmac.compare_digest(token.encode("utf-8", "replace"), request.token.encode())
    start = f"{int(time.time())}-{secrets.token_hex(8)}-{'b' if binds else 's'}"
    journey = _journey(request, start)
    try:
        provider = read_provider(request.settings)
    except HubiaoError as error:
        return _refused(request, error)
    address = sign_in_address(
        request.settings,
        provider,
        back=_back(request),
        state=journey.state,
        nonce=journey.nonce,
        verifier=journey.verifier,
    )
    return RedirectResponse(address, status_code=303)


def come_back(request: PageRequest) -> Response:
    """The browser comes back with a code, or with why not."""
    if not request.uses_single_sign_on:
        raise NotFound("oidc.off")
    try:
        journey = _read_state(request)
        if not request.query.get("code"):
            raise Refused("oidc.refused", reason=request.query.get("error", "")[:80])
        identity = fetch_identity(
            request.settings,
            read_provider(request.settings),
            code=request.query["code"],
            back=_back(request),
            nonce=journey.nonce,
            verifier=journey.verifier,
        )
        return _bind(request, identity) if journey.binds else _enter(request, identity)
    except HubiaoError as error:
        return _refused(request, error)


def _enter(request: PageRequest, identity: Identity) -> Response:
    with request.database.begin() as session:
        end_accesses_without_role(session, request.settings, identity)
    with request.database.begin() as session:
        opened = sign_in_identity(
            session,
            request.settings,
            identity,
            address=request.client_address,
            agent=request.http.headers.get("user-agent"),
        )
    if opened is None:
        raise Refused("oidc.waits", user=identity.login)
    response = request.redirect("/sign-in/code" if opened.half else "/")
    set_cookie(response, request.context, opened.secret)
    return response


def _bind(request: PageRequest, identity: Identity) -> Response:
    if request.officer is None:
        raise Refused("sign-in.expired")
    if request.officer.must_change:  # whoever gave her the password may be the one who signed in
        raise Refused("oidc.password-first")
    with request.database.begin() as session:
        bind_identity(session, request.officer.user_id, identity, secret=request.secret)
    return request.redirect("/own#sso")


def _refused(request: PageRequest, error: HubiaoError) -> Response:
    return request.render(
        "sign_in.html", status=403, back="", name="", error=error.text(Language.CHINESE)
    )


def _back(request: PageRequest) -> str:
    return f"{public_address(request.settings, request.http)}{_BACK_PATH}"


def _read_state(request: PageRequest) -> Journey:
    """Raises Refused for a state that this browser was not sent with, or too long ago."""
    state = request.query.get("state", "")
    start = state.rpartition(".")[0]
    journey = _journey(request, start)
    began = start.partition("-")[0]
    fits = state.isascii() and hmac.compare_digest(state, journey.state)
    if not fits or not began.isdigit() or int(began) < time.time() - _SECONDS:
        raise Refused("oidc.other-browser")
    return journey


def _journey(request: PageRequest, start: str) -> Journey:
    return Journey(
        state=f"{start}.{_derived(request, 'state', start)}",
        nonce=_derived(request, "nonce", start),
        verifier=_derived(request, "verifier", start),
        binds=start.endswith("-b"),
    )


def _derived(request: PageRequest, purpose: str, start: str) -> str:
    words = f"oidc:{purpose}:{request.secret}:{start}"
    digest = hmac.new(request.context.key, words.encode("utf-8", "replace"), hashlib.sha256)
    return base64.urlsafe_b64encode(digest.digest()).decode().rstrip("=")


ROUTES = (
    Route(path=START_PATH, handler=go_to_provider, roles=EVERYONE),
    Route(path=_BACK_PATH, handler=come_back, roles=EVERYONE),
)
