"""群众线索: a public form with a simple gate against abuse, and the officers' list behind it."""

from __future__ import annotations

import hashlib
import hmac

from starlette.responses import Response

from console.web.page_request import Visit
from console.web.route import DECIDERS, EVERYONE, SIGNED_IN, Page
from storage.base.errors import BadInput
from storage.base.message import Language
from storage.base.vocabulary import TipState
from storage.crawls.tasks import add_task
from storage.leads.tips import add_tip, count_tips, find_tips, settle_tip

TIP_STATE_NAMES = {
    TipState.NEW: "待处理",
    TipState.TAKEN: "已采用",
    TipState.DROPPED: "未采用",
}


def form(visit: Visit) -> Response:
    """The public form."""
    return visit.page("tip.html", error=None, given={}, sent=None)


def hand_in(visit: Visit) -> Response:
    """Receive a tip; what fills the field that people do not see is a program."""
    given = {name: visit.value(name) for name in ("url", "words", "contact")}
    if visit.value("homepage"):
        return visit.page("tip.html", error=None, given={}, sent=0)
    try:
        with visit.database.begin() as session:
            tip = add_tip(
                session,
                url=given["url"],
                words=given["words"],
                contact=given["contact"] or None,
                source=_source(visit),
            )
    except BadInput as error:
        return visit.page(
            "tip.html", status=400, error=error.text(Language.CHINESE), given=given, sent=None
        )
    return visit.page("tip.html", error=None, given={}, sent=tip.id)


def _source(visit: Visit) -> str:
    return hmac.new(
        visit.house.key, b"tip:" + visit.client_address.encode(), hashlib.sha256
    ).hexdigest()


def show(visit: Visit) -> Response:
    """What people told us, all of it or in one state."""
    asked = visit.query.get("state", "")
    state = TipState(asked) if asked in set(TipState) else None
    with visit.database.read() as session:
        tips = find_tips(session, state)
        total = count_tips(session, state)
    return visit.page(
        "tips.html",
        tips=tips,
        total=total,
        state=state or "",
        states=TIP_STATE_NAMES,
        can_settle=visit.may(DECIDERS),
    )


def settle(visit: Visit) -> Response:
    """Take a tip over, which makes a task of its page and starts it, or drop it."""
    taken = visit.value("act") == "take"
    with visit.database.begin() as session:
        state = TipState.TAKEN if taken else TipState.DROPPED
        tip = settle_tip(session, visit.number(), state, officer=visit.name)
        if not taken:
            return visit.go("/tips")
        name = f"群众线索 {tip.id}"
        task = add_task(session, name, [tip.url], options={"follow": "none"}, actor=visit.name)
    visit.house.crawls.put(task)
    return visit.go("/tasks?started=1")


PAGES = (
    Page(path="/tip", act=form, who=EVERYONE),
    Page(path="/tip", act=hand_in, who=EVERYONE, method="POST"),
    Page(path="/tips", act=show, who=SIGNED_IN),
    Page(path="/tips/{id:int}", act=settle, who=DECIDERS, method="POST"),
)
