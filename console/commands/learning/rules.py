"""Rules on sellers (店铺规则) that verdicts suggest: list, accept, reject, take back."""

from __future__ import annotations

import dataclasses
from typing import Annotated

import typer

from console.options.command_options import AsUser, confirm, database, write_lines, writing
from console.options.list_output import Line, ListOptions, write_rows
from console.options.option_groups import grouped_options
from storage.base.message import Message
from storage.people.roles import APPROVERS

commands = typer.Typer()
learning = typer.Typer(
    help="What the program learns, and proposes to the officers (学习).", no_args_is_help=True
)
rules = typer.Typer(help="Rules on sellers that verdicts suggest (店铺规则).", no_args_is_help=True)
commands.add_typer(learning, name="learning")
learning.add_typer(rules, name="rules")


@learning.command()
def sample() -> None:
    """Estimate from the drawn non-leads what infringes and what is missed, with 95 % intervals."""
    from alerts.insight.sample_estimates import estimate
    from storage.learning.decided_listings import decided_scores
    from storage.learning.sample import assessed_pairs

    with database() as opened, opened.read() as session:
        estimates = estimate(assessed_pairs(session), decided_scores(session))
    write_lines([dataclasses.asdict(estimates)], None)


FIELDS = ("id", "state", "word", "sentence", "shops", "dismissed", "confirmed", "others_dismissed",
          "others_confirmed", "lowest_share", "p_value", "decided_by", "decided_at")  # fmt: skip
_TABLE_FIELDS = ("id", "state", "sentence")
Number = Annotated[int, typer.Argument(metavar="ID", help="Number of the rule.")]


@rules.command("list")
@grouped_options
def list_(*, options: ListOptions) -> None:
    """Look for rules in the verdicts, and list them in words with their counts."""
    from alerts.insight.seller_policies import refresh_proposals
    from storage.learning.seller_rules import list_rules

    with writing() as (session, _):
        refresh_proposals(session)
        lines = [
            {
                "id": rule.id,
                "state": rule.state.value,
                "sentence": str(rule.sentence),
                **vars(rule.proposal),
                "decided_by": rule.decided_by,
                "decided_at": rule.decided_at.isoformat(timespec="seconds")
                if rule.decided_at
                else None,
            }
            for rule in list_rules(session)
        ]
    write_rows(lines, FIELDS, options, plain=_cells)


def _cells(line: Line) -> list[str]:
    return [str(line[name]) for name in _TABLE_FIELDS]


@rules.command()
def accept(number: Number, as_user: AsUser = None) -> None:
    """Let a rule act: listings of such shops are watched and are no leads.

    Example: hubiao learning rules accept 3 --as li
    """
    _answer("accept", number, as_user)


@rules.command()
def reject(number: Number, as_user: AsUser = None) -> None:
    """Keep a rule from acting, and from being proposed again."""
    _answer("reject", number, as_user)


@rules.command()
def undo(number: Number, as_user: AsUser = None) -> None:
    """Take the answer on a rule back: it is a proposal again and does not act."""
    _answer("reopen", number, as_user)


def _answer(act: str, number: int, as_user: str | None) -> None:
    from storage.learning.seller_rules import accept_rule, reject_rule, reopen_rule
    from storage.people.passwords import acting_officer

    answers = {"accept": accept_rule, "reject": reject_rule, "reopen": reopen_rule}
    with writing() as (session, _):
        officer = acting_officer(session, as_user, APPROVERS)
        rule = answers[act](session, number, officer=officer)
    confirm(Message(f"done.rule-{rule.state}", {"number": number, "rule": rule.sentence}))
