"""我的账户: one's own password, second factor (动态口令) and browsers (浏览器扩展)."""

from __future__ import annotations

import segno
from starlette.responses import Response

from console.web.page_request import PageRequest
from console.web.response_guard import public_address
from console.web.route import DECIDERS, EVERY_ROLE, Route
from console.words.deletions import BROWSER_TOKEN
from console.words.devices import device_name
from console.words.password_rules import rules_words
from storage.base.errors import BadInput, Refused
from storage.base.message import Language
from storage.people.accounts import set_password
from storage.people.api_tokens import CAPTURES, add_token, drop_token, new_secret, tokens_of
from storage.people.open_sessions import (
    end_others,
    end_session,
    open_sessions,
    signed_in_user,
)
from storage.people.second_factor import codes_left, drop_factor, enrol, new_seed, seed_address
from storage.people.security_policy import password_rules
from storage.people.sign_in import Officer, check_password
from storage.tables import UserRow


def show_account(request: PageRequest) -> Response:
    """One's own account."""
    return _account_page(request, None)


def change_password(request: PageRequest) -> Response:
    """A new password for oneself; the old one is asked, and every session ends."""
    officer = _officer(request)
    try:
        check_password(request.database, officer.name, _password_field(request, "old"))
        with request.database.begin() as session:
            set_password(
                session, officer.user_id, _password_field(request, "password"), actor=officer.name
            )
    except (BadInput, Refused) as error:
        return _account_page(request, error.text(Language.CHINESE))
    return request.redirect("/sign-in")


def end_own_session(request: PageRequest) -> Response:
    """End one of one's own sessions, or all but this one."""
    officer, mark = _officer(request), request.form_value("session")
    with request.database.begin() as session:
        if mark:
            end_session(session, mark, actor=officer.name, user_id=officer.user_id)
        else:
            end_others(session, officer.user_id, request.secret, actor=officer.name)
    return request.redirect("/own#sessions")


def offer_second_factor(request: PageRequest) -> Response:
    """The QR code for an authenticator app, and the field for its first code."""
    officer = _officer(request)
    return _second_factor_page(request, new_seed(request.settings.home, officer.user_id), None)


def enrol_second_factor(request: PageRequest) -> Response:
    """Ask for the second factor from now on, once the app's first code fits; the recovery codes
    are shown this once."""
    officer = _officer(request)
    sealed = request.required_value("seed", "绑定信息")
    try:
        with request.database.begin() as session:
            signed_in_user(session, officer.user_id, request.secret)
            codes = enrol(
                session, request.settings.home, officer.user_id, sealed, request.form_value("code")
            )
    except BadInput as error:
        return _second_factor_page(request, sealed, error.text(Language.CHINESE))
    return request.render("factor_codes.html", codes=codes)


def drop_second_factor(request: PageRequest) -> Response:
    """Do without the second factor again; the password is asked."""
    officer = _officer(request)
    try:
        check_password(request.database, officer.name, _password_field(request, "old"))
        with request.database.begin() as session:
            drop_factor(session, officer.user_id, actor=officer.name)
    except Refused as error:
        return _account_page(request, error.text(Language.CHINESE))
    return request.redirect("/own")


def connect_browser(request: PageRequest) -> Response:
    """A token for the extension in one's own browser; its secret is shown on this one page."""
    officer = _officer(request)
    secret, name = new_secret(), request.required_value("name", "浏览器名称")
    with request.database.begin() as session:
        signed_in_user(session, officer.user_id, request.secret)
        add_token(
            session,
            f"{officer.name}：{name}",
            CAPTURES,
            secret,
            officer=officer.name,
            actor=officer.name,
        )
    return _account_page(request, None, secret=secret)


def disconnect_browser(request: PageRequest) -> Response:
    """Withdraw the token of one of one's own browsers."""
    officer = _officer(request)
    with request.database.begin() as session:
        drop_token(session, request.path_number(), actor=officer.name, user_id=officer.user_id)
    return request.redirect("/own")


def _second_factor_page(request: PageRequest, sealed: str, error: str | None) -> Response:
    officer = _officer(request)
    address = seed_address(request.settings.home, officer.user_id, officer.name, sealed)
    return request.render(
        "factor.html",
        status=400 if error else 200,
        error=error,
        sealed=sealed,
        picture=segno.make(address, error="m").svg_data_uri(scale=5, border=2),
        words=address.partition("secret=")[2].partition("&")[0],
    )


def _account_page(
    request: PageRequest, error: str | None, *, secret: str | None = None
) -> Response:
    officer = _officer(request)
    with request.database.read() as session:
        user = session.get_one(UserRow, officer.user_id)
        left = codes_left(session, officer.user_id)
        browsers = tokens_of(session, officer.user_id)
        rules = password_rules(session)
        sessions = open_sessions(session, user_id=officer.user_id, secret=request.secret)
    return request.render(
        "own.html",
        status=400 if error else 200,
        error=error,
        factor=user.totp_seed is not None,
        bound=user.oidc_subject is not None,
        left=left,
        browsers=browsers,
        secret=secret,
        can_take=request.has_role(DECIDERS),
        console=public_address(request.settings, request.http),
        rules=rules_words(rules),
        shortest=rules.length,
        is_due=request.query.get("due") == "1" or officer.must_change,
        sessions=sessions,
        device=device_name,
    )


def _password_field(request: PageRequest, name: str) -> str:
    """A password as it was typed, blanks included."""
    return str(request.form.get(name, ""))


def _officer(request: PageRequest) -> Officer:
    if request.officer is None:
        raise Refused("page.not-signed-in")
    return request.officer


ROUTES = (
    Route(path="/own", handler=show_account, roles=EVERY_ROLE),
    Route(path="/own", handler=change_password, roles=EVERY_ROLE, method="POST"),
    Route(path="/own/sessions", handler=end_own_session, roles=EVERY_ROLE, method="POST"),
    Route(path="/own/factor", handler=offer_second_factor, roles=EVERY_ROLE),
    Route(path="/own/factor", handler=enrol_second_factor, roles=EVERY_ROLE, method="POST"),
    Route(path="/own/browsers", handler=connect_browser, roles=DECIDERS, method="POST"),
    Route(
        path="/own/browsers/{id:int}",
        handler=disconnect_browser,
        roles=EVERY_ROLE,
        method="POST",
        deletes={"": BROWSER_TOKEN},
    ),
    Route(path="/own/factor/end", handler=drop_second_factor, roles=EVERY_ROLE, method="POST"),
)
