"""Write docs/settings.md and docs/commands.md from the program itself.

    python -m console.reference

A test compares the files with what this prints, so that no setting or command is undocumented.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import typer

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
        default = ",".join(field.default) if isinstance(field.default, tuple) else field.default
        shown = "" if default is None or default == "" else f"`{default}`"
        page.write(f"| `HUBIAO_{name.upper()}` | {shown} | {field.description} |\n")
    page.write(
        "\nTwo variables are read before any setting and stand in no file: `HUBIAO_CONFIG` (the"
        " file of the settings) and `HUBIAO_LANG` (`zh` or `en`: the language in which commands"
        " report failures; default: that of the locale). The console's pages are always"
        " Chinese.\n"
    )
    return page.getvalue()


def commands_page() -> str:
    """Every command with its arguments and options."""
    from console.cli import app

    page = io.StringIO()
    page.write(
        "# Commands\n\nExit codes: 0 done, 1 the work failed, 2 wrong usage or bad input."
        " Results go to stdout or `-o FILE`, progress and logs to stderr.\n"
    )
    root = typer.main.get_command(app)
    _describe(page, "hubiao", root, typer.Context(root, info_name="hubiao"))
    return page.getvalue()


def _describe(page: io.StringIO, path: str, command: Any, context: typer.Context) -> None:
    commands = getattr(command, "commands", None)
    if commands is None or path == "hubiao":
        page.write(f"\n## `{path}`\n\n{_help(command)}\n")
        _parameters(page, command, context)
    for name, inner in (commands or {}).items():
        inner_context = typer.Context(inner, parent=context, info_name=name)
        _describe(page, f"{path} {name}", inner, inner_context)


def _help(command: Any) -> str:
    says, example = said_by(command)
    return f"{says}\n\n```\n{example}\n```" if example else says


def said_by(command: Any) -> tuple[str, str]:
    """What the help of a command says, and the command line that it gives as an example, if any."""
    says, _, example = (command.help or "").partition("\n\nExample: ")
    return " ".join(says.split()), example.strip()


def _parameters(page: io.StringIO, command: Any, context: typer.Context) -> None:
    records = (item.get_help_record(context) for item in command.get_params(context))
    rows = [record for record in records if record and "--help" not in record[0]]
    if rows:
        page.write("\n")
    page.writelines(
        f"- `{name}`{': ' if says else ''}{' '.join(says.split())}\n" for name, says in rows
    )


def main() -> None:
    """Write both pages."""
    (DOCS / "settings.md").write_text(settings_page(), encoding="utf-8")
    (DOCS / "commands.md").write_text(commands_page(), encoding="utf-8")


if __name__ == "__main__":
    main()
