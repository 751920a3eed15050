"""The command `hubiao`: finds on-line infringement of protected marks and helps an office end it."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from console.exit_codes import EXIT_INTERRUPTED
from console.lazy_commands import LazyGroup
from console.logs import log_plainly
from console.usage_errors import WrongUsage, usage_message
from storage.base.cycle_collection import exit_without_collection
from storage.base.errors import HubiaoError, store_failure
from storage.base.message import Message

PRIVATE = 0o077
"""What is written holds evidence, keys and mails: it is for its owner only."""

app = typer.Typer(
    name="hubiao",
    cls=LazyGroup,
    help="护标: finds on-line infringement of protected marks and helps an office end it.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(is_asked: bool) -> None:
    if is_asked:
        from importlib.metadata import version

        typer.echo(f"hubiao {version('hubiao')}")
        raise typer.Exit


@app.callback()
def _root(
    db: Annotated[
        str | None,
        typer.Option(
            metavar="URL",
            help="Database, before or after the command (HUBIAO_DATABASE_URL);"
            " default: hubiao.db in the data folder HUBIAO_HOME.",
        ),
    ] = None,
    version: Annotated[  # noqa: ARG001 - its callback prints and ends
        bool,
        typer.Option(
            "--version", is_eager=True, callback=_print_version, help="Print the version."
        ),
    ] = False,
) -> None:
    if db:
        os.environ["HUBIAO_DATABASE_URL"] = db


def _hoist_database(arguments: Sequence[str]) -> list[str]:
    """Move `--db URL` to the front, since it may stand before or after the command."""
    remaining: list[str] = []
    hoisted: list[str] = []
    pending = list(arguments)
    while pending:
        word = pending.pop(0)
        if word == "--":
            return [*hoisted, *remaining, word, *pending]
        if word == "--db" and pending:
            hoisted = ["--db", pending.pop(0)]
        elif word.startswith("--db="):
            hoisted = [word]
        else:
            remaining.append(word)
    return hoisted + remaining


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command; an expected failure is one line on stderr and an exit code."""
    words = _hoist_database(sys.argv[1:] if arguments is None else arguments)
    os.umask(PRIVATE)
    log_plainly()
    exit_without_collection()
    # Else the particulars of every installed package are read, to find none.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "1")
    try:
        ended = app(args=words, prog_name="hubiao", standalone_mode=False)
    except WrongUsage as error:
        typer.echo(f"hubiao: {usage_message(error)}", err=True)
        sys.exit(2)
    except HubiaoError as error:
        typer.echo(f"hubiao: {' '.join(str(error).split())}", err=True)
        sys.exit(error.exit_code)
    except (OverflowError, UnicodeEncodeError) as error:  # a number or date beyond all reckoning
        reason = type(error).__name__
        typer.echo(f"hubiao: {Message('input.unstorable', {'reason': reason})}", err=True)
        sys.exit(2)
    except (KeyboardInterrupt, typer.Abort):
        typer.echo(f"hubiao: {Message('command.interrupted')}", err=True)
        sys.exit(EXIT_INTERRUPTED)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except OSError as error:
        if (failure := store_failure(error)) is None:
            raise
        # Whatever the command was about to write, it wrote beside its place (storage.base.atomic_file).
        typer.echo(f"hubiao: {failure}", err=True)
        sys.exit(1)
    if ended == EXIT_INTERRUPTED:
        typer.echo(f"hubiao: {Message('command.interrupted')}", err=True)
    sys.exit(ended if isinstance(ended, int) else 0)


if __name__ == "__main__":
    main()
