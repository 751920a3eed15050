"""Test purchases (购样): the order, the opened parcel, the holder's opinion of the sample."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Annotated

import typer

from console.options.command_options import AsUser, LeadNumber, database, write_lines, writing
from console.options.list_output import ListOptions
from console.options.option_groups import grouped_options
from console.options.record_lines import record_line, write_records
from console.options.record_options import (
    Day,
    Documents,
    Moment,
    keep_paths,
    read_day_or_today,
    read_moment,
)
from storage.base.errors import BadInput
from storage.leads.test_purchases import (
    purchases_of,
    record_identification,
    record_parcel,
    record_purchase,
)
from storage.people.passwords import acting_officer
from storage.people.roles import DRAFTERS
from storage.tables.purchases import Identification

commands = typer.Typer()
purchase = typer.Typer(
    help="Samples bought of shops (购样) and their identification.", no_args_is_help=True
)
commands.add_typer(purchase, name="purchase")

COLUMNS = {
    "id": "id",
    "lead": "lead_id",
    "sample_no": "sample_no",
    "order_no": "order_no",
    "shop": "shop",
    "amount": "amount",
    "bought_on": "bought_on",
    "parcel_no": "parcel_no",
    "opened_at": "opened_at",
    "pictures": "pictures",
    "identification": "identification",
    "identified_on": "identified_on",
    "identified_by": "identified_by",
    "opinion": "opinion",
}
Number = Annotated[int, typer.Argument(metavar="ID", help="Number of the purchase.")]


@purchase.command()
def order(
    lead: LeadNumber,
    number: Annotated[str, typer.Option("--order", metavar="NO", help="Number of the order.")],
    shop: Annotated[str, typer.Option(help="The shop.")],
    price: Annotated[str, typer.Option(metavar="YUAN", help="What was paid.")],
    sample: Annotated[str, typer.Option(metavar="NO", help="Number of the sample.")],
    on: Day = None,
    as_user: AsUser = None,
) -> None:
    """Record an order and the number of its sample.

    Example: hubiao purchase order 12 --order 1001 --shop 示例店 --price 29.90 --sample Y2026-01
    """
    try:
        amount = Decimal(price)
    except InvalidOperation:
        raise BadInput("purchase.incomplete") from None
    with writing() as (session, _):
        row = record_purchase(
            session,
            lead,
            order_no=number,
            shop=shop,
            amount=amount,
            bought_on=read_day_or_today(on),
            sample_no=sample,
            by=acting_officer(session, as_user, DRAFTERS),
        )
        write_lines([record_line(row, COLUMNS)], None)


@purchase.command("open")
def open_(
    number: Number,
    parcel: Annotated[str, typer.Option(metavar="NO", help="Number of the parcel.")],
    picture: Annotated[
        list[Path], typer.Option(metavar="FILE", help="A picture of the opening; repeatable.")
    ],
    at: Moment = None,
    as_user: AsUser = None,
) -> None:
    """Record the opening of the parcel; its pictures are kept by their hash."""
    with writing() as (session, effective):
        row = record_parcel(
            session,
            number,
            parcel_no=parcel,
            opened_at=read_moment(at),
            pictures=keep_paths(effective, picture),
            by=acting_officer(session, as_user, DRAFTERS),
        )
        write_lines([record_line(row, COLUMNS)], None)


@purchase.command()
def identify(
    number: Number,
    result: Annotated[Identification, typer.Argument(help="What the holder says.")],
    by: Annotated[str, typer.Option(metavar="NAME", help="Who gave the opinion.")],
    on: Day = None,
    opinion: Annotated[str, typer.Option(help="The grounds.")] = "",
    file: Documents = None,
    as_user: AsUser = None,
) -> None:
    """Record the holder's opinion (鉴别) of a sample."""
    with writing() as (session, effective):
        row = record_identification(
            session,
            number,
            result,
            identified_on=read_day_or_today(on),
            identified_by=by,
            opinion=opinion,
            files=keep_paths(effective, file or ()),
            by=acting_officer(session, as_user, DRAFTERS),
        )
        write_lines([record_line(row, COLUMNS)], None)


@purchase.command("list")
@grouped_options
def list_(
    lead: LeadNumber,
    *,
    options: ListOptions,
) -> None:
    """Show the samples bought on a lead."""
    with database() as opened, opened.read() as session:
        write_records(purchases_of(session, [lead]), COLUMNS, options)
