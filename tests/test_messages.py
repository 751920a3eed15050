"""Every refusal has a code, and its words stand in the catalogue in both languages."""

from __future__ import annotations

import ast
import errno
import re
import string
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from storage.base.errors import BadInput, NotFound
from storage.base.message import (
    Language,
    Message,
    _words_of,
    catalogue,
    current_language,
    message_of,
)

ROOT = Path(__file__).parents[1]
ROOMS = ("storage", "crawler", "classifiers", "alerts", "console")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True)
class Use:
    """One place that makes a message."""

    place: str
    code: str | None
    """None where the code is no literal."""
    names: frozenset[str]


@cache
def error_classes() -> frozenset[str]:
    """Names of HubiaoError and all classes derived from it, read from the source."""
    bases: dict[str, set[str]] = {}
    for room in ROOMS:
        for path in (ROOT / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ClassDef):
                    bases[node.name] = {b.id for b in node.bases if isinstance(b, ast.Name)}
    errors = {"HubiaoError"}
    while True:
        derived = {name for name, parents in bases.items() if parents & errors} - errors
        if not derived:
            return frozenset(errors)
        errors |= derived


def uses(folder: Path, classes: frozenset[str]) -> Iterator[Use]:
    """Every call under a folder that makes a message or an error."""
    for path in sorted(folder.rglob("*.py") if folder.is_dir() else [folder]):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
                continue
            if node.func.id not in classes | {"Message"} or not node.args:
                continue
            place = f"{path.relative_to(ROOT)}:{node.lineno}"
            codes = node.args[0]
            names = frozenset(k.arg for k in node.keywords if k.arg)
            if node.func.id == "Message" and len(node.args) > 1:
                data = node.args[1]
                keys = data.keys if isinstance(data, ast.Dict) else []
                names = frozenset(k.value for k in keys if isinstance(k, ast.Constant))
            for code in [codes.body, codes.orelse] if isinstance(codes, ast.IfExp) else [codes]:
                literal = code.value if isinstance(code, ast.Constant) else None
                yield Use(place, literal if isinstance(literal, str) else None, names)


SAYS_A_WORD_ITSELF = {
    "console/commands/crawls/extract.py": "allowed and forbidden, which programs read",
    "console/commands/letters/drafts.py": "修改对照: what a letter says is Chinese in every language",
    "console/commands/letters/steps.py": "the same",
}
"""Modules of commands that print a word without the catalogue, and why."""


def _own_words(node: ast.AST) -> str:
    """The letters that an expression holds itself, without `hubiao` and `HUBIAO_`; calls inside it make
    words of their own."""
    if isinstance(node, ast.Constant):
        text = node.value if isinstance(node.value, str) else ""
        text = text.removeprefix("hubiao: ").removeprefix("HUBIAO_")
        return re.sub(r"[^A-Za-z\u4e00-\u9fff]", "", text)
    if isinstance(node, ast.FormattedValue):
        return _own_words(node.value)
    inner = (child for child in ast.iter_child_nodes(node) if not isinstance(child, ast.Call))
    return "".join(_own_words(child) for child in inner)


def test_what_a_command_says_it_has_done_stands_in_the_catalogue() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{node.lineno}: {ast.unparse(node)}"
        for path in sorted((ROOT / "console" / "commands").rglob("*.py"))
        if path.relative_to(ROOT).as_posix() not in SAYS_A_WORD_ITSELF
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) == "typer.echo"
        and any(_own_words(a) for a in node.args if not isinstance(a, ast.Call))
    ]
    assert wrong == []


def data_names(words: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in string.Formatter().parse(words) if name)


@pytest.mark.parametrize("room", ROOMS)
def test_every_refusal_has_a_code_of_the_catalogue_and_the_data_that_its_words_name(
    room: str,
) -> None:
    classes = error_classes()
    wrong = []
    for use in uses(ROOT / room, classes):
        if use.code is None:
            continue  # a message passed on
        words = catalogue().get(use.code)
        if words is None:
            wrong.append(f"{use.place}: {use.code!r} is not in the catalogue")
        elif data_names(words[Language.ENGLISH]) - use.names:
            wrong.append(
                f"{use.place}: {use.code} lacks {sorted(data_names(words[Language.ENGLISH]) - use.names)}"
            )
    assert wrong == []


def test_both_languages_name_the_same_data_and_each_is_written_in_its_own_script() -> None:
    for code, words in catalogue().items():
        english, chinese = words[Language.ENGLISH], words[Language.CHINESE]
        assert data_names(english) == data_names(chinese), code
        if re.sub(r"\{\w+\}", "", english).strip(" :;,()."):
            assert not _CHINESE.search(re.sub(r"[“'《][^”'》]*[”'》]", "", english)), code
            assert _CHINESE.search(chinese), code


def test_each_message_is_read_alone_as_in_the_whole_catalogue() -> None:
    assert {code: _words_of(code) for code in catalogue()} == dict(catalogue())
    assert Message("nothing.like-this").text(Language.ENGLISH) == "nothing.like-this"


def test_an_error_speaks_the_language_that_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    error = BadInput("text", text=OSError(errno.ENOSPC, "No space left on device"))
    assert error.text(Language.CHINESE) == "磁盘已满"
    monkeypatch.setenv("HUBIAO_LANG", "en")
    assert str(error) == "No space left on device"
    monkeypatch.setenv("HUBIAO_LANG", "zh")
    assert str(error) == "磁盘已满"


@pytest.mark.parametrize(
    ("locale", "language"),
    [
        ("zh_CN.UTF-8", Language.CHINESE),
        ("C.UTF-8", Language.ENGLISH),
        ("en_GB", Language.ENGLISH),
    ],
)
def test_without_a_setting_the_locale_names_the_language(
    monkeypatch: pytest.MonkeyPatch, locale: str, language: Language
) -> None:
    monkeypatch.delenv("HUBIAO_LANG", raising=False)
    monkeypatch.setenv("LC_ALL", locale)
    assert current_language() is language


def test_a_message_survives_its_way_through_a_row() -> None:
    nested = Message("text", {"text": NotFound("os.ENOENT"), "many": [Message("os.EIO"), 3]})
    again = Message.from_json(nested.to_json())
    assert again.text(Language.CHINESE) == nested.text(Language.CHINESE) == "文件或文件夹不存在"
    assert again.to_json() == nested.to_json()


def test_an_unexpected_exception_is_its_own_text() -> None:
    assert str(message_of(ValueError("two\nlines"))) == "two lines"
