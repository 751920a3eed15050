"""用户与角色: entering officers, roles, closing accounts, new passwords, lost second factors."""

from __future__ import annotations

from starlette.responses import Response

from console.web.form_values import role_value
from console.web.page_request import PageRequest
from console.web.route import SECURITY_ADMINS, Route
from console.words.deletions import SECOND_FACTOR, SINGLE_SIGN_ON
from console.words.password_rules import rules_words
from storage.base.errors import BadInput
from storage.base.vocabulary import ROLE_NAMES
from storage.people.accounts import (
    change_role,
    end_factor,
    list_users,
    set_active,
    set_names,
    set_password,
)
from storage.people.oidc_accounts import unbind
from storage.people.passwords import add_user
from storage.people.proposed_changes import pending_changes
from storage.people.security_policy import is_apart, password_rules


def list_officers(request: PageRequest) -> Response:
    """All officers."""
    with request.database.read() as session:
        users, rules = list_users(session), password_rules(session)
        apart, changes = is_apart(session), pending_changes(session)
    return request.render(
        "users.html",
        users=users,
        roles=ROLE_NAMES,
        rules=rules_words(rules),
        apart=apart,
        waiting=len(changes),
    )


def add_officer(request: PageRequest) -> Response:
    """Enter an officer."""
    password = _password(request)
    with request.database.begin() as session:
        add_user(
            session,
            request.required_value("name", "用户名"),
            role_value(request),
            password,
            full_name=request.form_value("full_name"),
            function=request.form_value("function"),
            actor=request.officer_name,
        )
    return request.redirect("/users")


def change_officer(request: PageRequest) -> Response:
    """One act on one officer: role, close, open, password, a lost second factor."""
    act = request.form_value("act")
    with request.database.begin() as session:
        if act == "role":
            change_role(
                session, request.path_number(), role_value(request), actor=request.officer_name
            )
        elif act in ("close", "open"):
            set_active(session, request.path_number(), act == "open", actor=request.officer_name)
        elif act == "names":
            set_names(
                session,
                request.path_number(),
                full_name=request.form_value("full_name"),
                function=request.form_value("function"),
                actor=request.officer_name,
            )
        elif act == "password":
            set_password(
                session, request.path_number(), _password(request), actor=request.officer_name
            )
        elif act == "factor":
            end_factor(session, request.path_number(), actor=request.officer_name)
        elif act == "unbind":
            unbind(session, request.path_number(), actor=request.officer_name)
        else:
            raise BadInput("form.unknown-act", act=act)
    return request.redirect("/users")


def _password(request: PageRequest) -> str:
    return str(request.form.get("password", ""))


ROUTES = (
    Route(path="/users", handler=list_officers, roles=SECURITY_ADMINS),
    Route(path="/users", handler=add_officer, roles=SECURITY_ADMINS, method="POST"),
    Route(
        path="/users/{id:int}",
        handler=change_officer,
        roles=SECURITY_ADMINS,
        method="POST",
        deletes={"factor": SECOND_FACTOR, "unbind": SINGLE_SIGN_ON},
    ),
)
