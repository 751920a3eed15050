"""操作留痕: every act, newest first, and whether the chain still holds."""

from __future__ import annotations

from starlette.responses import Response

from console.web.page_request import Visit
from console.web.pagination import Pages
from console.web.route import OVERSEERS, Page
from console.words.audit_acts import ACTS, act_words, subject_words
from storage.views.audit_list import find_entries, first_break

_SIZE = 50
_NAMES = ("actor", "act", "subject")


def show(visit: Visit) -> Response:
    """The acts, filtered by who, what and on what."""
    given = {name: visit.query.get(name, "").strip() for name in _NAMES}
    page = max(1, visit.whole("page", 1))
    with visit.database.read() as session:
        found = find_entries(session, given, offset=(page - 1) * _SIZE, limit=_SIZE)
    return visit.page(
        "audit.html",
        entries=found.entries,
        act_words=act_words,
        subject_words=subject_words,
        acts=ACTS,
        pages=Pages(total=found.total, page=page, size=_SIZE),
        given=given,
        checked=False,
        broken=None,
    )


def verify(visit: Visit) -> Response:
    """Compute the whole chain anew and say whether it holds."""
    with visit.database.read() as session:
        broken = first_break(session)
        found = find_entries(session, {}, offset=0, limit=_SIZE)
    return visit.page(
        "audit.html",
        entries=found.entries,
        act_words=act_words,
        subject_words=subject_words,
        acts=ACTS,
        pages=Pages(total=found.total, page=1, size=_SIZE),
        given=dict.fromkeys(_NAMES, ""),
        checked=True,
        broken=broken,
    )


PAGES = (
    Page(path="/audit", act=show, who=OVERSEERS),
    Page(path="/audit", act=verify, who=OVERSEERS, method="POST"),
)
