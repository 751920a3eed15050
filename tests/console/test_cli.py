from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.console.command import Office
from tests.databases import migrated_file

RIGHTS = """
holders:
  - {id: h, name: 示例协会, email: h@example.com, tier: 1}
rights:
  - {id: r, text: 示例牌, kind: collective, classes: [30], goods: [面粉], holder: h}
"""


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """A data folder whose database is set up."""
    migrated_file(tmp_path / "home" / "hubiao.db")
    return Office(tmp_path / "home")


def one_line(result: subprocess.CompletedProcess[str]) -> str:
    """The only line on stderr; a traceback fails the test."""
    lines = result.stderr.strip().splitlines()
    assert len(lines) == 1, result.stderr
    assert "Traceback" not in result.stderr
    return lines[0]


def test_help_loads_nothing_heavy(office: Office) -> None:
    assert "护标" in office.run_interpreter("--help").stdout
    loaded = office.python(
        "import sys, console.cli; print(*sorted(m.split('.')[0] for m in sys.modules))"
    )
    heavy = {"sklearn", "scrapy", "playwright", "weasyprint", "sqlalchemy", "numpy", "starlette"}
    assert heavy.isdisjoint(loaded.stdout.split())


@pytest.mark.parametrize(
    ("module", "heavy"),
    [
        ("leads.reasons", {"sqlalchemy", "pydantic", "cryptography", "numpy", "scrapy", "sklearn"}),
        (
            "office.installation",
            {"sqlalchemy", "pydantic", "cryptography", "numpy", "scrapy", "sklearn"},
        ),
    ],
)
def test_a_light_command_loads_nothing_heavy(office: Office, module: str, heavy: set[str]) -> None:
    loaded = office.python(
        f"import sys, console.cli, console.commands.{module};"
        " print(*sorted(m.split('.')[0] for m in sys.modules))"
    )
    assert loaded.returncode == 0, loaded.stderr
    assert heavy.isdisjoint(loaded.stdout.split())


def test_rights_are_imported_and_listed(office: Office, tmp_path: Path) -> None:
    (tmp_path / "rights.yml").write_text(RIGHTS, encoding="utf-8")
    assert office.run("rights", "import", "rights.yml").returncode == 0
    listed = office.run("rights", "list")
    assert listed.stdout.split("\t")[:3] == ["r", "示例牌", "collective"]


def test_a_dry_run_shows_each_fate_and_keeps_nothing(office: Office, tmp_path: Path) -> None:
    (tmp_path / "rights.yml").write_text(RIGHTS, encoding="utf-8")
    dry = office.run("rights", "import", "rights.yml", "--dry-run")
    assert [line.split()[0] for line in dry.stdout.splitlines()] == ["new", "new"]
    assert office.run("rights", "list").stdout == ""


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("rights: [{id: a, text: 示例", "rights.yml"),
        ("rights: [{id: a, text: 示例, colour: red}]", "colour"),
        ("rights: [{id: a}]", "text"),
        ("rights: [{id: a, text: 示例, holder: nobody}]", "nobody"),
        ("rights: [{id: a, text: 示例, kind: nonsense}]", "nonsense"),
        ("rights: [{id: a, text: 示例}, {id: a, text: 示例}]", "a"),
    ],
)
def test_a_broken_rights_file_is_one_line_and_changes_nothing(
    office: Office, tmp_path: Path, content: str, named: str
) -> None:
    (tmp_path / "rights.yml").write_text(content, encoding="utf-8")
    result = office.run("rights", "import", "rights.yml")
    assert result.returncode == 2
    assert named in one_line(result)
    assert office.run("rights", "list").stdout == ""


def test_a_missing_file_is_named(office: Office) -> None:
    result = office.run("rights", "import", "not-there.yml")
    assert result.returncode == 2
    assert "not-there.yml" in one_line(result)


def test_an_unwritable_data_folder_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file where the folder should be")
    result = Office(tmp_path / "home").run("rights", "list")
    assert result.returncode == 1
    assert "HUBIAO_HOME" in one_line(result)


def test_the_database_may_be_named_before_or_after_the_command(
    office: Office, tmp_path: Path
) -> None:
    (tmp_path / "rights.yml").write_text(RIGHTS, encoding="utf-8")
    url = f"sqlite:///{tmp_path / 'other.db'}"
    assert office.run("rights", "import", "rights.yml", "--db", url).returncode == 0
    assert "示例牌" in office.run("--db", url, "rights", "list").stdout
    assert office.run("rights", "list").stdout == ""


def test_a_database_that_cannot_be_reached_is_one_line_without_its_password(
    tmp_path: Path,
) -> None:
    office = Office(tmp_path / "home", "postgresql://li:topsecret@127.0.0.1:1/x")
    result = office.run("rights", "list")
    assert result.returncode == 1
    assert "topsecret" not in one_line(result)


