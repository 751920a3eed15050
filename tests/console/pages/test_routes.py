"""Every route × every role: a route without a row in the table fails."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator

import pytest
from starlette.routing import Mount, Route

from console.app import build_app
from console.pages import all_routes
from console.work.children import Children
from storage.base.database import Database
from storage.base.settings import Settings
from storage.base.vocabulary import Role
from storage.people.sign_in import Officer
from tests.console.console_server import IdleChildren, served
from tests.console.sample_office import OFFICERS
from tests.console.visitor import Visitor, cookie_of

Enter = Callable[[str | None], Visitor]
Office = tuple[Settings, Database]

EVERYBODY = frozenset(Role)
ALL = EVERYBODY - {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN}
DECIDE = frozenset({Role.OFFICER, Role.APPROVER, Role.ADMIN})
DRAFT = ALL - {Role.VIEWER}
OVERSEE = frozenset({Role.APPROVER, Role.LEGAL, Role.ADMIN})
ADMIN = frozenset({Role.ADMIN})
SYSTEM = frozenset({Role.ADMIN, Role.SYSTEM_ADMIN})
SECURITY = frozenset({Role.ADMIN, Role.SECURITY_ADMIN})
AUDIT = OVERSEE | {Role.AUDIT_ADMIN}
HEALTH = OVERSEE | {Role.SYSTEM_ADMIN}
APART = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})
PUBLIC = None
TOKEN = "token"

TABLE: dict[tuple[str, str], frozenset[Role] | str | None] = {
    ("GET", "/sign-in"): PUBLIC,
    ("POST", "/sign-in"): PUBLIC,
    ("GET", "/sign-in/code"): PUBLIC,
    ("POST", "/sign-in/code"): PUBLIC,
    ("POST", "/sign-out"): EVERYBODY,
    ("GET", "/sign-in/oidc"): PUBLIC,
    ("GET", "/sign-in/oidc/back"): PUBLIC,
    ("GET", "/setup"): PUBLIC,
    ("POST", "/setup"): PUBLIC,
    ("GET", "/tip"): PUBLIC,
    ("POST", "/tip"): PUBLIC,
    ("GET", "/answer/{secret}"): PUBLIC,
    ("POST", "/answer/{secret}"): PUBLIC,
    ("GET", "/answer/{secret}/picture"): PUBLIC,
    ("GET", "/holder/{secret}"): PUBLIC,
    ("POST", "/holder/{secret}"): PUBLIC,
    ("GET", "/holder/{secret}/pictures/{id:int}"): PUBLIC,
    ("POST", "/holder/{secret}/papers"): PUBLIC,
    ("POST", "/offered-papers/{id:int}"): ADMIN,
    ("GET", "/upload/{secret}"): PUBLIC,
    ("POST", "/upload/{secret}"): PUBLIC,
    ("GET", "/site-leads"): ALL,
    ("POST", "/site-leads/names"): DECIDE,
    ("POST", "/site-leads/visits"): DECIDE,
    ("POST", "/site-leads/lookups"): DECIDE,
    ("POST", "/site-leads/{id:int}"): DECIDE,
    ("POST", "/uploads"): DECIDE,
    ("GET", "/uploads/{id:int}"): DECIDE,
    ("POST", "/uploads/{id:int}/revoke"): DECIDE,
    ("GET", "/materials/{id:int}/picture"): ALL,
    ("GET", "/materials/{id:int}/file"): ALL,
    ("GET", "/materials/{id:int}/frames/{start:int}"): ALL,
    ("GET", "/appeal"): PUBLIC,
    ("POST", "/appeal"): PUBLIC,
    ("GET", "/appeal/letter/{token}"): PUBLIC,
    ("POST", "/appeal/letter/{token}"): PUBLIC,
    ("GET", "/appeal/form/{token}"): PUBLIC,
    ("POST", "/appeal/form/{token}"): PUBLIC,
    ("GET", "/appeal/result/{token}"): PUBLIC,
    ("POST", "/appeal/result/{token}"): PUBLIC,
    ("GET", "/accuracy"): PUBLIC,
    ("GET", "/accuracy/{year:int}"): PUBLIC,
    ("GET", "/accuracy/{year:int}.{kind}"): PUBLIC,
    ("GET", "/statistics/accuracy"): ALL,
    ("POST", "/statistics/accuracy"): frozenset({Role.APPROVER, Role.ADMIN}),
    ("GET", "/identity-reports"): ALL,
    ("POST", "/identity-reports"): ADMIN,
    ("GET", "/identity-reports/{id:int}"): ALL,
    ("POST", "/identity-reports/{id:int}"): ADMIN,
    ("GET", "/appeals"): ALL,
    ("GET", "/appeals/{id:int}"): ALL,
    ("POST", "/appeals/{id:int}"): DECIDE,
    ("POST", "/appeals/{id:int}/second"): frozenset({Role.APPROVER, Role.ADMIN}),
    ("POST", "/appeals/{id:int}/letter"): DRAFT,
    ("GET", "/warnings"): PUBLIC,
    ("GET", "/warnings/{id:int}"): PUBLIC,
    ("GET", "/warnings.xml"): PUBLIC,
    ("GET", "/healthz"): PUBLIC,
    ("GET", "/metrics"): PUBLIC,
    ("GET", "/api/v1/openapi.json"): PUBLIC,
    ("GET", "/api/v1/leads"): TOKEN,
    ("GET", "/api/v1/leads/{id:int}"): TOKEN,
    ("GET", "/api/v1/listings"): TOKEN,
    ("GET", "/api/v1/listings/{id:int}"): TOKEN,
    ("GET", "/api/v1/rights"): TOKEN,
    ("GET", "/api/v1/notices"): TOKEN,
    ("GET", "/api/v1/runs"): TOKEN,
    ("POST", "/api/v1/tips"): TOKEN,
    ("GET", "/api/v1/captures/desk"): TOKEN,
    ("POST", "/api/v1/captures/reading"): TOKEN,
    ("POST", "/api/v1/captures"): TOKEN,
    ("GET", "/learning"): OVERSEE,
    ("POST", "/learning/rules"): OVERSEE,
    ("POST", "/learning/rules/{id:int}"): frozenset({Role.APPROVER, Role.ADMIN}),
    ("GET", "/"): EVERYBODY,
    ("GET", "/leads"): ALL,
    ("GET", "/leads/export.{kind}"): ALL,
    ("GET", "/leads/views"): ALL,
    ("POST", "/leads/views"): ALL,
    ("POST", "/leads/views/{id:int}/rename"): ALL,
    ("POST", "/leads/views/{id:int}/delete"): ALL,
    ("POST", "/leads/views/{id:int}/restore"): ALL,
    ("GET", "/find"): ALL,
    ("GET", "/find.json"): ALL,
    ("GET", "/rights/suggestions.json"): ALL,
    ("GET", "/leads/{id:int}"): ALL,
    ("POST", "/leads/{id:int}/verdict"): DECIDE,
    ("POST", "/leads/{id:int}/skip"): DECIDE,
    ("POST", "/leads/{id:int}/claim"): DECIDE,
    ("POST", "/leads/{id:int}/undo"): DECIDE,
    ("POST", "/leads/{id:int}/close"): DECIDE,
    ("POST", "/leads/{id:int}/capture"): DECIDE,
    ("POST", "/leads/start"): DECIDE,
    ("POST", "/leads/verdict"): DECIDE,
    ("POST", "/leads/undo"): DECIDE,
    ("GET", "/leads/group"): ALL,
    ("POST", "/leads/group"): DECIDE,
    ("GET", "/batches/{id:int}"): ALL,
    ("POST", "/batches/{id:int}/undo"): DECIDE,
    ("POST", "/leads/{id:int}/snooze"): DECIDE,
    ("POST", "/leads/{id:int}/wake"): DECIDE,
    ("POST", "/leads/{id:int}/assign"): DECIDE,
    ("POST", "/leads/assign"): DECIDE,
    ("GET", "/assignments"): ALL,
    ("POST", "/assignments/close"): DECIDE,
    ("POST", "/assignments/{id:int}"): DRAFT,
    ("POST", "/leads/{id:int}/comments"): DRAFT,
    ("POST", "/mentions/{id:int}"): ALL,
    ("POST", "/leads/{id:int}/merge"): DECIDE,
    ("POST", "/leads/{id:int}/unmerge"): DECIDE,
    ("GET", "/sub-offices"): SECURITY,
    ("POST", "/sub-offices"): SECURITY,
    ("POST", "/sub-offices/{id:int}"): SECURITY,
    ("POST", "/sub-offices/members/{id:int}"): SECURITY,
    ("GET", "/evidence/{id:int}/screenshot.png"): ALL,
    ("GET", "/evidence/{id:int}/package"): ALL,
    ("GET", "/listing-pictures/{id:int}"): ALL,
    ("POST", "/answers/{id:int}/accept"): DECIDE,
    ("GET", "/attachments/{sha256}"): ALL,
    ("GET", "/mailbox"): ALL,
    ("GET", "/mailbox/{id:int}"): ALL,
    ("GET", "/mailbox/{id:int}/download"): OVERSEE,
    ("POST", "/mailbox/{id:int}/retry"): OVERSEE,
    ("GET", "/notices"): ALL,
    ("POST", "/notices"): DRAFT,
    ("POST", "/notices/warning"): DRAFT,
    ("GET", "/notices/{id:int}"): ALL,
    ("POST", "/notices/{id:int}/fill"): DRAFT,
    ("POST", "/notices/{id:int}/rewrite"): DRAFT,
    ("GET", "/law"): ALL,
    ("GET", "/law/{name}"): ALL,
    ("POST", "/law/{name}"): OVERSEE,
    ("POST", "/notices/{id:int}/documents"): DRAFT,
    ("POST", "/notices/{id:int}/documents/remove"): DRAFT,
    ("POST", "/notices/{id:int}/seal"): DRAFT,
    ("POST", "/notices/{id:int}/answer"): DRAFT,
    ("POST", "/notices/{id:int}/clock"): DRAFT,
    ("POST", "/deadlines/{id:int}"): DRAFT,
    ("POST", "/notices/{id:int}/service"): DRAFT,
    ("POST", "/notices/{id:int}/replies"): DRAFT,
    ("POST", "/notices/{id:int}/escalate"): DRAFT,
    ("POST", "/leads/{id:int}/visits"): DRAFT,
    ("POST", "/visits/{id:int}/mark"): DRAFT,
    ("POST", "/leads/{id:int}/purchases"): DRAFT,
    ("POST", "/purchases/{id:int}/parcel"): DRAFT,
    ("POST", "/purchases/{id:int}/identification"): DRAFT,
    ("POST", "/leads/{id:int}/registrations"): DRAFT,
    ("POST", "/leads/{id:int}/site-checks"): DRAFT,
    ("POST", "/notices/{id:int}/review"): frozenset({Role.LEGAL}),
    ("POST", "/notices/{id:int}/approve"): frozenset({Role.APPROVER, Role.ADMIN}),
    ("POST", "/notices/{id:int}/send"): DRAFT,
    ("POST", "/notices/{id:int}/withdraw"): DRAFT,
    ("POST", "/notices/{id:int}/publish"): frozenset({Role.APPROVER, Role.ADMIN}),
    ("POST", "/notices/{id:int}/unpublish"): frozenset({Role.APPROVER, Role.ADMIN}),
    ("GET", "/notices/{id:int}/preview.pdf"): ALL,
    ("GET", "/notices/{id:int}/document.docx"): ALL,
    ("GET", "/notices/{id:int}/package.zip"): DRAFT,
    ("GET", "/tasks"): ALL,
    ("POST", "/tasks"): ADMIN,
    ("POST", "/tasks/act"): DECIDE,
    ("GET", "/runs/{id:int}"): ALL,
    ("POST", "/runs/{id:int}/stop"): DECIDE,
    ("GET", "/platforms"): ALL,
    ("GET", "/platforms/learned"): ADMIN,
    ("POST", "/platforms/learned"): ADMIN,
    ("GET", "/platforms/new"): ADMIN,
    ("POST", "/platforms/new"): ADMIN,
    ("GET", "/platforms/{name}"): ADMIN,
    ("POST", "/platforms/{name}/switch"): ADMIN,
    ("POST", "/platforms/{name}"): ADMIN,
    ("GET", "/apis"): ALL,
    ("POST", "/apis/tasks"): ADMIN,
    ("POST", "/apis/{name}"): ADMIN,
    ("GET", "/rights"): ALL,
    ("POST", "/rights/import"): ADMIN,
    ("POST", "/rights/import/wrong.xlsx"): ADMIN,
    ("POST", "/rights/imports/{id:int}"): ADMIN,
    ("GET", "/rights/new"): ADMIN,
    ("GET", "/rights/template.xlsx"): ADMIN,
    ("GET", "/rights/export.xlsx"): ADMIN,
    ("POST", "/rights/new"): ADMIN,
    ("GET", "/rights/{id}"): ALL,
    ("GET", "/rights/{id}/edit"): ADMIN,
    ("POST", "/rights/{id}/edit"): ADMIN,
    ("GET", "/rights/{id}/enrich"): ADMIN,
    ("POST", "/rights/{id}/enrich"): ADMIN,
    ("POST", "/rights/{id}/licences"): ADMIN,
    ("POST", "/rights/{id}/state"): ADMIN,
    ("POST", "/licences/{id:int}"): ADMIN,
    ("GET", "/holders"): ALL,
    ("GET", "/holders/new"): ADMIN,
    ("POST", "/holders/new"): ADMIN,
    ("GET", "/holders/{id}"): ADMIN,
    ("POST", "/holders/{id}"): ADMIN,
    ("GET", "/holders/{id}/links"): DECIDE,
    ("POST", "/holders/{id}/links"): DECIDE,
    ("POST", "/holder-links/{id:int}"): DECIDE,
    ("POST", "/rights/{id}/files"): ADMIN,
    ("GET", "/right-files/{id:int}"): ALL,
    ("POST", "/right-files/{id:int}"): ADMIN,
    ("GET", "/shop-leads"): ALL,
    ("GET", "/pictures"): ALL,
    ("POST", "/pictures"): ALL,
    ("GET", "/pictures/{id:int}/thumbnail"): ALL,
    ("GET", "/shops"): ALL,
    ("GET", "/listings"): ALL,
    ("GET", "/statistics"): ALL,
    ("GET", "/statistics/report.{kind}"): ALL,
    ("GET", "/shops/{id:int}"): ALL,
    ("GET", "/shops/{id:int}/network.graphml"): ALL,
    ("GET", "/transfers"): ALL,
    ("POST", "/transfers"): DECIDE,
    ("GET", "/transfers/{id:int}"): ALL,
    ("POST", "/transfers/{id:int}/open"): DECIDE,
    ("POST", "/transfers/{id:int}/answer"): DECIDE,
    ("GET", "/transfers/{id:int}/package.zip"): ALL,
    ("GET", "/transfers/{id:int}/file"): ALL,
    ("GET", "/transfers/{id:int}/rights.yml"): ALL,
    ("POST", "/receipts"): DRAFT,
    ("GET", "/receipts/{id:int}"): ALL,
    ("GET", "/tips"): ALL,
    ("POST", "/tips/{id:int}"): DECIDE,
    ("POST", "/shop-leads/{id:int}"): DECIDE,
    ("GET", "/import"): DECIDE,
    ("POST", "/import"): DECIDE,
    ("POST", "/import/keep"): DECIDE,
    ("GET", "/audit"): AUDIT,
    ("POST", "/audit"): AUDIT,
    ("GET", "/audit/export.csv"): AUDIT,
    ("POST", "/audit/syslog"): frozenset({Role.ADMIN, Role.AUDIT_ADMIN}),
    ("GET", "/security"): SECURITY | {Role.AUDIT_ADMIN},
    ("POST", "/security/sessions"): SECURITY,
    ("POST", "/security/waits"): SECURITY,
    ("POST", "/security/rules"): SECURITY,
    ("POST", "/security/propose"): SECURITY,
    ("POST", "/security/withdraw"): SECURITY | {Role.AUDIT_ADMIN},
    ("POST", "/security/confirm"): frozenset({Role.AUDIT_ADMIN}),
    ("GET", "/changes"): APART,
    ("POST", "/changes/{id:int}"): APART,
    ("GET", "/users"): SECURITY,
    ("POST", "/users"): SECURITY,
    ("POST", "/users/{id:int}"): SECURITY,
    ("GET", "/own"): EVERYBODY,
    ("POST", "/own"): EVERYBODY,
    ("POST", "/own/sessions"): EVERYBODY,
    ("GET", "/own/factor"): EVERYBODY,
    ("POST", "/own/factor"): EVERYBODY,
    ("POST", "/own/factor/end"): EVERYBODY,
    ("POST", "/own/browsers"): DECIDE,
    ("POST", "/own/browsers/{id:int}"): EVERYBODY,
    ("GET", "/programs"): SYSTEM,
    ("GET", "/channels"): SYSTEM,
    ("POST", "/channels"): SYSTEM,
    ("POST", "/channels/{id:int}"): SYSTEM,
    ("POST", "/programs/tokens"): SYSTEM,
    ("POST", "/programs/tokens/{id:int}"): SYSTEM,
    ("POST", "/programs/webhooks"): SYSTEM,
    ("POST", "/programs/webhooks/{id:int}"): SYSTEM,
    ("GET", "/start"): SYSTEM,
    ("POST", "/start"): SYSTEM,
    ("GET", "/start/{step}"): SYSTEM,
    ("POST", "/start/{step}"): SYSTEM,
    ("POST", "/settings"): SYSTEM,
    ("POST", "/settings/mail"): SYSTEM,
    ("GET", "/settings"): SYSTEM,
    ("GET", "/system"): HEALTH,
    ("GET", "/logs"): HEALTH,
    ("GET", "/logs/download"): HEALTH,
    ("POST", "/system/check"): HEALTH,
    ("POST", "/system/backups"): SYSTEM,
    ("GET", "/system/backups/{name}"): SYSTEM,
    ("POST", "/system/backups/{name}"): SYSTEM,
    ("POST", "/system/backups/{name}/trial"): SYSTEM,
}
"""Who may ask for what. `PUBLIC` needs nobody, `TOKEN` a program's token."""


