"""法律依据: the provisions that letters rest on, what changes soon, and the record of a confirmation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from starlette.responses import Response

from alerts.letters.workflow.law_check import changes_soon, drafts_by_change, unverified_for_letters
from console.web.page_request import PageRequest
from console.web.route import SIGNED_IN, Route
from storage.base.errors import BadInput
from storage.base.office_time import today
from storage.base.vocabulary import LAW_VERIFIERS
from storage.law.confirmations import confirm, load_law_book
from storage.law.law_book import Change, LawBook
from storage.law.provision import Article, ArticleState, Provision, find_provision, provisions

STATE_NAMES = {
    ArticleState.MEMORY: "没有原文，未核对",
    ArticleState.PUBLIC_COPY: "与公开副本一致",
    ArticleState.OFFICE: "法制机构已核对",
}


@dataclass(frozen=True, kw_only=True)
class ProvisionLine:
    """One provision on the page."""

    name: str
    provision: Provision
    article: Article | None
    """None where the version in force has no such article yet."""
    state: str
    until: date | None


@dataclass(frozen=True, kw_only=True)
class ChangeLine:
    """One article that changes soon, with the drafts that print it."""

    change: Change
    drafts: Sequence[int]


def show_law(request: PageRequest) -> Response:
    """Every provision by its law, in the version of the day that is asked for."""
    day = _day(request.query.get("on", "")) or today()
    with request.database.read() as session:
        book = load_law_book(session)
        soon = changes_soon(book, today())
        changes = [
            ChangeLine(change=change, drafts=[draft.number for draft in drafts])
            for change, drafts in zip(soon, drafts_by_change(session, soon), strict=True)
        ]
    missing, left_out = unverified_for_letters(book, day)
    laws: dict[str, list[ProvisionLine]] = {}
    for name, provision in provisions().items():
        laws.setdefault(provision.statute.name, []).append(_line(book, name, provision, day))
    return request.render(
        "law.html",
        laws=laws,
        day=day,
        changes=changes,
        missing=missing,
        left_out=left_out,
        provisions=provisions(),
    )


def show_provision(request: PageRequest) -> Response:
    """One provision: its words in every version, and the form that records a confirmation."""
    name = str(request.http.path_params["name"])
    provision = find_provision(name)
    with request.database.read() as session:
        book = load_law_book(session)
    articles = [book.article(name, day) for day in sorted(provision.articles)]
    return request.render(
        "provision.html",
        name=name,
        provision=provision,
        articles=articles,
        states=STATE_NAMES,
        day=today(),
        can_verify=request.has_role(LAW_VERIFIERS),
    )


def verify_provision(request: PageRequest) -> Response:
    """Record that the signed-in person compared an article with a published text."""
    name = str(request.http.path_params["name"])
    day = _day(request.required_value("in_force", "版本"))
    number = request.form_value("article")
    if number and not (number.isascii() and number.isdigit()):
        raise BadInput("law.number", number=number)
    with request.database.begin() as session:
        confirm(
            session,
            name,
            day or today(),
            user=request.officer_name,
            source=request.required_value("source", "核对所依据的文本"),
            number=int(number) if number else None,
            text=request.form_value("text") or None,
        )
    return request.redirect(f"/law/{name}")


def _line(book: LawBook, name: str, provision: Provision, day: date) -> ProvisionLine:
    statute = provision.statute
    version = next((v for v in reversed(statute.versions) if v.in_force <= day), None)
    if version is None or version.in_force not in provision.articles:
        return ProvisionLine(
            name=name, provision=provision, article=None, state="尚未施行", until=None
        )
    article = book.article(name, day)
    return ProvisionLine(
        name=name,
        provision=provision,
        article=article,
        state=STATE_NAMES[article.state],
        until=statute.ends(version),
    )


def _day(text: str) -> date | None:
    """The day of a form. Raises BadInput where it is none."""
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadInput("form.day") from None


ROUTES = (
    Route(path="/law", handler=show_law, roles=SIGNED_IN),
    Route(path="/law/{name}", handler=show_provision, roles=SIGNED_IN),
    Route(path="/law/{name}", handler=verify_provision, roles=LAW_VERIFIERS, method="POST"),
)
