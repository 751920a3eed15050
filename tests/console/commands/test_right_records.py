"""Records of rights on the command line: doubts at import and when asked for."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest

from tests.console.command import Office
from tests.databases import migrated_file

RIGHTS = """
holders:
  - {id: h, name: 示例云岭食品有限公司}
  - {id: k, name: 示例栖霞食品有限公司}
rights:
  - id: chang
    text: 长江
    holder: h
    goods: 面粉
    authorised_sellers: [{shop: 示例鞋店, goods: [运动鞋]}]
  - {id: chang-2, text: 长江, holder: k, meanings: "长江|地名"}
"""


@pytest.fixture
def office(tmp_path: Path) -> Office:
    (tmp_path / "rights.yml").write_text(RIGHTS, encoding="utf-8")
    migrated_file(tmp_path / "home" / "hubiao.db")
    return Office(tmp_path / "home")


def test_an_import_names_doubts_beside_what_it_did(office: Office) -> None:
    result = office.run("rights", "import", "rights.yml")
    assert result.returncode == 0
    assert [line.split()[2] for line in result.stdout.splitlines()] == [
        "h",
        "k",
        "chang",
        "chang-2",
    ]
    doubts = result.stderr.splitlines()
    assert len(doubts) == 4
    assert doubts[0].startswith("hubiao: right 'chang': the mark '长江' is a common word")
    assert "'示例鞋店' is licensed for '运动鞋'" in doubts[1]
    assert "also the text of right 'chang-2'" in doubts[2]
    entered = json.loads(office.run("rights", "imports").stdout)
    assert (entered["file"], entered["new"]) == ("rights.yml", 4)
    assert datetime.fromisoformat(entered["at"]).tzinfo is not None


def test_doubts_are_listed_for_a_file_and_for_the_store(office: Office) -> None:
    from_file = office.run("rights", "check", "rights.yml", "--format", "jsonl")
    office.run("rights", "import", "rights.yml")
    from_store = office.run("rights", "check", "--format", "jsonl")
    assert from_file.returncode == 0
    lines = [json.loads(line) for line in from_file.stdout.splitlines()]
    assert [(line["right"], line["code"]) for line in lines] == [
        ("chang", "right-doubt.common-word"),
        ("chang", "right-doubt.licensed-goods"),
        ("chang", "right-doubt.namesake"),
        ("chang-2", "right-doubt.namesake"),
    ]
    assert from_store.stdout == from_file.stdout


def test_a_fault_in_the_file_changes_nothing_and_names_line_and_key(office: Office) -> None:
    path = office.home.parent / "bad.yml"
    path.write_text(
        RIGHTS + "  - id: bad\n    text: 岚河\n    meanings: [{text: 岚河, sense: x}]\n"
    )
    result = office.run("rights", "import", "bad.yml")
    assert (result.returncode, result.stdout) == (2, "")
    assert "(line 14)" in result.stderr
    assert "meanings" in result.stderr
    assert "unknown sense 'x'" in result.stderr
    assert office.run("rights", "list", "--format", "jsonl").stdout == ""


def test_proposals_are_written_only_when_they_are_accepted(office: Office) -> None:
    office.run("rights", "import", "rights.yml")
    printed = office.run("rights", "enrich", "chang")
    assert printed.returncode == 0
    lines = [line.split("\t") for line in printed.stdout.splitlines()]
    assert [line[:3] for line in lines] == [
        ["1", "meanings", "长江 | 普通词语"],
        ["2", "meanings", lines[1][2]],
        ["3", "other_owners", "长江 | 示例栖霞食品有限公司"],
    ]
    assert lines[1][2].startswith("长江 | 地名 | ")
    assert "rank" in lines[0][3]
    accepted = office.run("rights", "enrich", "chang", "--accept", "1")
    assert accepted.stdout.splitlines()[0].endswith("\twritten")
    assert "长江 | 普通词语" not in office.run("rights", "enrich", "chang").stdout
    assert "common-word" not in office.run("rights", "check", "--format", "jsonl").stdout


def test_a_proposal_that_is_none_is_refused_and_nothing_is_written(office: Office) -> None:
    office.run("rights", "import", "rights.yml")
    refused = office.run("rights", "enrich", "chang", "--accept", "1", "--accept", "9")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "no proposal 9" in refused.stderr
    assert office.run("rights", "enrich", "chang").stdout.count("\n") == 3
    assert office.run("rights", "enrich", "nothing").returncode == 2


@pytest.mark.parametrize("format_", ["yaml", "xlsx"])
def test_what_is_exported_imports_as_the_same(office: Office, format_: str) -> None:
    office.run("rights", "import", "rights.yml")
    written = office.run("rights", "export", "--format", format_, "-o", "out.file")
    assert written.returncode == 0
    again = office.run("rights", "import", "out.file")
    assert [line.split()[0] for line in again.stdout.splitlines()] == ["same"] * 4