SET_APART = {
    SYSTEM: frozenset({Role.SYSTEM_ADMIN}),
    SECURITY: frozenset({Role.SECURITY_ADMIN}),
    AUDIT: frozenset({Role.AUDIT_ADMIN}),
    SECURITY | {Role.AUDIT_ADMIN}: frozenset({Role.SECURITY_ADMIN, Role.AUDIT_ADMIN}),
    frozenset({Role.ADMIN, Role.AUDIT_ADMIN}): frozenset({Role.AUDIT_ADMIN}),
}
"""三员分立: whose each duty of the table is while administrators are set apart; every other one stays as it is."""


@pytest.fixture(scope="module")
def address(office: Office) -> Iterator[str]:
    """What a route starts (a check, a backup) is tested with its page."""
    with served(*office, IdleChildren(office[0].folder("logs"))) as url:
        yield url


def filled(path: str) -> str:
    """The route's path with numbers that nothing has."""
    for part, value in (("{id:int}", "999999"), ("{id}", "nothing"), ("{kind}", "csv"), ("{name}", "nothing"),
                        ("{secret}", "nothing"), ("{sha256}", "0" * 64), ("{start:int}", "0")):  # fmt: skip
        path = path.replace(part, value)
    return path


def test_every_route_of_the_application_stands_in_the_table(office: Office) -> None:
    app = build_app(*office, Children(office[0].folder("logs")))
    served = set()
    for route in app.routes:
        if isinstance(route, Mount):
            assert route.path == "/static"
            continue
        assert isinstance(route, Route)
        served |= {
            (method, route.path) for method in (route.methods or set()) - {"HEAD", "OPTIONS"}
        }
    assert served == set(TABLE)


