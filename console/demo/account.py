"""What each stage of the demonstration did, and the table that says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True, kw_only=True)
class StageAccount:
    """One stage: what it did, in figures and paths; `succeeded` is false when it did nothing."""

    stage: str
    succeeded: bool
    seconds: float = 0.0
    facts: Sequence[str] = field(default_factory=tuple)


def print_accounts(accounts: Sequence[StageAccount], console: Console) -> None:
    """The table, one row a stage."""
    table = Table(title="护标 demonstration 演示", title_justify="left", show_lines=True)
    table.add_column("stage", no_wrap=True)
    table.add_column("did", overflow="fold")
    table.add_column("s", justify="right")
    table.add_column("", no_wrap=True)
    for account in accounts:
        verdict = "ok" if account.succeeded else "[red]nothing done[/red]"
        table.add_row(account.stage, "\n".join(account.facts), f"{account.seconds:.1f}", verdict)
    console.print(table)
