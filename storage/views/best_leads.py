"""The leads of a view that are worth most (先核查的线索): read in the order of their ranks.

The queue's index holds each state in that order, that of a facet each of its values, so that little more is read than
is asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.tables import LeadRow
from storage.views.lead_queue import ranked_facet
from storage.views.queue.lead_filter import LeadFilter, in_states, narrowed
from storage.views.queue.order import DEFAULT_ORDER
from storage.views.queue.ordered_page import read_by

_COLUMNS: Sequence[Any] = (LeadRow.id, LeadRow.rank, LeadRow.shop_id, LeadRow.picture)


def best_leads(session: Session, filters: LeadFilter, *conditions: Any, most: int) -> sa.Subquery:
    """The numbers, ranks, shops and pictures of the first `most` leads of a view that meet the conditions."""
    view = replace(filters, order=DEFAULT_ORDER)
    facet = ranked_facet(view)
    if facet is not None:
        return _first(session, view, facet, conditions, most).subquery()
    of_states = [
        _first(session, replace(view, states=(state,)), LeadRow.state, conditions, most)
        for state in in_states(view).states
    ]
    leads = sa.union_all(*(sa.select(part.subquery()) for part in of_states)).subquery()
    return sa.select(leads).order_by(leads.c.rank, leads.c.id).limit(most).subquery()


def _first(
    session: Session, view: LeadFilter, by_index: Any, conditions: Sequence[Any], most: int
) -> sa.Select[Any]:
    """The first leads of a view by the index of one column."""
    query = narrowed(sa.select(*_COLUMNS), in_states(view), read_by(session, by_index))
    return query.where(*conditions).order_by(LeadRow.rank, LeadRow.id).limit(most)
