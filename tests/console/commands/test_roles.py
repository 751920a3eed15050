"""`--as USER` may do on the command line what the user's role may do in the console, and no more."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import typer.main

from console.cli import app, main
from storage.crawls.platform_sign_ins import SignInState, keep_sign_in, load_sign_in
from storage.tables import AuditRow
from tests.console.sample_office import an_office

ACTS = {
    "learning rules accept": ("1", "法"),
    "learning rules reject": ("1", "法"),
    "learning rules undo": ("1", "甲"),
    "decide": ("1 confirmed --reason same_mark", "法"),
    "undo": ("1", "法"),
    "close": ("1 --why x", "法"),
    "capture": ("--lead 1", "法"),
    "law verify": ("trademark.fair-use --source x", "甲"),
    "users add": ("new --role admin --password-stdin", "审"),
    "rights enrich": ("tianfu-hetao --accept 0000", "审"),
    "rights import": ("{file}", "审"),
    "rights undo": ("1", "审"),
    "rights file": ("tianfu-hetao {file} --kind certificate", "审"),
    "task add": ("x http://shop.invalid/", "审"),
    "task search": ("x --platform taobao", "审"),
    "task api": ("x --api jd-union", "审"),
    "task remove": ("x", "审"),
    "import urls": ("{file}", "审"),
    "platform learned": ("shop.invalid --forget", "审"),
    "platform enable": ("taobao", "审"),
    "platform disable": ("taobao", "审"),
    "platform login": ("taobao --forget", "审"),
    "api keys": ("jd-union --forget", "审"),
    "api confirm": ("jd-union", "审"),
    "api budget": ("jd-union 5", "审"),
    "evidence hold": ("--lead 1 --reason x", "甲"),
    "evidence release": ("--lead 1 --reason x", "甲"),
    "evidence expire": ("", "甲"),
    "notice draft": ("--kind platform-assist --lead 1", "看"),
    "notice fill": ("1", "看"),
    "notice review": ("1", "看"),
    "notice rewrite": ("1", "看"),
    "notice approve": ("1 --seen 00", "看"),
    "notice package": ("1 -o {folder}", "看"),
    "notice attach": ("1 {file} --name x --proves x", "看"),
    "notice detach": ("1 1", "看"),
    "notice edit": ("1 {file}", "看"),
    "notice seal": ("1 {file}", "看"),
    "notice send": ("1", "看"),
    "notice answer": ("1", "看"),
    "notice withdraw": ("1 --why x", "看"),
    "warning publish": ("1", "法"),
    "warning unpublish": ("1 --why x", "法"),
    "outbox retry": ("", "甲"),
    "deadline start": ("statement --lead 1", "看"),
    "deadline close": ("1", "看"),
    "assistance served": ("1", "看"),
    "assistance reply": ("1 full", "看"),
    "assistance escalate": ("1 remind", "看"),
    "visit record": ("1 --address x --officer x --officer y --finding none", "看"),
    "visit request-mark": ("1", "看"),
    "visit mark": ("1 --visible", "看"),
    "contacts import": ("{file}", "看"),
    "contacts ask": ("example.invalid", "看"),
    "contacts check": ("1", "看"),
    "purchase order": ("1 --order x --shop x --price 1 --sample x", "看"),
    "purchase open": ("1 --parcel x --picture {file}", "看"),
    "purchase identify": ("1 fake --by x", "看"),
    "transfer receive": ("{file}", "看"),
    "transfer place": ("1", "看"),
    "transfer answer": ("1 accepted", "看"),
    "transfer take-in": ("{file}", "看"),
    "lookalikes check": ("{file}", "看"),
    "lookalikes resolve": ("", "看"),
    "lookalikes visit": ("", "看"),
    "keys import": ("{file} --password-stdin", "法"),
    "keys remove": ("", "法"),
}
"""Every act with words that are enough for it, and an officer whose role may not do it."""
_SAME = {"review", "approve", "send", "draft", "fill", "rewrite", "package", "attach", "detach", "edit", "seal",
         "answer", "withdraw"}  # fmt: skip
"""`warning` shares these with `notice`."""
ASK_FIRST = {
    "rights file", "notice fill", "notice send",
    "visit record", "purchase order", "purchase open", "purchase identify",
    "contacts ask", "contacts check", "contacts import", "notice draft", "task search", "task api", "api keys",
    "import urls", "notice attach", "notice edit", "notice seal", "rights enrich", "assistance reply",
    "assistance escalate", "visit mark", "platform learned", "notice package", "api confirm", "api budget",
    "lookalikes check", "transfer receive",
}  # fmt: skip
"""Acts that ask other things first: they only have to end without effect."""


def _commands(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    loaded = command.load() if hasattr(command, "load") else command
    for name, child in getattr(loaded, "commands", {}).items():
        yield from _commands(child, (*path, name))
    if not hasattr(loaded, "commands"):
        yield " ".join(path), loaded


def test_every_act_of_the_command_line_stands_in_the_table() -> None:
    acts = {
        path
        for path, command in _commands(typer.main.get_command(app))
        if any(parameter.name == "as_user" for parameter in command.params)
    }
    assert acts - {f"warning {name}" for name in _SAME} == set(ACTS)


@pytest.mark.parametrize(
    "acts",
    [
        pytest.param(("decide", "task remove", "evidence release", "platform login"), id="some"),
        pytest.param(tuple(ACTS), id="all", marks=pytest.mark.slow),
    ],
)
def test_nobody_does_on_the_command_line_what_the_console_forbids_the_role(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    acts: tuple[str, ...],
) -> None:
    settings, database = an_office(tmp_path / "home", leads=1)
    monkeypatch.setenv("HUBIAO_HOME", str(settings.home))
    monkeypatch.setattr("sys.stdin", io.StringIO("a long password\n"))
    file = tmp_path / "rights.yml"
    file.write_text("rights: [{id: x, text: 示例, classes: [30]}]\n")

    def entries() -> int:
        with database.read() as session:
            return session.scalar(sa.select(sa.func.count()).select_from(AuditRow)) or 0

    keep_sign_in(settings.home, "taobao", SignInState("{}"))
    before = entries()
    let_through = []
    for act in acts:
        words, officer = ACTS[act]
        arguments = words.format(file=file, folder=tmp_path / "out").split()
        with pytest.raises(SystemExit) as ended:
            main([*act.split(), *arguments, "--as", officer])
        stderr = capsys.readouterr().err
        if not ended.value.code or (
            act not in ASK_FIRST and "whose role may not do this" not in stderr
        ):
            let_through.append((act, ended.value.code, stderr))
    assert not let_through, "\n".join(map(str, let_through))
    assert entries() == before
    assert load_sign_in(settings.home, "taobao") is not None
    database.close()