@pytest.mark.parametrize(("method", "path"), [key for key in TABLE if TABLE[key] is not PUBLIC])
def test_a_stranger_is_let_in_nowhere_else(visit: Enter, method: str, path: str) -> None:
    stranger = visit(None)
    answer = stranger.get(filled(path)) if method == "GET" else stranger.post(filled(path))
    if TABLE[method, path] == TOKEN:
        assert answer.status_code == 401
    else:
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/sign-in")


@pytest.mark.parametrize("name", OFFICERS)
def test_a_role_opens_what_the_table_says_and_nothing_else(visit: Enter, name: str) -> None:
    visitor, role = visit(name), OFFICERS[name]
    wrong = []
    for (method, path), who in TABLE.items():
        if not isinstance(who, frozenset) or path == "/sign-out":
            continue
        answer = visitor.get(filled(path)) if method == "GET" else visitor.post(filled(path))
        if (answer.status_code != 403) != (role in who) or answer.status_code >= 500:
            wrong.append((method, path, answer.status_code))
    assert wrong == []


def test_with_administrators_apart_every_route_is_opened_by_whose_duty_it_is_and_nobody_else() -> (
    None
):
    routes = {(route.method, route.path): route.roles for route in all_routes()}
    wrong = []
    for key, roles in routes.items():
        who = TABLE[key]
        if roles is None or not isinstance(who, frozenset):
            assert roles is None or key[0] == "POST" or who == TOKEN, key
            continue
        due = SET_APART.get(who, who)
        opened = {
            role
            for role in Role
            if Officer(user_id=1, name="x", role=role, shown_name="x", apart=True).may(roles)
        }
        if opened != due:
            wrong.append((key, sorted(opened), sorted(due)))
    assert wrong == []


