"""常用视图: saving, renaming and deleting views of the queue; a deletion is taken back with one click."""

from __future__ import annotations

from starlette.responses import Response

from console.web.page_request import PageRequest
from console.web.queue.view_tabs import query_to_save
from console.web.route import APPROVERS, SIGNED_IN, Route
from storage.base.errors import Refused
from storage.people.saved_views import (
    KEPT_DAYS,
    delete_view,
    rename_view,
    restore_view,
    save_view,
    saved_views,
)


def show_views(request: PageRequest) -> Response:
    """The views of this officer and of the office, and those deleted lately."""
    with request.database.read() as session:
        views = saved_views(session, request.signed_in_officer)
        deleted = saved_views(session, request.signed_in_officer, deleted=True)
    return request.render(
        "saved_views.html",
        views=views,
        deleted=deleted,
        days=KEPT_DAYS,
        just_deleted=request.query_number("deleted", 0),
        may_office=request.has_role(APPROVERS),
    )


def save(request: PageRequest) -> Response:
    """Keep the view that the form came from. Raises BadInput, Refused."""
    for_office = request.form_value("scope") == "office"
    if for_office and not request.has_role(APPROVERS):
        raise Refused("saved-view.of-office")
    query = query_to_save(request.form_value("query"))
    with request.database.begin() as session:
        save_view(
            session,
            request.signed_in_officer,
            request.form_value("name"),
            query,
            for_office=for_office,
        )
    return request.redirect(f"/leads?{query}")


def rename(request: PageRequest) -> Response:
    """Give a view another name. Raises BadInput, NotFound, Refused."""
    with request.database.begin() as session:
        rename_view(
            session,
            request.signed_in_officer,
            request.path_number(),
            request.form_value("name"),
            may_office=request.has_role(APPROVERS),
        )
    return request.redirect("/leads/views")


def delete(request: PageRequest) -> Response:
    """Delete a view; the page that follows offers to take it back. Raises NotFound, Refused."""
    may_office = request.has_role(APPROVERS)
    with request.database.begin() as session:
        view = delete_view(
            session, request.signed_in_officer, request.path_number(), may_office=may_office
        )
    return request.redirect(f"/leads/views?deleted={view.id}")


def restore(request: PageRequest) -> Response:
    """Take a deletion back. Raises NotFound, Refused."""
    may_office = request.has_role(APPROVERS)
    with request.database.begin() as session:
        restore_view(
            session, request.signed_in_officer, request.path_number(), may_office=may_office
        )
    return request.redirect("/leads/views")


ROUTES = (
    Route(path="/leads/views", handler=show_views, roles=SIGNED_IN),
    Route(path="/leads/views", handler=save, roles=SIGNED_IN, method="POST"),
    Route(path="/leads/views/{id:int}/rename", handler=rename, roles=SIGNED_IN, method="POST"),
    Route(path="/leads/views/{id:int}/delete", handler=delete, roles=SIGNED_IN, method="POST"),
    Route(path="/leads/views/{id:int}/restore", handler=restore, roles=SIGNED_IN, method="POST"),
)
