"""Scoring: listings against rights, the disguises of a mark, training and evaluation."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Annotated

import typer

from console.commands.options import Output, database, settings, write_lines, write_text

Listings = Annotated[Path, typer.Argument(metavar="LISTINGS.jsonl", help="One listing a line.")]
Rights = Annotated[Path, typer.Option("--rights", metavar="RIGHTS", help="YAML, CSV or XLSX.")]
RulesOnly = Annotated[bool, typer.Option("--rules-only", help="Judge by rules, without the model.")]


def register(app: typer.Typer) -> None:
    app.command("score")(score)
    app.command("assess")(assess)
    app.command("variants")(variants)


def score(
    listings: Listings,
    rights: Rights,
    all_rights: Annotated[
        bool, typer.Option("--all-rights", help="A line for every right whose mark was found.")
    ] = False,
    rules_only: RulesOnly = False,
    output: Output = None,
) -> None:
    """Score listings from a file: one JSON line each, with the grounds."""
    from classifiers.bench import set_up_bench
    from classifiers.listing_lines import score_lines
    from storage.rights_file import read_rights_file

    threshold = settings().lead_threshold
    bench = set_up_bench(read_rights_file(rights), threshold=threshold, rules_only=rules_only)
    write_text(score_lines(listings, bench, all_rights=all_rights), output)


def assess(
    again: Annotated[
        bool, typer.Option("--all", help="Also what was assessed on the same basis before.")
    ] = False,
) -> None:
    """Assess stored listings against the active rights and open leads."""
    from classifiers.assess import assess as assess_stored

    effective = settings()
    with database(effective) as opened:
        run = assess_stored(opened, effective, again=again)
    typer.echo(json.dumps(dataclasses.asdict(run), ensure_ascii=False))


def variants(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="The mark.")], output: Output = None
) -> None:
    """Show the disguises of a mark that are recognised (a sample of each kind)."""
    from classifiers.samples import sample_variants

    write_lines(sample_variants(text), output)
