"""待确认的更改: what one administrator of 三员分立 proposed, for a second one of another kind."""

from __future__ import annotations

from starlette.responses import Response

from console.web.page_request import PageRequest
from console.web.route import SECOND_ADMINS, Route
from storage.base.errors import BadInput
from storage.base.vocabulary import ROLE_NAMES
from storage.people.api_tokens import SCOPES
from storage.people.confirmed_changes import confirm_change
from storage.people.proposed_changes import PendingChange, pending_changes, refuse_change
from storage.people.security_policy import PROPOSAL, is_apart
from storage.tables import ChangeAct


def list_changes(request: PageRequest) -> Response:
    """The proposals that wait."""
    with request.database.read() as session:
        changes, apart = pending_changes(session), is_apart(session)
    return request.render(
        "changes.html",
        changes=[(change, _words(change)) for change in changes],
        apart=apart,
        days=PROPOSAL.days,
        me=request.officer_name,
    )


def decide_change(request: PageRequest) -> Response:
    """The second administrator confirms a proposal or turns it down; the first takes it back."""
    number, act = request.path_number(), request.form_value("act")
    with request.database.begin() as session:
        if act == "confirm":
            confirm_change(session, number, actor=request.officer_name)
        elif act == "refuse":
            refuse_change(session, number, actor=request.officer_name)
        else:
            raise BadInput("form.unknown-act", act=act)
    return request.redirect("/changes")


def _words(change: PendingChange) -> str:
    role = ROLE_NAMES[change.role] if change.role else ""
    match change.act:
        case ChangeAct.OPEN:
            return f"启用{role}账户 {change.name}"
        case ChangeAct.ROLE:
            return f"将用户 {change.name} 改为{role}"
        case ChangeAct.PASSWORD:
            return f"重设{role} {change.name} 的密码（首次登录须更改）"
        case ChangeAct.FACTOR:
            return f"解除{role} {change.name} 的动态口令"
        case ChangeAct.TOKEN:
            scopes = "、".join(SCOPES.get(scope, scope) for scope in change.detail.split(","))
            return f"启用令牌 {change.name}：{scopes}"
        case ChangeAct.WEBHOOK:
            return f"启用推送 {change.name}：{change.detail}"


ROUTES = (
    Route(path="/changes", handler=list_changes, roles=SECOND_ADMINS),
    Route(path="/changes/{id:int}", handler=decide_change, roles=SECOND_ADMINS, method="POST"),
)
