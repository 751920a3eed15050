"""群众线索: a public form with a simple gate against abuse, and the officers' list behind it."""

from __future__ import annotations

from starlette.responses import Response

from console.intake.kept_paste import is_walled
from console.intake.tip_words import understood_tip
from console.web.page_request import PageRequest
from console.web.route import DECIDERS, EVERYONE, SIGNED_IN, Route
from console.web.sender_hash import sender_hash
from console.words.labels import TIP_STATES
from storage.base.errors import BadInput
from storage.base.message import Language
from storage.base.vocabulary import TipState
from storage.crawls.tasks import add_task
from storage.leads.tips import add_tip, count_tips, find_tips, settle_tip
from storage.materials.store import ORIGIN_NAMES, materials_of_tips
from storage.records.task_options import TaskOptions


def ask_for_tip(request: PageRequest) -> Response:
    """The public form."""
    return request.render("tip.html", error=None, values={}, sent=None)


def receive_tip(request: PageRequest) -> Response:
    """Receive a tip; what fills the field that people do not see is a program."""
    values = {name: request.form_value(name) for name in ("url", "words", "contact")}
    address, words = understood_tip(values["url"], values["words"])
    if request.form_value("homepage"):
        return request.render("tip.html", error=None, values={}, sent=0)
    try:
        with request.database.begin() as session:
            tip = add_tip(
                session,
                url=address,
                words=words,
                contact=values["contact"] or None,
                source=sender_hash(request),
            )
    except BadInput as error:
        return request.render(
            "tip.html", status=400, error=error.text(Language.CHINESE), values=values, sent=None
        )
    return request.render("tip.html", error=None, values={}, sent=tip.id)


def list_tips(request: PageRequest) -> Response:
    """What people told us, all of it or in one state."""
    chosen = request.query.get("state", "")
    state = TipState(chosen) if chosen in set(TipState) else None
    with request.database.read() as session:
        tips = find_tips(session, state)
        total = count_tips(session, state)
        materials = materials_of_tips(session, [tip.id for tip in tips])
    return request.render(
        "tips.html",
        tips=tips,
        total=total,
        state=state or "",
        states=TIP_STATES,
        materials=materials,
        origins=ORIGIN_NAMES,
        is_walled=is_walled,
        can_settle=request.has_role(DECIDERS),
    )


def take_or_drop_tip(request: PageRequest) -> Response:
    """Take a tip over or drop it: a page of an open site is visited by a task that starts now; of a large
    platform, which shows nothing without a sign-in, what the words tell is entered by hand."""
    taken = request.form_value("act") == "take"
    with request.database.begin() as session:
        state = TipState.TAKEN if taken else TipState.DROPPED
        tip = settle_tip(session, request.path_number(), state, officer=request.officer_name)
        if not taken:
            return request.redirect("/tips")
        if not tip.url or is_walled(tip.url):
            return request.redirect(f"/import?tip={tip.id}")
        name = f"群众线索 {tip.id}"
        task = add_task(
            session, name, [tip.url], options=TaskOptions(follow="none"), actor=request.officer_name
        )
    request.context.crawls.put(task)
    return request.redirect("/tasks?started=1")


ROUTES = (
    Route(path="/tip", handler=ask_for_tip, roles=EVERYONE),
    Route(path="/tip", handler=receive_tip, roles=EVERYONE, method="POST"),
    Route(path="/tips", handler=list_tips, roles=SIGNED_IN),
    Route(path="/tips/{id:int}", handler=take_or_drop_tip, roles=DECIDERS, method="POST"),
)
