"""补齐材料: facts that an officer types into a draft, and documents added to its evidence."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import JsonValue
from starlette.datastructures import UploadFile
from starlette.responses import Response

from alerts.letters.files.added_documents import attach_document, detach_document
from alerts.letters.model.additions import read_assignments
from alerts.letters.workflow.draft import add_facts, refused_facts
from console.pages.letters.letter import letter_page
from console.web.letters.letter_form import TypedForm
from console.web.page_request import PageRequest
from console.web.route import DRAFTERS, Route
from console.words.deletions import LETTER_DOCUMENT
from storage.base.errors import BadInput, HubiaoError
from storage.base.message import Language, Message
from storage.outgoing.attachments import MOST_BYTES
from storage.outgoing.notices import load_notice

_FACT, _ROW, _LINES = "fact:", "comparison:", "lines"
_ITEMS = ("1", "2", "3", "4", "5", "6", "7")
_CELLS = ("aspect", "right", "listing", "finding")


def add_letter_facts(request: PageRequest) -> Response:
    """Add what was typed; where something is refused nothing is saved and the form comes back filled."""
    texts = {
        name: value.strip()
        for name, value in request.form.multi_items()
        if isinstance(value, str) and name != "token"
    }
    acts = tuple(int(str(text)) for text in request.form.getlist("acts") if str(text) in _ITEMS)
    facts: dict[str, JsonValue] = {
        name.removeprefix(_FACT): text
        for name, text in texts.items()
        if name.startswith(_FACT) and text
    }
    if acts:
        facts["acts"] = list(acts)
    wrong: dict[str, str] = {}
    try:
        if rows := _comparisons(texts):
            facts["comparisons"] = rows
    except BadInput as error:
        wrong["comparisons"] = _words(error)
    lines = [line.strip() for line in texts.get(_LINES, "").splitlines() if line.strip()]
    try:
        typed_lines = read_assignments(lines)
    except BadInput as error:
        typed_lines = {}
        wrong[_LINES] = _words(error)
    facts.update(typed_lines)
    if not facts and not wrong:
        raise BadInput("form.nothing-filled")
    with request.database.begin() as session:
        row = load_notice(session, request.path_number())
        for path, refusal in refused_facts(session, request.settings, row, facts).items():
            name = _LINES if path in typed_lines else _input_name(path)
            wrong[name] = _words(refusal)
        if not wrong:
            add_facts(session, request.settings, row, facts, by=request.officer_name)
            return request.redirect(f"/notices/{request.path_number()}")
    return letter_page(request, TypedForm(values=texts, acts=acts, wrong=wrong))


def _input_name(path: str) -> str:
    return path if path in ("acts", "comparisons") else f"{_FACT}{path}"


def _comparisons(texts: Mapping[str, str]) -> list[JsonValue]:
    """The rows of the comparison that have anything in them. Raises BadInput for one with a gap."""
    rows: list[JsonValue] = []
    for place in range(sum(name.endswith(":aspect") for name in texts)):
        row = {cell: texts.get(f"{_ROW}{place}:{cell}", "") for cell in _CELLS}
        if not any(row[cell] for cell in _CELLS[1:]):
            continue
        if not all(row.values()):
            raise BadInput("form.comparison-gap", aspect=row["aspect"])
        rows.append({**row})
    return rows


def add_letter_document(request: PageRequest) -> Response:
    """Add a file to the draft's evidence; its hash is taken here."""
    file = request.form.get("file")
    texts = {name: request.form_value(name) for name in ("document-name", "document-proves")}
    try:
        if not isinstance(file, UploadFile) or not file.filename:
            raise BadInput("form.empty", field="文件")
        with request.database.begin() as session:
            attach_document(
                session,
                request.settings,
                request.path_number(),
                name=texts["document-name"],
                proves=texts["document-proves"],
                file=file.filename,
                content=file.file.read(MOST_BYTES + 1),
                by=request.officer_name,
            )
    except BadInput as error:
        return letter_page(request, TypedForm(values=texts, wrong={"document": _words(error)}))
    return request.redirect(f"/notices/{request.path_number()}")


def remove_letter_document(request: PageRequest) -> Response:
    """Take an added document off the draft."""
    place = request.form_value("place")
    with request.database.begin() as session:
        detach_document(
            session,
            request.path_number(),
            int(place) if place.isascii() and place.isdigit() and len(place) < 4 else 0,
            by=request.officer_name,
        )
    return request.redirect(f"/notices/{request.path_number()}")


def _words(error: HubiaoError) -> str:
    """What is wrong, for the place beside the input: a value's problem without the path before it."""
    reason = error.message.data.get("reason")
    if error.message.code == "letter-fact.invalid" and isinstance(reason, Message):
        return reason.text(Language.CHINESE)
    return error.text(Language.CHINESE)


ROUTES = (
    Route(path="/notices/{id:int}/fill", handler=add_letter_facts, roles=DRAFTERS, method="POST"),
    Route(
        path="/notices/{id:int}/documents",
        handler=add_letter_document,
        roles=DRAFTERS,
        method="POST",
    ),
    Route(
        path="/notices/{id:int}/documents/remove",
        handler=remove_letter_document,
        roles=DRAFTERS,
        method="POST",
        deletes={"": LETTER_DOCUMENT},
    ),
)
