"""线索核查: the queue, its filters, bulk verdicts, and its export."""

from __future__ import annotations

from sqlalchemy.orm import Session
from starlette.responses import Response

from console.web.page_request import Visit
from console.web.pagination import Pages
from console.web.queue_filters import PAGE_SIZES, TABS, View, read_view
from console.web.route import DECIDERS, DRAFTERS, SIGNED_IN, Page
from storage.base.disguises import DISGUISE_NAMES
from storage.base.reasons import REASONS
from storage.base.vocabulary import LEVEL_NAMES, STATE_NAMES, Verdict
from storage.views.lead_queue import QueuePage, find_leads
from storage.views.queue_choices import count_by_tab, queue_choices
from storage.views.queue_groups import GroupPage, find_groups


def show(visit: Visit) -> Response:
    """One page of one view, as the URL says."""
    view = read_view(visit.query, visit.name)
    with visit.database.read() as session:
        found = _found(session, view)
        counts = count_by_tab(session, visit.name)
        choices = queue_choices(session)
    return visit.page(
        "queue.html",
        view=view,
        tabs=[(tab, counts.get(tab.slug), tab_query(view, tab.slug)) for tab in TABS],
        lines=found.lines if isinstance(found, QueuePage) else (),
        groups=found if isinstance(found, GroupPage) else None,
        groupings=GROUPINGS,
        pages=Pages(total=found.total, page=view.page, size=view.size),
        sizes=PAGE_SIZES,
        choices=choices,
        levels={key: name for key, name in LEVEL_NAMES.items() if key != "none"},
        states=[(s.value, STATE_NAMES[s]) for s in view.tab.states or STATE_NAMES],
        disguises=DISGUISE_NAMES,
        reasons=REASONS,
        verdicts=Verdict,
        can_decide=visit.may(DECIDERS),
        done=visit.query.get("done"),
        letters=_letters(visit, view),
    )


GROUPINGS = (("", "逐条"), ("shop", "按店铺"), ("picture", "按图片"))


def _found(session: Session, view: View) -> QueuePage | GroupPage:
    if view.grouping is None:
        return find_leads(session, view.wanted, offset=view.offset, limit=view.size)
    return find_groups(session, view.wanted, view.grouping, offset=view.offset, limit=view.size)


def _letters(visit: Visit, view: View) -> list[tuple[str, str]]:
    """(slug, name) of the letters that may be drafted on what this tab shows."""
    if view.tab.slug not in ("confirmed", "issued") or not visit.may(DRAFTERS):
        return []
    from alerts.letters.model.letter_kind import kinds

    return [(kind.slug, kind.name) for kind in kinds().values() if kind.leads != "none"]


def tab_query(view: View, slug: str) -> dict[str, str]:
    """The view's filters under another tab; its state filter would make no sense there."""
    kept = {name: value for name, value in view.given.items() if name not in ("tab", "state")}
    return {"tab": slug, **kept}


PAGES = (Page(path="/leads", act=show, who=SIGNED_IN),)