def test_no_administrator_who_is_set_apart_reaches_another_ones_duty_or_any_lead() -> None:
    account = {"/own", "/own/sessions", "/own/factor", "/own/factor/end", "/own/browsers/{id:int}"}
    common = account | {"/", "/sign-out", "/changes", "/changes/{id:int}"}
    duties = {
        Role.SYSTEM_ADMIN: ("/settings", "/system", "/logs", "/start", "/programs", "/channels"),
        Role.SECURITY_ADMIN: ("/users", "/security", "/sub-offices"),
        Role.AUDIT_ADMIN: ("/audit", "/security"),
    }
    for role, folders in duties.items():
        officer = Officer(user_id=1, name="x", role=role, shown_name="x", apart=True)
        opened = {r.path for r in all_routes() if r.roles is not None and officer.may(r.roles)}
        assert {path for path in opened - common if not path.startswith(folders)} == set(), role
    auditor = Officer(user_id=1, name="x", role=Role.AUDIT_ADMIN, shown_name="x", apart=True)
    acts = {r.path for r in all_routes() if r.method == "POST" and r.roles and auditor.may(r.roles)}
    assert acts - common == {
        "/audit", "/audit/syslog", "/security/withdraw", "/security/confirm",
    }  # fmt: skip


UNSAFE = [path for method, path in TABLE if method == "POST" and TABLE["POST", path] != TOKEN]


