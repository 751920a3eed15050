"""查找 (Ctrl-K): pages, leads, shops, letters, rights and acts by a few typed letters, ranked.

Only what the officer's role may open is offered. Without a script `/find` is a page with a form.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from sqlalchemy.orm import Session
from starlette.responses import JSONResponse, Response

from alerts.letters.model.letter_kind import kinds
from console.pages.find.places import Place, likeness, places_for
from console.web.page_request import PageRequest
from console.web.queue.platform_names import platform_names
from console.web.route import SIGNED_IN, Route
from storage.base.vocabulary import NOTICE_STATE_NAMES
from storage.people.saved_views import saved_views
from storage.views.queue.quick_find import (
    lead_by_number,
    letters_by_words,
    shops_by_name,
    typed_number,
)
from storage.views.queue.right_suggestions import suggest_rights

_MOST = 30
"""Entries of one answer; chosen by hand: three screens of the palette."""
_MOST_OF_KIND = 6
"""Shops, letters or rights among them."""
_LONGEST = 100
"""Characters that are searched."""
_ROWS = 3
"""Rank of a shop, letter or right beside pages: behind those that begin with the letters."""


def find_places(request: PageRequest) -> list[Place]:
    """What the letters in `q` may mean, the likeliest first; all pages for none."""
    words = request.query.get("q", "").strip()[:_LONGEST]
    places = places_for(request.signed_in_officer)
    with request.database.read() as session:
        views = [
            Place(kind="视图", text=view.name, detail="常用视图", address=f"/leads?{view.query}")
            for view in saved_views(session, request.signed_in_officer)
        ]
        if not words:
            return [*places, *views]
        rows = list(_rows(session, request, words))
    ranked = [
        (fit, place)
        for place in [*places, *views]
        if (fit := likeness(place.text, words)) is not None
    ]
    ranked += [
        (min(_ROWS, fit) if (fit := likeness(place.text, words)) is not None else _ROWS, place)
        for place in rows
        if place.kind != "线索"
    ]
    leads = [place for place in rows if place.kind == "线索"]
    ranked.sort(key=lambda pair: pair[0])
    search = Place(
        kind="搜索",
        text=f"在线索中搜索“{words}”",
        detail="",
        address=f"/leads?tab=all&q={quote(words)}",
    )
    return [*leads, *(place for _, place in ranked[: _MOST - 1]), search]


def answer_letters(request: PageRequest) -> Response:
    """The entries as JSON, for the palette."""
    return JSONResponse(
        {
            "places": [
                {
                    "kind": place.kind, "text": place.text, "detail": place.detail,
                    "address": place.address,
                }
                for place in find_places(request)
            ]
        }
    )  # fmt: skip


def show_places(request: PageRequest) -> Response:
    """The entries as a page."""
    return request.render(
        "find.html", words=request.query.get("q", ""), places=find_places(request)
    )


def _rows(session: Session, request: PageRequest, words: str) -> Iterator[Place]:
    number = typed_number(words)
    lead = lead_by_number(session, number) if number is not None else None
    if lead is not None:
        yield Place(
            kind="线索", text=f"{lead.id} {lead.title}", detail=lead.right,
            address=f"/leads/{lead.id}?tab=all",
        )  # fmt: skip
    for right in suggest_rights(session, words, limit=_MOST_OF_KIND):
        yield Place(
            kind="权利", text=right.text, detail=right.holder or "",
            address=f"/rights/{quote(right.id)}",
        )  # fmt: skip
    names = platform_names(request.settings)
    for shop in shops_by_name(session, words, limit=_MOST_OF_KIND):
        yield Place(
            kind="店铺", text=shop.name, detail=names.name(shop.platform),
            address=f"/shops/{shop.id}",
        )  # fmt: skip
    for letter in letters_by_words(session, words, limit=_MOST_OF_KIND):
        kind = kinds()[letter.kind].name if letter.kind in kinds() else letter.kind
        yield Place(
            kind="文书", text=f"{kind} {letter.number or f'编号 {letter.id}'}",
            detail=" ".join(filter(None, (letter.right, NOTICE_STATE_NAMES[letter.state]))),
            address=f"/notices/{letter.id}",
        )  # fmt: skip


ROUTES = (
    Route(path="/find", handler=show_places, roles=SIGNED_IN),
    Route(path="/find.json", handler=answer_letters, roles=SIGNED_IN),
)
