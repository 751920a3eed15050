"""The reason codes of verdicts: a list that needs no database."""

from __future__ import annotations

import typer

from console.options.list_output import Line, ListOptions, write_rows
from console.options.option_groups import grouped_options
from storage.base.reasons import REASONS

commands = typer.Typer()

REASON_FIELDS = ("code", "verdict", "name")


@commands.command()
@grouped_options
def reasons(*, options: ListOptions) -> None:
    """List the reason codes and the verdict each fits."""
    lines = (
        {
            "code": reason.code,
            "verdict": reason.verdict.value if reason.verdict else "any, with --note",
            "name": reason.name,
        }
        for reason in REASONS
    )
    write_rows(lines, REASON_FIELDS, options, plain=_reason_cells)


def _reason_cells(line: Line) -> list[str]:
    return [line[name] for name in REASON_FIELDS]
