"""评论 on a lead, and what mentions an officer."""

from __future__ import annotations

import sqlalchemy as sa
from starlette.responses import Response

from console.web.page_request import PageRequest
from console.web.queue_view import to_lead
from console.web.route import DRAFTERS, SIGNED_IN, Route
from storage.base.errors import NotFound
from storage.tables import CommentRow, MentionRow
from storage.teamwork.comments import add_comment, read_mentions

PART = "comments"
"""Anchor of the part on the lead's page."""


def write_comment(request: PageRequest) -> Response:
    """Write a comment; whom it names by @ sees it on her first page."""
    with request.database.begin() as session:
        add_comment(
            session, request.path_number(), request.form_value("text"), author=request.officer_name
        )
    return to_lead(request, request.path_number(), PART)


def open_mention(request: PageRequest) -> Response:
    """Go to the lead of a comment that names this officer; it counts as read."""
    with request.database.begin() as session:
        lead_id = session.scalar(
            sa.select(CommentRow.lead_id)
            .join(MentionRow, MentionRow.comment_id == CommentRow.id)
            .where(
                MentionRow.id == request.path_number(),
                MentionRow.user_name == request.officer_name,
            )
        )
        if lead_id is None:
            raise NotFound("page.row-unknown", number=request.path_number())
        read_mentions(session, lead_id, name=request.officer_name)
    return request.redirect(f"/leads/{lead_id}?tab=all#{PART}")


ROUTES = (
    Route(path="/leads/{id:int}/comments", handler=write_comment, roles=DRAFTERS, method="POST"),
    Route(path="/mentions/{id:int}", handler=open_mention, roles=SIGNED_IN, method="POST"),
)
