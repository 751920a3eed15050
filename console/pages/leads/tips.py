"""群众线索: a public form with a simple gate against abuse, and the officers' list behind it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from starlette.responses import Response

from console.intake.kept_paste import is_walled
from console.intake.tip_words import understood_tip
from console.web.form_values import form_files
from console.web.page_request import PageRequest
from console.web.route import DECIDERS, EVERYONE, SIGNED_IN, Route
from console.web.sender_hash import sender_hash
from console.words.labels import TIP_STATES
from storage.base.errors import BadInput
from storage.base.message import Language
from storage.crawls.tasks import add_task
from storage.leads.tips import add_tip, check_flood, count_tips, find_tips, settle_tip
from storage.materials.store import (
    ORIGIN_NAMES,
    Belonging,
    add_materials,
    keep_files,
    materials_of_tips,
)
from storage.materials.upload_links import NO_WORDS
from storage.records.task_options import TaskOptions
from storage.tables import MaterialOrigin, TipState


def ask_for_tip(request: PageRequest) -> Response:
    """The public form."""
    return _form(request)


def _form(
    request: PageRequest,
    *,
    values: Mapping[str, str] = MappingProxyType({}),
    error: str | None = None,
    sent: int | None = None,
) -> Response:
    return request.render(
        "tip.html",
        status=400 if error else 200,
        error=error,
        values=values,
        sent=sent,
        most=_MOST_PICTURES,
        megabytes=_MOST_BYTES // 2**20,
    )


def receive_tip(request: PageRequest) -> Response:
    """Receive a tip; what fills the field that people do not see is a program."""
    values = {name: request.form_value(name) for name in ("url", "words", "contact")}
    if request.form_value("homepage"):
        return _form(request, sent=0)
    try:
        return _form(request, sent=_add_tip(request, values))
    except BadInput as error:
        return _form(request, values=values, error=error.text(Language.CHINESE))


def _add_tip(request: PageRequest, values: Mapping[str, str]) -> int:
    """The number of a new tip with its pictures. Raises BadInput, Refused."""
    address, words = understood_tip(values["url"], values["words"])
    pictures = form_files(request, "picture")
    if sum(len(content) for _, content in pictures) > _MOST_BYTES:
        raise BadInput("material.too-much", mebibytes=_MOST_BYTES // 2**20)
    source = sender_hash(request)
    with request.database.read() as session:
        check_flood(session, source)  # before a stranger's pictures cost anything
    files = keep_files(request.settings, pictures, recordings=False)
    with request.database.begin() as session:
        tip = add_tip(
            session,
            url=address,
            words=words or (NO_WORDS if files else ""),
            contact=values["contact"] or None,
            source=source,
        )
        belonging = Belonging(tip_id=tip.id)
        add_materials(session, files, belonging, origin=MaterialOrigin.TIP, officer=None)
        return tip.id


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


_MOST_PICTURES = 5
"""Pictures of one tip; chosen by hand: a stranger's files cost time and disk."""
_MOST_BYTES = 20 * 2**20
"""Bytes of all of them; chosen by hand."""

ROUTES = (
    Route(path="/tip", handler=ask_for_tip, roles=EVERYONE),
    Route(path="/tip", handler=receive_tip, roles=EVERYONE, method="POST"),
    Route(path="/tips", handler=list_tips, roles=SIGNED_IN),
    Route(path="/tips/{id:int}", handler=take_or_drop_tip, roles=DECIDERS, method="POST"),
)