@pytest.mark.parametrize("path", UNSAFE)
def test_no_unsafe_request_is_taken_without_the_browser_s_own_token(
    visit: Enter, path: str
) -> None:
    who = TABLE["POST", path]
    name = next(
        (n for n, role in OFFICERS.items() if isinstance(who, frozenset) and role in who), None
    )
    client = visit(name).client
    for sent in ({}, {"token": ""}, {"token": "0" * 64}, {"token": visit("看").token + "0"}):
        answer = client.post(filled(path), data=sent)
        assert answer.status_code == 403
        assert "页面已过期" in answer.text
    token = {"token": visit(name).token}
    from_elsewhere = {"Sec-Fetch-Site": "same-site", "Origin": "https://sub.evil.invalid"}
    assert client.post(filled(path), data=token, headers=from_elsewhere).status_code == 403


def test_signing_out_ends_the_session_on_the_server_too(address: str) -> None:
    visitor = Visitor(address, "乙")
    name, secret = cookie_of(visitor.client)
    answer = visitor.post("/sign-out")
    assert answer.status_code == 303
    assert answer.headers["clear-site-data"] == '"cache", "storage"'
    visitor.client.cookies.set(name, secret)
    assert visitor.get("/leads").status_code == 303
    visitor.close()


def test_a_refused_page_is_a_line_in_the_log(
    address: str, caplog: pytest.LogCaptureFixture
) -> None:
    visitor = Visitor(address, "看")
    with caplog.at_level(logging.WARNING, "console.web.route"):
        assert visitor.get("/users").status_code == 403
    visitor.close()
    assert any("'看'" in line and "GET /users" in line for line in caplog.messages)