@pytest.mark.parametrize(
    "words",
    [
        ("decide", "1", "maybe", "--reason", "same_mark"),
        ("decide", "1", "confirmed"),
        ("decide", "99", "confirmed", "--reason", "same_mark"),
        ("leads", "--state", "nowhere"),
        ("export", "secrets"),
        ("no-such-command",),
        ("users", "add", "li", "--role", "king", "--password-stdin"),
        ("notice", "draft"),
        ("notice", "draft", "--kind", "infringement-notice", "--lead", "abc"),
        ("notice", "list", "--nonsense"),
        ("notice", "nonsense"),
        ("warning", "approve"),
        ("report", "--from", "2026-01-01"),
        ("report", "--from", "2026-01-01", "--to", "2026-13-01", "-o", "r.docx"),
        ("verify",),
        ("capture", "--lead"),
        ("outbox", "retry", "x"),
    ],
)
def test_wrong_usage_is_exit_2_without_a_traceback(office: Office, words: tuple[str, ...]) -> None:
    result = office.run(*words)
    assert result.returncode == 2
    assert one_line(result).startswith("hubiao: ")


def test_a_process_ends_with_exit_2_and_one_line(tmp_path: Path) -> None:
    result = Office(tmp_path / "home").run_process("decide", "99", "confirmed", "--reason", "other")
    assert result.returncode == 2
    assert one_line(result).startswith("hubiao: ")


def test_a_user_is_added_with_a_password_from_standard_input(office: Office) -> None:
    added = office.run_process(
        "users", "add", "li", "--role", "officer", "--password-stdin", stdin="correct horse\n"
    )
    assert added.returncode == 0
    assert office.run("users", "list").stdout.split("\t")[:2] == ["li", "officer"]


def test_an_empty_database_exports_nothing_and_a_workbook_with_its_heading(
    office: Office, tmp_path: Path
) -> None:
    assert office.run("export", "leads").stdout == ""
    assert office.run("export", "leads", "--format", "xlsx", "-o", "leads.xlsx").returncode == 0
    assert (tmp_path / "leads.xlsx").stat().st_size > 0
    assert office.run("leads", "--format", "xlsx").returncode == 2


def test_reasons_name_the_verdict_they_fit(office: Office) -> None:
    rows = [line.split("\t") for line in office.run("reasons").stdout.splitlines()]
    assert ["other", "any, with --note", "其他（请写明）"] in rows


def test_settings_mask_secrets(office: Office, tmp_path: Path) -> None:
    (tmp_path / "hubiao.toml").write_text("smtp_password = 'topsecret'\n")
    printed = office.run("settings").stdout
    assert "topsecret" not in printed
    assert "HUBIAO_SMTP_PASSWORD=******" in printed


def test_a_backup_is_restored_by_the_command(office: Office, tmp_path: Path) -> None:
    (tmp_path / "rights.yml").write_text(RIGHTS, encoding="utf-8")
    office.run("rights", "import", "rights.yml")
    assert office.run("backup", "b.tar.gz").returncode == 0
    fresh = Office(tmp_path / "fresh")
    assert fresh.run("restore", "b.tar.gz").returncode == 0
    assert "示例牌" in fresh.run("rights", "list").stdout
    assert "move it away" in one_line(fresh.run("restore", "b.tar.gz"))


def test_a_backup_is_closed_tried_and_restored_by_the_command(
    office: Office, tmp_path: Path
) -> None:
    office.run("init")
    closing = ("backup", "--passphrase-stdin", "b.age")
    assert "12 characters" in one_line(office.run(*closing, stdin="short\n"))
    assert office.run(*closing, stdin="correct horse battery\n").returncode == 0
    fresh = Office(tmp_path / "fresh")
    restoring = ("restore", "--passphrase-stdin", "b.age")
    assert "does not open" in one_line(fresh.run(*restoring, stdin="wrong\n"))
    assert "is closed by a pass phrase" in one_line(fresh.run("restore", "b.age"))
    tried = fresh.run("restore", "--trial", *restoring[1:], stdin="correct horse battery\n")
    assert "can be restored" in tried.stdout
    assert not (fresh.home / "hubiao.db").exists()
    assert fresh.run(*restoring, stdin="correct horse battery\n").returncode == 0
    assert (fresh.home / "hubiao.db").exists()


@pytest.mark.parametrize(("language", "word"), [("en", "ready:"), ("zh", "已就绪：")])
def test_what_a_command_has_done_is_told_in_the_language_of_the_command_line(
    tmp_path: Path, language: str, word: str
) -> None:
    office = Office(tmp_path / "home", language=language)
    assert office.run("init").stdout.startswith(word)
