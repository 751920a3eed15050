"""商家申诉: a seller names a letter or lead and the shop, states why, hands in papers, and sees the result."""

from __future__ import annotations

from starlette.responses import Response

from alerts.followup.appeals import TERM, receive_appeal, take_appeal_back
from alerts.followup.legal_terms import LEGAL_TERMS
from alerts.mail.envelope import read_address
from console.web.form_values import keep_files, sent_files
from console.web.outside_links import behind_link, contacts
from console.web.page_request import PageRequest
from console.web.parameters import LARGEST_ID
from console.web.route import EVERYONE, Route
from console.web.sender_hash import sender_hash
from console.words.deletions import APPEAL
from console.words.labels import APPEAL_STATES
from storage.appeals.appealable import (
    APPEAL_DAYS,
    UNDECIDED,
    AppealSubject,
    find_subject,
    letter_subject,
    load_subject,
    open_letter,
)
from storage.appeals.filing import (
    LONGEST_CONTACT,
    LONGEST_NAME,
    LONGEST_STATEMENT,
    Statement,
    appeal_leads,
    check_statement,
    load_appeal,
)
from storage.appeals.links import (
    APPEAL_PATH,
    FORM_PATH,
    LETTER_PATH,
    RESULT_PATH,
    appeal_key,
    form_token,
    read_form_token,
    read_letter_token,
    read_result_token,
    result_token,
)
from storage.appeals.reasons import REASON_BY_CODE, REASONS
from storage.base.errors import BadInput, NotFound, Refused
from storage.base.message import Language
from storage.outgoing.attachments import MOST_FILES
from storage.people.sign_in_brake import FREE_GUESSES_OF_APPEALS, check_wait, count_attempt

_FIELDS = ("reason", "statement", "name", "contact", "mail")


def ask_for_reference(request: PageRequest) -> Response:
    """The first step: number and shop."""
    return _entrance(request)


def open_from_letter(request: PageRequest) -> Response:
    """The first step behind the address that a letter bears: the shop alone is asked."""
    with request.database.read() as session:
        notice = open_letter(session, _letter(request))
    return _entrance(request, letter=notice.number)


def find_listings(request: PageRequest) -> Response:
    """Look for the listings of the shop; a number and a shop that do not fit count as a guess."""
    number = _letter(request) if "token" in request.http.path_params else None
    reference, shop = request.form_value("reference"), request.form_value("shop")
    address = f"appeal:{request.client_address}"
    letter = None
    try:
        with request.database.read() as session:
            check_wait(session, None, address)
            if number is None:
                subject = find_subject(session, reference, shop)
            else:
                letter = open_letter(session, number).number
                subject = letter_subject(session, number, shop)
    except Refused as error:
        return _entrance(request, letter=letter, error=error.text(Language.CHINESE))
    except NotFound as error:
        with request.database.begin() as session:
            count_attempt(session, None, address, free=FREE_GUESSES_OF_APPEALS)
        return _entrance(request, letter=letter, error=error.text(Language.CHINESE))
    leads = [lead.lead_id for lead in subject.leads]
    key = appeal_key(request.settings.home)
    return request.redirect(FORM_PATH + form_token(key, leads, subject.notice_id))


@behind_link
def show_form(request: PageRequest) -> Response:
    """The form with the shop's listings."""
    leads, notice_id = _form(request)
    with request.database.read() as session:
        subject = load_subject(session, leads, notice_id)
    return _form_page(request, subject, dict.fromkeys(_FIELDS, ""), set(leads))


@behind_link
def receive_form(request: PageRequest) -> Response:
    """Receive the appeal; what fills the field that people do not see is a program."""
    leads, notice_id = _form(request)
    values = {name: request.form_value(name) for name in _FIELDS}
    ticked = {
        int(n) for n in _texts(request, "lead") if n.isascii() and n.isdigit() and len(n) < 16
    }
    with request.database.read() as session:
        subject = load_subject(session, leads, notice_id)
    try:
        statement = _statement(values)
        check_statement(statement, len(sent_files(request, "file")))
        chosen = [number for number in leads if number in ticked]
        if not chosen:
            raise BadInput("appeal.no-lead")
        if request.form_value("homepage"):
            return request.redirect(APPEAL_PATH)
        papers = keep_files(request, "file")
        with request.database.begin() as session:
            appeal = receive_appeal(
                session,
                request.settings,
                load_subject(session, leads, notice_id),
                chosen,
                statement,
                papers=papers,
                source=sender_hash(request),
            )
            token = result_token(appeal_key(request.settings.home), appeal.id)
    except (BadInput, Refused) as error:
        return _form_page(request, subject, values, ticked, error=error.text(Language.CHINESE))
    return request.redirect(f"{RESULT_PATH}{token}?received=1")


