"""Pages behind a link, for people outside the office: nothing of the console, no guessing of secrets.

Their answers are kept by no cache and name no referrer to other sites (the headers of every response,
`response_guard`); `no-referrer` itself would take the origin off forms, which the gate against
foreign forms needs.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from starlette.responses import Response

from console.web.page_request import PageRequest
from storage.appeals.links import APPEAL_PATH
from storage.base.errors import NotFound, Refused
from storage.base.message import Language
from storage.materials.upload_links import UPLOAD_PATH
from storage.people.sign_in_brake import check_wait, count_attempt
from storage.rights.answer_links import ANSWER_PATH
from storage.rights.holder_links import HOLDER_PATH

_DEAD_PAGES = {"answer-link.dead": "answer_dead.html", "appeal.dead-link": "appeal_dead.html"}
"""What an address that does not work shows, by the code of its refusal."""
ACCURACY_PATH = "/accuracy"
"""Where the yearly accuracy report is served."""
Handler = Callable[[PageRequest], Response]


def is_outside(path: str) -> bool:
    """Whether people outside the office see what lies at a path."""
    if path in (APPEAL_PATH, ACCURACY_PATH):
        return True
    folders = (f"{APPEAL_PATH}/", f"{ACCURACY_PATH}/")
    return path.startswith((ANSWER_PATH, HOLDER_PATH, UPLOAD_PATH, *folders))


def link_secret(request: PageRequest) -> str:
    """The secret in the address."""
    return str(request.http.path_params["secret"])


def behind_link(handler: Handler) -> Handler:
    """A handler of a link's page: a link that does not work gets a plain page and counts as a guess;
    an address that guesses too often has to wait, as at sign-in but counted apart."""

    @wraps(handler)
    def respond(request: PageRequest) -> Response:
        address = f"link:{request.client_address}"
        try:
            with request.database.read() as session:
                check_wait(session, None, address)
            return handler(request)
        except Refused as error:
            if error.message.code != "sign-in.wait":
                raise
            return refuse_outside(request, 429, "请稍后再试", error.text(Language.CHINESE))
        except NotFound as error:
            page = _DEAD_PAGES.get(error.message.code)
            if page is None:
                raise
        with request.database.begin() as session:
            count_attempt(session, None, address)
        return request.render(page, status=404, **contacts(request))

    return respond


def refuse_outside(request: PageRequest, status: int, title: str, words: str) -> Response:
    """A plain page that says why something cannot be done, with how to reach the office."""
    return request.render(
        "outside_refused.html", status=status, title=title, message=words, **contacts(request)
    )


def contacts(request: PageRequest) -> dict[str, str | None]:
    """How the office is reached, for the foot of the page."""
    settings = request.settings
    return {"contact": settings.office_contact, "mail": settings.mail_contact}
