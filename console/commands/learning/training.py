"""The model: train it, measure it, watch it drift."""

from __future__ import annotations

import dataclasses
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from alerts.insight.drift import read_drift
from alerts.insight.seller_policies import refresh_proposals
from classifiers.scoring.model import RulesModel, load_model
from classifiers.scoring.model_history import go_back
from classifiers.training import report, retrain
from classifiers.training.evaluation import score_labelled, score_matters, score_written_sets
from classifiers.training.labelled_file import read_labelled
from console.options.command_options import (
    Output,
    confirm,
    database,
    plain_json,
    settings,
    write_lines,
    write_text,
)
from console.options.progress import progress
from storage.base.errors import BadInput
from storage.base.message import Message
from storage.base.settings import Settings
from storage.base.vocabulary import RuleState
from storage.learning.decided_listings import decided_listings
from storage.learning.seller_rules import list_rules
from storage.records import RightsBook
from storage.rights.import_file import read_rights_file
from storage.rights.store import load_rights

commands = typer.Typer()


@commands.command()
def train(
    back: Annotated[
        bool,
        typer.Option(
            "--back",
            help="Use the model that was in use before, never a rejected one.",
        ),
    ] = False,
) -> None:
    """Train on the officers' verdicts; replace the model only if later verdicts say so."""
    effective = settings()
    folder = effective.folder("models")
    if back:
        confirm(Message("done.model-in-use", {"model": go_back(folder)}))
        return
    with database(effective) as opened, opened.begin() as session:
        refresh_proposals(session)
        rules = list_rules(session, [RuleState.PROPOSED, RuleState.ACCEPTED])
        book, decided = load_rights(session), decided_listings(session)
    with progress("command.training"):
        outcome = retrain.train(
            book,
            decided,
            folder,
            threshold=effective.lead_threshold,
            seller_words=[rule.proposal.word for rule in rules],
        )
    proposed = [str(rule.sentence) for rule in rules if rule.state is RuleState.PROPOSED]
    line = {**outcome.to_json(), "proposed_rules": proposed}
    typer.echo(json.dumps(line, ensure_ascii=False, default=plain_json))


@commands.command()
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
        typer.Option(
            "--by",
            metavar="WHAT",
            help="Also a line a part: element, ground, decidable, mark, seller, time, kind.",
        ),
    ] = None,
    output: Output = None,
) -> None:
    """Measure rules alone and the model in use, with 90 % intervals.

    Without --data on the hand-written sets and on the decided matters that are held out. Lines of
    --data may carry `elements`, `decidable`, `ground` and `matter`; then figures by these come too.

    Example: hubiao evaluate --data listings.jsonl --rights rights.yml --by mark
    """
    if by is not None and by not in report.SPLITS_AND_ELEMENT:
        raise BadInput("command.split-unknown", by=by, names=list(report.SPLITS_AND_ELEMENT))
    effective = settings()
    threshold = effective.lead_threshold
    models = (RulesModel(), load_model(effective.home / "models"))
    lines: list[report.Line] = []
    if data is None:
        for name, score in (
            ("hand-written", score_written_sets),
            ("decided matters", score_matters),
        ):
            for model in models:
                head = {"judge": model.name, "set": name}
                lines += report.lines(head, score(model, threshold), by)
    else:
        book = read_rights_file(rights) if rights else _stored_rights(effective)
        book, labelled = read_labelled(data, book)
        for model in models:
            scored = score_labelled(book, labelled, model, threshold)
            lines += report.lines({"judge": model.name}, scored, by)
    write_lines(lines, output)


@commands.command()
def drift(
    days: Annotated[
        int, typer.Option(min=1, help="Days that are compared with those before.")
    ] = 30,
    output: Output = None,
) -> None:
    """Show whether scores, the share of leads and the officers' agreement change with time."""
    with database(settings()) as opened, opened.read() as session:
        change = read_drift(session, datetime.now(UTC), days=days)
    record = {
        **dataclasses.asdict(change),
        "verdict": str(change.verdict),
        "alarms": [{**vars(alarm), "sentence": str(alarm.sentence)} for alarm in change.alarms],
    }
    write_text([json.dumps(record, ensure_ascii=False, default=plain_json) + "\n"], output)


def _stored_rights(effective: Settings) -> RightsBook:
    with database(effective) as opened, opened.read() as session:
        return load_rights(session)
