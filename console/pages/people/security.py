"""登录与权限: who is signed in, who has to wait, rules on passwords, administrators apart (三员分立)."""

from __future__ import annotations

from starlette.responses import Response

from console.web.page_request import PageRequest
from console.web.route import CONFIRMERS, POLICY_READERS, SECURITY_ADMINS, Route
from console.words.devices import device_name
from console.words.password_rules import rules_words
from storage.base.errors import BadInput
from storage.base.vocabulary import ROLE_NAMES
from storage.people.accounts import list_users
from storage.people.open_sessions import (
    end_session,
    open_sessions,
    release_wait,
    sign_in_waits,
)
from storage.people.roles import ADMINISTRATORS_APART
from storage.people.security_policy import (
    PROPOSAL,
    PasswordRules,
    confirm_switch,
    propose_switch,
    read_policy,
    set_password_rules,
    withdraw_proposal,
)


def show_security(request: PageRequest) -> Response:
    """Sessions, limits, rules and the three administrators."""
    with request.database.read() as session:
        policy, users = read_policy(session), list_users(session)
        return request.render(
            "security.html",
            sessions=open_sessions(session, secret=request.secret),
            waits=sign_in_waits(session),
            device=device_name,
            rules=policy.rules,
            rules_words=rules_words(policy.rules),
            apart=policy.is_apart,
            proposal=policy.proposal,
            proposal_days=PROPOSAL.days,
            holders=[
                (ROLE_NAMES[role], [user for user in users if user.active and user.role == role])
                for role in ADMINISTRATORS_APART
            ],
            can_change=request.has_role(SECURITY_ADMINS),
            can_confirm=request.has_role(CONFIRMERS),
        )


def end(request: PageRequest) -> Response:
    """End somebody's session."""
    with request.database.begin() as session:
        end_session(session, request.form_value("session"), actor=request.officer_name)
    return request.redirect("/security#sessions")


def release(request: PageRequest) -> Response:
    """Let an account or an address try again at once."""
    with request.database.begin() as session:
        release_wait(session, request.form_value("key"), actor=request.officer_name)
    return request.redirect("/security#waits")


def save_rules(request: PageRequest) -> Response:
    """Other rules on passwords."""
    rules = PasswordRules(
        length=_count(request, "length"),
        kinds=_count(request, "kinds"),
        days=_count(request, "days"),
        change_first=request.form_value("change_first") == "1",
    )
    with request.database.begin() as session:
        set_password_rules(session, rules, actor=request.officer_name)
    return request.redirect("/security#rules")


def propose(request: PageRequest) -> Response:
    """Propose to set administrators apart, or together again."""
    with request.database.begin() as session:
        propose_switch(session, actor=request.officer_name)
    return request.redirect("/security#apart")


def withdraw(request: PageRequest) -> Response:
    """Take the proposal back, or turn it down."""
    with request.database.begin() as session:
        withdraw_proposal(session, actor=request.officer_name)
    return request.redirect("/security#apart")


def confirm(request: PageRequest) -> Response:
    """The second person agrees: it is switched."""
    with request.database.begin() as session:
        confirm_switch(session, actor=request.officer_name)
    return request.redirect("/security#apart")


def _count(request: PageRequest, name: str) -> int:
    text = request.form_value(name)
    if not (text.isascii() and text.isdigit() and len(text) < 6):
        raise BadInput("form.count", value=text)
    return int(text)


ROUTES = (
    Route(path="/security", handler=show_security, roles=POLICY_READERS),
    Route(path="/security/sessions", handler=end, roles=SECURITY_ADMINS, method="POST"),
    Route(path="/security/waits", handler=release, roles=SECURITY_ADMINS, method="POST"),
    Route(path="/security/rules", handler=save_rules, roles=SECURITY_ADMINS, method="POST"),
    Route(path="/security/propose", handler=propose, roles=SECURITY_ADMINS, method="POST"),
    Route(path="/security/withdraw", handler=withdraw, roles=POLICY_READERS, method="POST"),
    Route(path="/security/confirm", handler=confirm, roles=CONFIRMERS, method="POST"),
)
