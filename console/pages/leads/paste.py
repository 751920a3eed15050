"""线索导入: what an officer pastes, first as it was understood, then kept as she mended it."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.responses import Response

from console.intake.kept_paste import KeptPaste, is_walled, keep_paste
from console.intake.paste import MOST_ITEMS, read_paste
from console.intake.pasted_item import PastedItem
from console.intake.pasted_pictures import keep_pictures, read_pictures
from console.web.form_values import form_files
from console.web.page_request import PageRequest
from console.web.route import DECIDERS, Route
from storage.base.errors import BadInput
from storage.base.money import read_price
from storage.crawls.tasks import add_task
from storage.leads.tips import find_tip
from storage.materials.store import ORIGIN_NAMES, materials_of_tips, own_materials
from storage.materials.upload_links import NO_WORDS
from storage.records.task_options import TaskOptions
from storage.tables import MaterialRow

_MOST_PICTURES = 5
"""Screenshots of one paste; chosen by hand: OCR takes some seconds for each while the officer waits."""


def ask_for_paste(request: PageRequest) -> Response:
    """The box, empty, with an address or with the words of a tip in it."""
    text, materials = request.query.get("url", ""), []
    if number := request.query_number("tip", 0):
        with request.database.read() as session:
            tip = find_tip(session, number)
            words = "" if tip.words == NO_WORDS else tip.words
            text = "\n".join(filter(None, ("" if tip.url in words else tip.url, words)))
            materials = materials_of_tips(session, [number]).get(number, [])
    return _page(request, text=text, tip=number, materials=materials)


def _page(
    request: PageRequest,
    *,
    text: str,
    tip: int = 0,
    materials: Sequence[MaterialRow] = (),
    items: Sequence[PastedItem] | None = None,
    result: KeptPaste | None = None,
    visited: bool = False,
) -> Response:
    return request.render(
        "import.html",
        text=text,
        tip=tip,
        materials=materials,
        origins=ORIGIN_NAMES,
        items=items,
        result=result,
        visited=visited,
        is_walled=is_walled,
        most=_MOST_PICTURES,
    )


def show_items(request: PageRequest) -> Response:
    """What was understood of a paste, for the officer to mend. Raises BadInput where it is nothing."""
    text = request.form_value("text")
    tip = request.form_number("tip")
    pictures = form_files(request, "picture")
    if len(pictures) > _MOST_PICTURES:
        raise BadInput("material.too-many", most=_MOST_PICTURES)
    materials = keep_pictures(
        request.database, request.settings, pictures, officer=request.officer_name
    )
    if tip:
        with request.database.read() as session:
            materials += materials_of_tips(session, [tip]).get(tip, [])
    items = [*read_paste(text), *read_pictures(request.settings, materials, most=_MOST_PICTURES)]
    if not items:
        raise BadInput("paste.nothing")
    return _page(request, text=text, items=items)


def keep_items(request: PageRequest) -> Response:
    """Keep the chosen rows; pages of open sites are visited by a task that starts now."""
    items = _chosen(request)
    if not items:
        raise BadInput("paste.nothing")
    result = keep_paste(request.database, request.settings, items, officer=request.officer_name)
    visited = _visit(request, result)
    return _page(request, text="", result=result, visited=visited)


def _visit(request: PageRequest, result: KeptPaste) -> bool:
    """Whether a task was started for the pages of open sites."""
    if not result.pages:
        return False
    with request.database.begin() as session:
        task = add_task(
            session,
            f"线索导入 {result.pages[0]}"[:80],
            list(result.pages),
            options=TaskOptions(follow="none"),
            actor=request.officer_name,
        )
    request.context.crawls.put(task)
    return True


def _chosen(request: PageRequest) -> list[PastedItem]:
    """The rows of the form that are ticked. Raises BadInput above the limit."""
    numbers = [str(number) for number in request.form.getlist("row")]
    if len(numbers) > MOST_ITEMS:
        raise BadInput("paste.too-many", most=MOST_ITEMS)
    items = []
    pictures = _pictures(request, numbers)
    for number in numbers:
        picture = pictures.get(request.form_number(f"material-{number}"))
        words = request.form_value(f"text-{number}")
        understood = next(iter(read_paste(words)), None)
        item = PastedItem(
            text=words,
            url=_address(request.form_value(f"url-{number}")),
            title=request.form_value(f"title-{number}") or None,
            price=read_price(request.form_value(f"price-{number}")),
            shop=request.form_value(f"shop-{number}") or None,
            platform=understood.platform if understood else None,
            platform_name=understood.platform_name if understood else None,
            code=understood.code if understood else None,
            picture=picture.file.sha256 if picture else None,
            material=picture.id if picture else None,
        )
        if item.says_something:
            items.append(item)
    return items


def _pictures(request: PageRequest, numbers: list[str]) -> dict[int, MaterialRow]:
    """The screenshots of the form's rows that this officer may enter, by number."""
    rows = {request.form_number(f"material-{number}") for number in numbers}
    with request.database.read() as session:
        return own_materials(session, rows, officer=request.officer_name)


def _address(text: str) -> str | None:
    return text if text.startswith(("http://", "https://")) and len(text) <= 2000 else None


ROUTES = (
    Route(path="/import", handler=ask_for_paste, roles=DECIDERS),
    Route(path="/import", handler=show_items, roles=DECIDERS, method="POST"),
    Route(path="/import/keep", handler=keep_items, roles=DECIDERS, method="POST"),
)
