"""Publishing a risk warning (公开发布) and taking it back: steps of the group `warning` alone."""

from __future__ import annotations

from typing import Annotated

import typer

from alerts.letters.warnings.publication import publish as publish_warning
from alerts.letters.warnings.publication import unpublish as unpublish_warning
from console.options.command_options import AsUser, writing
from console.options.letter_options import Number, print_json
from storage.people.passwords import acting_officer
from storage.people.roles import APPROVERS


def publish(number: Number, as_user: AsUser = None) -> None:
    """Put an approved warning for the public on the public page /warnings and into its feed."""
    with writing() as (session, effective):
        publish_warning(session, effective, number, by=acting_officer(session, as_user, APPROVERS))
        print_json({"id": number, "published": True, "path": f"/warnings/{number}"})


def unpublish(
    number: Number,
    why: Annotated[str, typer.Option("--why", help="The reason, kept in the record.")],
    as_user: AsUser = None,
) -> None:
    """Take a warning off the public page again; the letter itself stays."""
    with writing() as (session, _effective):
        unpublish_warning(session, number, by=acting_officer(session, as_user, APPROVERS), why=why)
        print_json({"id": number, "published": False})
