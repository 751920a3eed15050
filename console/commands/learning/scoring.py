"""Scoring: listings against rights, and the disguises of a mark."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Annotated

import typer

from classifiers.matching.variant_samples import sample_variants
from classifiers.pictures.local_pictures import LocalPictures
from classifiers.pictures.logos.logo_book import logo_index
from classifiers.pictures.ocr import PictureReader
from classifiers.pictures.registered_pictures import registered_pictures
from classifiers.scoring.assess import assess as assess_stored
from classifiers.scoring.listing_file import score_lines
from classifiers.scoring.scorer import make_scorer
from console.options.command_options import Output, database, settings, write_text
from console.options.list_output import ListOptions, write_rows
from console.options.option_groups import grouped_options
from console.options.progress import progress
from storage.intake_gate.text_limits import check_record_text
from storage.rights.import_file import read_rights_file

commands = typer.Typer()

VARIANT_FIELDS = ("variant", "how")


Listings = Annotated[Path, typer.Argument(metavar="LISTINGS.jsonl", help="One listing a line.")]


Rights = Annotated[Path, typer.Option("--rights", metavar="RIGHTS", help="YAML, CSV or XLSX.")]


RulesOnly = Annotated[bool, typer.Option("--rules-only", help="Judge by rules, without the model.")]


@commands.command()
def score(
    listings: Listings,
    rights: Rights,
    all_rights: Annotated[
        bool, typer.Option("--all-rights", help="A line for every right whose mark was found.")
    ] = False,
    rules_only: RulesOnly = False,
    pictures: Annotated[
        bool, typer.Option(help="Read the text in pictures that a line names by a local path.")
    ] = True,
    output: Output = None,
) -> None:
    """Score listings from a file: one JSON line each, with the grounds.

    Example: hubiao score listings.jsonl --rights rights.yml -o scores.jsonl
    """
    effective = settings()
    book = read_rights_file(rights)
    scorer = make_scorer(
        book,
        threshold=effective.lead_threshold,
        rules_only=rules_only,
        home=effective.home,
        keep_tentative=all_rights,
    )
    logos = logo_index(registered_pictures(book, rights.parent), effective.home / "cache" / "logos")
    with PictureReader(seconds=effective.read_seconds, logos=logos) as reader:
        local = LocalPictures(reader, listings.parent) if pictures else None
        write_text(score_lines(listings, scorer, all_rights=all_rights, pictures=local), output)


@commands.command()
def assess(
    again: Annotated[
        bool, typer.Option("--all", help="Also what was assessed on the same basis before.")
    ] = False,
) -> None:
    """Assess stored listings against the active rights and open leads."""
    effective = settings()
    with database(effective) as opened, progress("command.assessing"):
        run = assess_stored(opened, effective, again=again)
    typer.echo(json.dumps(dataclasses.asdict(run), ensure_ascii=False))


@commands.command()
@grouped_options
def variants(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="The mark.")], *, options: ListOptions
) -> None:
    """Show the disguises of a mark that are recognised (a sample of each kind).

    Example: hubiao variants 天赋河套
    """
    check_record_text("text", text, "TEXT")
    write_rows(sample_variants(text), VARIANT_FIELDS, options)
