"""The commands of letters as an officer types them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from storage.base.settings import load_settings
from storage.base.vocabulary import Role, Verdict
from storage.leads.lifecycle import decide
from storage.records.capture_facts import CaptureFacts
from storage.rights.book_import import import_rights
from storage.tables import EvidenceRow
from tests.alerts.conftest import BOOK, NOON, new_lead
from tests.alerts.letters.workflow.conftest import ADDED, HASH, SIGNALS, add_papers
from tests.alerts.letters.workflow.test_edited_draft import with_paragraph
from tests.console.command import Office
from tests.databases import migrated_database
from tests.officers import enter_officer

__all__ = ["new_lead"]
HOLDER = {
    "identity": "统一社会信用代码 91150800MA0HETA008",
    "address": "示例路1号",
    "contact": "示例",
    "phone": "0478-0",
}


@pytest.fixture
def office(tmp_path: Path, new_lead: Callable[..., int]) -> Office:
    """An office with an officer, an approver, and one confirmed lead with stamped evidence."""
    settings = load_settings(home=tmp_path / "home")
    opened = migrated_database(settings)
    with opened.begin() as session:
        import_rights(session, BOOK)
        add_papers(session, settings)
        lead = new_lead(session, signals=SIGNALS)
        for name, role in (("zhang", Role.OFFICER), ("wang", Role.APPROVER)):
            enter_officer(session, name, role, full_name=f"示例{name}")
        decide(session, lead, Verdict.CONFIRMED, officer="zhang", reason="similar_mark")
        stamped = CaptureFacts(stamped_at=NOON, authority="示例时间戳机构")
        session.add(
            EvidenceRow(
                lead_id=lead, url="http://shop.example/item/1", state="stamped", folder="1",
                manifest_sha256=HASH, captured_at=NOON, facts=stamped,
            )
        )  # fmt: skip
    opened.close()
    return Office(tmp_path / "home")


def answer(office: Office, *words: str) -> dict[str, Any]:
    result = office.run(*words)
    assert result.returncode == 0, result.stderr
    letter = json.loads(result.stdout)
    assert isinstance(letter, dict)
    return letter


def test_a_notice_from_the_draft_to_the_outbox(office: Office, tmp_path: Path) -> None:
    draft = ["notice", "draft", "--kind", "infringement-notice", "--lead", "1", "--as", "zhang"]
    drafted = answer(office, *draft)
    assert drafted["id"] == 1
    checked = office.run("notice", "check", "1")
    assert checked.returncode == 1
    assert checked.stdout.splitlines() == drafted["missing"]
    assert "请在本文书“补充事实”（须由权利人提供）填写" in next(
        x for x in drafted["missing"] if "保证的签署人" in x
    )

    facts = {**ADDED, **{f"holder.{name}": value for name, value in HOLDER.items()}}
    (tmp_path / "facts.yml").write_text(json.dumps(facts, ensure_ascii=False), encoding="utf-8")
    filled = answer(
        office, "notice", "fill", "1", "--file", "facts.yml", "--field", "acts=[2]", "--as", "zhang"
    )
    assert filled["missing"] == []
    assert office.run("notice", "send", "1", "--as", "zhang").returncode == 1
    refused = office.run("notice", "package", "1", "-o", "package.zip", "--as", "zhang")
    assert (refused.returncode, "hand-in package" in refused.stderr) == (1, True)
    assert not (tmp_path / "package.zip").exists()
    approval = office.run("notice", "approve", "1", "--as", "wang")
    assert approval.returncode == 0, approval.stderr
    approved = json.loads(approval.stdout)
    assert approved["number"].endswith("〕1号")
    for words in (
        "待审批文书 1：侵权通知书",
        "收件人：示例电商平台有限公司",
        "事由：“天赋河套”集体商标；商品信息1条",
    ):
        assert words in approval.stderr
    assert re.search("文稿哈希值：[0-9a-f]{64}$", approval.stderr, re.MULTILINE)

    files = answer(office, "notice", "render", "1", "-o", str(tmp_path / "out"))
    assert Path(files["docx"]).read_bytes().startswith(b"PK")
    assert Path(files["pdf"]).read_bytes().startswith(b"%PDF-")
    assert files["sha256"] == approved["sha256"]
    sent = answer(office, "notice", "send", "1", "--as", "zhang")
    assert sent["mails"][0]["to"] == "brand@holder.example"
    listed = json.loads(office.run("notice", "list").stdout)
    assert (listed["state"], listed["approved_by"]) == ("sent", "wang")


def test_an_approver_at_a_terminal_is_asked_and_an_edit_in_word_must_be_named(
    office: Office, tmp_path: Path
) -> None:
    facts = {**ADDED, **{f"holder.{name}": value for name, value in HOLDER.items()}, "acts": [2]}
    (tmp_path / "facts.yml").write_text(json.dumps(facts, ensure_ascii=False), encoding="utf-8")
    draft = ["notice", "draft", "--kind", "infringement-notice", "--lead", "1", "--as", "zhang"]
    answer(office, *draft, "--file", "facts.yml")
    asked = office.run_at_terminal("notice", "approve", "1", "--as", "wang", typed="n\n")
    assert asked.returncode == 130
    assert "批准这份文书？" in asked.stderr
    assert json.loads(office.run("notice", "list").stdout)["state"] == "draft"

    files = answer(office, "notice", "render", "1", "-o", str(tmp_path / "out"))
    edited = with_paragraph(Path(files["docx"]).read_bytes(), "另附照片。")
    (tmp_path / "edited.docx").write_bytes(edited)
    answer(office, "notice", "edit", "1", "edited.docx", "--as", "zhang")
    refused = office.run("notice", "approve", "1", "--as", "wang")
    assert refused.returncode == 1
    assert "修改对照：{+另附照片。+}" in refused.stderr
    (digest,) = re.findall("--seen ([0-9a-f]{64})", refused.stderr)
    assert answer(office, "notice", "approve", "1", "--seen", digest, "--as", "wang")["number"]


@pytest.mark.parametrize(
    ("words", "code", "named"),
    [
        (["notice", "check", "9"], 2, "no notice 9"),
        (["notice", "draft", "--kind", "love-letter"], 2, "notice kinds"),
        (["warning", "draft", "--from", "yesterday"], 2, "yesterday"),
        (["warning", "draft", "--field", "fields.colour=red", "--as", "nobody"], 2, "nobody"),
    ],
)
def test_what_cannot_be_done_is_one_line(
    tmp_path: Path, words: list[str], code: int, named: str
) -> None:
    result = Office(tmp_path / "home").run(*words)
    assert result.returncode == code
    assert named in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


def test_the_kinds_and_a_template_to_edit(tmp_path: Path) -> None:
    office = Office(tmp_path / "home")
    kinds = [json.loads(line) for line in office.run("notice", "kinds").stdout.splitlines()]
    assert len(kinds) == 20
    assert [kind["track"] for kind in kinds] == sorted(kind["track"] for kind in kinds)
    path = office.run("notice", "template", "risk-warning").stdout.strip()
    assert (office.home.parent / path).read_bytes().startswith(b"PK")


def test_a_warning_says_what_an_officer_must_write(tmp_path: Path) -> None:
    office = Office(tmp_path / "home")
    drafted = answer(office, "warning", "draft", "--from", "2026-11-01")
    assert drafted["kind"] == "risk-warning"
    assert not drafted["complete"]
    assert json.loads(office.run("warning", "list").stdout)["track"] == "C"
