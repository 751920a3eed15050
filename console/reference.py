"""Write docs/settings.md and docs/commands.md from the program itself.

    python -m console.reference

A test compares the files with what this prints, so that no setting or command is undocumented.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

from console.cli import app
from console.lazy_commands import LazyCommand
from storage.base.setting_kinds import setting_text
from storage.base.settings import Settings

DOCS = Path(__file__).resolve().parents[1] / "docs"


def settings_page() -> str:
    """Every setting with its variable, default and meaning."""
    page = io.StringIO()
    page.write(
        "# Settings\n\nEach is a key in `hubiao.toml` (working folder, or the file that"
        " `HUBIAO_CONFIG` names) or an environment variable; a command-line option beats both."
        " `hubiao settings` prints what is in force, secrets masked.\n\n"
        "| variable | default | meaning |\n|---|---|---|\n"
    )
    for name, field in Settings.model_fields.items():
        default = setting_text(field.default)
        text = f"`{default}`" if default else ""
        page.write(f"| `HUBIAO_{name.upper()}` | {text} | {field.description} |\n")
    page.write(
        "\nTwo variables are read before any setting and stand in no file: `HUBIAO_CONFIG` (the"
        " file of the settings) and `HUBIAO_LANG` (`zh` or `en`: the language in which commands"
        " report failures; default: that of the locale). The console's pages are always"
        " Chinese.\n"
    )
    return page.getvalue()


def commands_page() -> str:
    """Every command with its arguments and options."""
    page = io.StringIO()
    page.write(
        "# Commands\n\nExit codes: 0 done, 1 the work failed, 2 wrong usage or bad input."
        " Results go to stdout or `-o FILE`, progress and logs to stderr.\n"
    )
    root = typer.main.get_command(app)
    for path, command, context in walk_commands(root, typer.Context(root, info_name="hubiao")):
        acts = getattr(command, "invoke_without_command", True)
        if path == "hubiao" or acts:
            page.write(f"\n## `{path}`\n\n{_help(command)}\n")
            _write_parameters(page, command, context)
    return page.getvalue()


def walk_commands(
    command: Any, context: typer.Context, path: str = "hubiao"
) -> Iterator[tuple[str, Any, typer.Context]]:
    """A command and all below it, each with its path and context, read from its module."""
    command = command.load() if isinstance(command, LazyCommand) else command
    yield path, command, context
    for name, inner in getattr(command, "commands", {}).items():
        inner_context = typer.Context(inner, parent=context, info_name=name)
        yield from walk_commands(inner, inner_context, f"{path} {name}")


def _help(command: Any) -> str:
    text, example = split_help(command)
    return f"{text}\n\n```\n{example}\n```" if example else text


def split_help(command: Any) -> tuple[str, str]:
    """The help of a command, and the command line that it gives as an example, if any."""
    text, _, example = (command.help or "").partition("\n\nExample: ")
    return " ".join(text.split()), example.strip()


def _write_parameters(page: io.StringIO, command: Any, context: typer.Context) -> None:
    records = (item.get_help_record(context) for item in command.get_params(context))
    rows = [record for record in records if record and "--help" not in record[0]]
    if rows:
        page.write("\n")
    page.writelines(
        f"- `{name}`{': ' if text else ''}{' '.join(text.split())}\n" for name, text in rows
    )


def main() -> None:
    """Write both pages."""
    (DOCS / "settings.md").write_text(settings_page(), encoding="utf-8")
    (DOCS / "commands.md").write_text(commands_page(), encoding="utf-8")


if __name__ == "__main__":
    main()