@behind_link
def show_result(request: PageRequest) -> Response:
    """What became of an appeal."""
    with request.database.read() as session:
        appeal = load_appeal(session, _appeal(request))
        leads = [entry.lead_id for entry in appeal_leads(session, appeal.id)]
    return request.render(
        "appeal_result.html",
        status=200,
        appeal=appeal,
        leads=leads,
        state=APPEAL_STATES[appeal.state],
        reason=REASON_BY_CODE[appeal.reason].name,
        is_decided=appeal.state not in UNDECIDED,
        received=request.query.get("received") == "1",
        **contacts(request),
    )


@behind_link
def withdraw(request: PageRequest) -> Response:
    """The seller takes the appeal back."""
    with request.database.begin() as session:
        take_appeal_back(session, _appeal(request))
    return request.redirect(request.path)


def _statement(values: dict[str, str]) -> Statement:
    mail = values["mail"] or None
    if mail is not None and read_address(mail) is None:
        raise BadInput("appeal.bad-mail", address=mail)
    return Statement(
        reason=values["reason"],
        words=values["statement"],
        name=values["name"],
        contact=values["contact"],
        mail=read_address(mail),
    )


def _entrance(
    request: PageRequest, *, letter: str | None = None, error: str | None = None
) -> Response:
    return request.render(
        "appeal.html",
        status=400 if error else 200,
        letter=letter,
        error=error,
        values={name: request.form_value(name) for name in ("reference", "shop")},
        days=APPEAL_DAYS,
        **contacts(request),
    )


def _form_page(
    request: PageRequest,
    subject: AppealSubject,
    values: dict[str, str],
    ticked: set[int],
    *,
    error: str | None = None,
) -> Response:
    return request.render(
        "appeal_form.html",
        status=400 if error else 200,
        subject=subject,
        values=values,
        ticked=ticked,
        reasons=REASONS,
        error=error,
        working_days=LEGAL_TERMS[TERM].length,
        most_files=MOST_FILES,
        longest={"statement": LONGEST_STATEMENT, "name": LONGEST_NAME, "contact": LONGEST_CONTACT},
        **contacts(request),
    )


def _texts(request: PageRequest, name: str) -> list[str]:
    return [value for value in request.form.getlist(name) if isinstance(value, str)]


def _token(request: PageRequest) -> str:
    return str(request.http.path_params["token"])


def _letter(request: PageRequest) -> int:
    number = read_letter_token(appeal_key(request.settings.home), _token(request))
    if number > LARGEST_ID:
        raise NotFound("appeal.dead-link")
    return number


def _form(request: PageRequest) -> tuple[tuple[int, ...], int | None]:
    return read_form_token(appeal_key(request.settings.home), _token(request))


def _appeal(request: PageRequest) -> int:
    return read_result_token(appeal_key(request.settings.home), _token(request))


ROUTES = (
    Route(path=APPEAL_PATH, handler=ask_for_reference, roles=EVERYONE),
    Route(path=APPEAL_PATH, handler=find_listings, roles=EVERYONE, method="POST"),
    Route(path=LETTER_PATH + "{token}", handler=behind_link(open_from_letter), roles=EVERYONE),
    Route(
        path=LETTER_PATH + "{token}",
        handler=behind_link(find_listings),
        roles=EVERYONE,
        method="POST",
    ),
    Route(path=FORM_PATH + "{token}", handler=show_form, roles=EVERYONE),
    Route(path=FORM_PATH + "{token}", handler=receive_form, roles=EVERYONE, method="POST"),
    Route(path=RESULT_PATH + "{token}", handler=show_result, roles=EVERYONE),
    Route(
        path=RESULT_PATH + "{token}",
        handler=withdraw,
        roles=EVERYONE,
        method="POST",
        deletes={"": APPEAL},
    ),
)
