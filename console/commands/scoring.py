"""Scoring: listings against rights, the disguises of a mark, training and evaluation."""

from __future__ import annotations

import dataclasses
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from console.commands.options import Output, database, settings, write_lines, write_text

if TYPE_CHECKING:
    from storage.base.settings import Settings
    from storage.leads.labelled_listings import DecidedListing
    from storage.records import RightsBook

Listings = Annotated[Path, typer.Argument(metavar="LISTINGS.jsonl", help="One listing a line.")]
Rights = Annotated[Path, typer.Option("--rights", metavar="RIGHTS", help="YAML, CSV or XLSX.")]
RulesOnly = Annotated[bool, typer.Option("--rules-only", help="Judge by rules, without the model.")]


def register(app: typer.Typer) -> None:
    app.command("score")(score)
    app.command("assess")(assess)
    app.command("variants")(variants)
    app.command("train")(train)
    app.command("evaluate")(evaluate)
    app.command("drift")(drift)


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
    from classifiers.pictures.local_pictures import LocalPictures
    from classifiers.pictures.ocr import PictureReader
    from classifiers.pictures.stored_pictures import registered_pictures
    from classifiers.scoring.listing_file import score_lines
    from classifiers.scoring.scorer import make_scorer
    from storage.rights.import_file import read_rights_file

    effective = settings()
    book = read_rights_file(rights)
    scorer = make_scorer(
        book,
        threshold=effective.lead_threshold,
        rules_only=rules_only,
        home=effective.home,
    )
    with PictureReader(
        seconds=effective.read_seconds, logos=registered_pictures(book, rights.parent)
    ) as reader:
        local = LocalPictures(reader, listings.parent) if pictures else None
        write_text(score_lines(listings, scorer, all_rights=all_rights, pictures=local), output)


def assess(
    again: Annotated[
        bool, typer.Option("--all", help="Also what was assessed on the same basis before.")
    ] = False,
) -> None:
    """Assess stored listings against the active rights and open leads."""
    from classifiers.scoring.assess import assess as assess_stored

    effective = settings()
    with database(effective) as opened:
        run = assess_stored(opened, effective, again=again)
    typer.echo(json.dumps(dataclasses.asdict(run), ensure_ascii=False))


def variants(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="The mark.")], output: Output = None
) -> None:
    """Show the disguises of a mark that are recognised (a sample of each kind).

    Example: hubiao variants 天赋河套
    """
    from classifiers.matching.variant_samples import sample_variants

    write_lines(sample_variants(text), output)


def train(
    back: Annotated[bool, typer.Option("--back", help="Use the model before this one.")] = False,
    rebuild: Annotated[
        str | None,
        typer.Option(metavar="VERSION", help="Make the shipped model and its card anew."),
    ] = None,
) -> None:
    """Train on the corpus and the officers' decisions; replace the model only if it is better."""
    from classifiers.training import retrain

    effective = settings()
    if rebuild is not None:
        from classifiers.training.model_card import write_card

        retrain.rebuild_shipped(rebuild)
        typer.echo(f"model and {write_card()} written")
        return
    folder = effective.folder("models")
    if back:
        typer.echo(f"in use: {retrain.go_back(folder)}")
        return
    book, decided = _decided(effective)
    lesson = retrain.train(book, decided, folder)
    typer.echo(json.dumps(dataclasses.asdict(lesson), ensure_ascii=False, default=str))


def _decided(effective: Settings) -> tuple[RightsBook, list[DecidedListing]]:
    from storage.leads.labelled_listings import decided_listings
    from storage.rights.store import load_rights

    with database(effective) as opened, opened.read() as session:
        return load_rights(session), decided_listings(session)


def evaluate(
    data: Annotated[
        Path | None,
        typer.Option(metavar="FILE.jsonl", help="Listings with `right` and `label` 0 or 1."),
    ] = None,
    rights: Annotated[
        Path | None,
        typer.Option("--rights", metavar="RIGHTS", help="Default: the rights of the database."),
    ] = None,
    by: Annotated[
        str | None,
        typer.Option("--by", metavar="WHAT", help="Also a line a part: mark, seller, time, kind."),
    ] = None,
    output: Output = None,
) -> None:
    """Measure rules alone and the model in use; without --data on the hand-written sets.

    Example: hubiao evaluate --data listings.jsonl --rights rights.yml --by mark
    """
    from classifiers.scoring.model import RulesModel, load_model
    from classifiers.training.evaluation import (
        SPLITS,
        figures_of,
        read_labelled,
        score_labelled,
        score_written_sets,
        split,
    )
    from storage.base.errors import BadInput
    from storage.rights.import_file import read_rights_file

    if by is not None and by not in SPLITS:
        raise BadInput("command.split-unknown", by=by, names=list(SPLITS))
    effective = settings()
    models = (RulesModel(), load_model(effective.home / "models"))
    if data is None:
        scored = {model.name: score_written_sets(model) for model in models}
    else:
        book = read_rights_file(rights) if rights else _stored_rights(effective)
        book, labelled = read_labelled(data, book)
        scored = {model.name: score_labelled(book, labelled, model) for model in models}
    at = effective.lead_threshold
    lines: list[dict[str, object]] = []
    for name, listings in scored.items():
        lines.append({"judge": name, **dataclasses.asdict(figures_of(listings, at))})
        if by is not None:
            lines += [
                {"judge": name, by: part, **dataclasses.asdict(figures_of(members, at))}
                for part, members in split(listings, by).items()
            ]
    write_lines(lines, output)


def drift(
    days: Annotated[
        int, typer.Option(min=1, help="Days that are compared with those before.")
    ] = 30,
    output: Output = None,
) -> None:
    """Show whether scores, the share of leads and the officers' agreement change with time."""
    from storage.leads.drift import read_drift

    with database(settings()) as opened, opened.read() as session:
        found = read_drift(session, datetime.now(UTC), days=days)
    shown = {**dataclasses.asdict(found), "verdict": found.verdict}
    write_text([json.dumps(shown, ensure_ascii=False, default=str) + "\n"], output)


def _stored_rights(effective: Settings) -> RightsBook:
    from storage.rights.store import load_rights

    with database(effective) as opened, opened.read() as session:
        return load_rights(session)
