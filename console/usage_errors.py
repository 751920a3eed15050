"""Wrong usage of a command (用法错误) as a message of the catalogue."""

from __future__ import annotations

import typer

from storage.base.message import Message

WrongUsage: type[Exception] = typer.BadParameter.__mro__[1]
"""What the parser raises for any wrong usage; Typer exports only one of its subclasses."""


def usage_message(error: Exception) -> Message:
    """What was wrong, and in which command. A family named alone has printed its help already."""
    context = getattr(error, "ctx", None)
    path = context.command_path.removeprefix("hubiao").strip() if context else ""
    return Message(
        "command.wrong-usage",
        {"command": path or Message("command.usage"), "reason": _reason(error)},
    )


def _reason(error: Exception) -> Message:
    text = " ".join(str(getattr(error, "message", "")).split()).removeprefix("Value error, ")
    match type(error).__name__:
        case "NoSuchOption":
            option = getattr(error, "option_name", "")
            if near := getattr(error, "possibilities", None):
                return Message(
                    "command.unknown-option-near", {"option": option, "near": sorted(near)}
                )
            return Message("command.unknown-option", {"option": option})
        case "BadOptionUsage":
            return Message("command.option-value", {"option": getattr(error, "option_name", "")})
        case "MissingParameter":
            return Message("command.missing-parameter", {"parameter": _parameter(error)})
        case "BadParameter":
            return Message(
                "command.bad-parameter", {"parameter": _parameter(error), "reason": text}
            )
        case "NoArgsIsHelpError":
            return Message("command.missing")
        case _ if text.startswith("No such command '"):
            return Message("command.unknown", {"command": text.split("'")[1]})
        case _:
            return Message("text", {"text": text}) if text else Message("command.missing")


def _parameter(error: Exception) -> str:
    hint = getattr(error, "param_hint", None)
    parameter = getattr(error, "param", None)
    if hint is None and parameter is not None:
        hint = parameter.get_error_hint()
    return hint if isinstance(hint, str) else " / ".join(map(repr, hint or ()))
