"""购样 on a lead's page: the order, the opening of the parcel, the holder's opinion."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from starlette.responses import Response

from console.web.form_values import form_day, form_moment, keep_files
from console.web.page_request import PageRequest
from console.web.route import DRAFTERS, Route
from storage.base.errors import BadInput
from storage.leads.test_purchases import record_identification, record_parcel, record_purchase
from storage.tables.purchases import Identification


def add_purchase(request: PageRequest) -> Response:
    """Record an order and the number of its sample."""
    try:
        amount = Decimal(request.required_value("amount", "价款"))
    except InvalidOperation:
        raise BadInput("purchase.incomplete") from None
    with request.database.begin() as session:
        row = record_purchase(
            session,
            request.path_number(),
            order_no=request.form_value("order_no"),
            shop=request.form_value("shop"),
            amount=amount,
            bought_on=form_day(request, "bought_on", "购买日期"),
            sample_no=request.form_value("sample_no"),
            by=request.officer_name,
        )
        return _to_lead(request, row.lead_id)


def open_parcel(request: PageRequest) -> Response:
    """Record the opening of a parcel; its pictures are hashed as they arrive."""
    opened_at = form_moment(request, "opened_at", "开箱时间")
    pictures = keep_files(request, "picture")
    with request.database.begin() as session:
        row = record_parcel(
            session,
            request.path_number(),
            parcel_no=request.form_value("parcel_no"),
            opened_at=opened_at,
            pictures=pictures,
            by=request.officer_name,
        )
        return _to_lead(request, row.lead_id)


def add_identification(request: PageRequest) -> Response:
    """Record what the holder says of a sample."""
    result = request.form_value("result")
    if result not in set(Identification):
        raise BadInput("form.unknown-act", act=result)
    identified_on = form_day(request, "identified_on", "出具日期")
    files = keep_files(request, "file")
    with request.database.begin() as session:
        row = record_identification(
            session,
            request.path_number(),
            Identification(result),
            identified_on=identified_on,
            identified_by=request.form_value("identified_by"),
            opinion=request.form_value("opinion"),
            files=files,
            by=request.officer_name,
        )
        return _to_lead(request, row.lead_id)


def _to_lead(request: PageRequest, lead_id: int) -> Response:
    return request.redirect(f"/leads/{lead_id}?tab=all#followups")


ROUTES = (
    Route(path="/leads/{id:int}/purchases", handler=add_purchase, roles=DRAFTERS, method="POST"),
    Route(path="/purchases/{id:int}/parcel", handler=open_parcel, roles=DRAFTERS, method="POST"),
    Route(
        path="/purchases/{id:int}/identification",
        handler=add_identification,
        roles=DRAFTERS,
        method="POST",
    ),
)
