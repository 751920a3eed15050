"""The hand-in package of a letter: what is in it, and when there is none."""

from __future__ import annotations

import dataclasses
import hashlib
import os
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from openpyxl import load_workbook

from alerts.letters.model.letter_kind import find_kind
from alerts.letters.workflow.approval import approve
from alerts.letters.workflow.draft import draft
from alerts.letters.workflow.hand_in_package import COLUMNS, hand_in
from alerts.letters.workflow.letter_check import check_letter
from alerts.letters.workflow.sending import record_answer, seal, send, withdraw
from storage.base.database import Database
from storage.base.errors import BadInput, Refused, StoreUnavailable
from storage.base.office_time import today
from storage.base.settings import Settings
from storage.base.vocabulary import Verdict
from storage.evidence.entries import enter
from storage.evidence.manifest import MANIFEST
from storage.evidence.visit import Occasion
from storage.leads.citable_captures import assessed_listing
from storage.leads.lifecycle import decide
from storage.outgoing.notices import notice_leads
from storage.tables import AuditRow, EvidenceRow
from tests.alerts.conftest import FLOUR
from tests.alerts.letters.scans import scan
from tests.alerts.letters.workflow.conftest import ADDED, NOTICE, SIGNALS
from tests.servers.processes import run
from tests.storage.evidence.visits import visit

FORMULA = "=cmd|' /C calc'!A0 天斌河套"


@pytest.fixture
def drafted(
    database: Database, settings: Settings, people: None, new_lead: Callable[..., int]
) -> int:
    """A complete draft on one confirmed lead whose page was really captured and packed."""
    with database.begin() as session:
        listing = dataclasses.replace(FLOUR, title=FORMULA, item_id="0012")
        lead = new_lead(session, listing, signals=SIGNALS)
        decide(session, lead, Verdict.CONFIRMED, officer="zhang", reason="similar_mark")
        assessed = assessed_listing(session, lead)
    page = dataclasses.replace(visit(FORMULA), kind="listing", text=f"{FORMULA} 天斌河套")
    enter(database, settings, page, Occasion(officer="zhang", lead=lead), assessed=assessed)
    with database.begin() as session:
        added = {**ADDED, "guarantee.agreed_on": today().isoformat()}
        return draft(session, settings, kind=NOTICE, lead_ids=[lead], by="zhang", added=added).id


@pytest.fixture
def approved(database: Database, settings: Settings, drafted: int) -> int:
    with database.begin() as session:
        approve(session, settings, drafted, by="wang", today=today())
    return drafted


def read_zip(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def anchor_in(files: dict[str, bytes]) -> str:
    (name,) = (name for name in files if name.startswith("trust/office-"))
    return name


def test_the_package_holds_the_letter_the_listings_and_the_evidence(
    database: Database, settings: Settings, approved: int, tmp_path: Path
) -> None:
    made = hand_in(database, settings, approved, tmp_path / "out.zip", by="zhang")
    files = read_zip(made.path)
    assert list(files) == [
        "letter.docx", "letter.pdf", "proofs/1-certificate.pdf", "proofs/2-identity.pdf",
        "listings.xlsx", "verify.txt", anchor_in(files),
        "evidence/1.wacz", "SHA256SUMS",
    ]  # fmt: skip
    assert files["letter.pdf"].startswith(b"%PDF-")
    with database.read() as session:
        capture = session.scalars(sa.select(EvidenceRow)).one()
        act = session.scalars(sa.select(AuditRow).where(AuditRow.act == "notice.package")).one()
    assert (act.actor, act.subject, act.detail["files"]) == ("zhang", "notice:1", made.files)
    package = settings.home / "evidence" / capture.folder / "package.wacz"
    assert files["evidence/1.wacz"] == package.read_bytes()


def test_anyone_can_check_the_sums_with_the_usual_tool(
    database: Database, settings: Settings, approved: int, tmp_path: Path
) -> None:
    hand_in(database, settings, approved, tmp_path / "out.zip", by="zhang")
    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        archive.extractall(tmp_path / "there")
    check = ["sha256sum", "--strict", "-c", "SHA256SUMS"]
    sums = subprocess.run(check, cwd=tmp_path / "there", capture_output=True, check=False)
    assert sums.returncode == 0, sums.stderr
    assert sums.stdout.count(b"OK") == 8


def test_a_stranger_checks_the_evidence_as_the_package_says(
    database: Database, settings: Settings, approved: int, tmp_path: Path
) -> None:
    made = hand_in(database, settings, approved, tmp_path / "out.zip", by="zhang")
    there, nothing = tmp_path / "there", tmp_path / "nothing"
    with zipfile.ZipFile(made.path) as archive:
        archive.extractall(there)
    words = (there / "verify.txt").read_text("utf-8")
    steps = [line.strip() for line in words.splitlines() if line.startswith("    ")]
    ours = next(step for step in steps if step.startswith("hubiao verify")).split()[1:]
    command = ["evidence/1.wacz" if "编号" in word else word for word in ours]
    verification = run(
        "console", *command, folder=there, environment={**os.environ, "HUBIAO_HOME": str(nothing)}
    )
    assert verification.returncode == 0, verification.stdout + verification.stderr
    by_hand = [s for s in steps if s.split()[0] in ("unzip", "cd", "sha256sum", "openssl")][1:]
    script = "\n".join(["set -e", *by_hand]).replace("编号", "1")
    shell = subprocess.run(["bash", "-c", script], cwd=there, capture_output=True, check=False)
    assert shell.returncode == 0, shell.stderr
    fingerprint = subprocess.run(
        ["openssl", "x509", "-in", anchor_in(read_zip(made.path)), "-noout", "-fingerprint",
         "-sha256"], cwd=there, text=True, capture_output=True, check=True,
    )  # fmt: skip
    assert fingerprint.stdout.strip().split("=")[1] in words


def test_the_spreadsheet_keeps_its_columns_and_text_stays_text(
    database: Database, settings: Settings, approved: int, tmp_path: Path
) -> None:
    made = hand_in(database, settings, approved, tmp_path / "out.zip", by="zhang")
    (tmp_path / "listings.xlsx").write_bytes(read_zip(made.path)["listings.xlsx"])
    sheet = load_workbook(tmp_path / "listings.xlsx").worksheets[0]
    head, row = sheet.iter_rows()
    assert tuple(cell.value for cell in head) == COLUMNS
    with database.read() as session:
        capture = session.scalars(sa.select(EvidenceRow)).one()
    values = [cell.value for cell in row]
    assert values[:4] == [FLOUR.url, "0012", FLOUR.shop, FORMULA]
    assert values[5:] == [capture.manifest_sha256, "删除"]
    assert {cell.data_type for cell in row} == {"s"}


def test_the_sealed_file_takes_the_place_of_the_letter(
    database: Database, settings: Settings, approved: int, tmp_path: Path
) -> None:
    sealed = scan()
    with database.begin() as session:
        seal(session, settings, approved, sealed, by="zhang", pages=1)
    files = read_zip(hand_in(database, settings, approved, tmp_path / "a.zip", by="zhang").path)
    assert files["letter-sealed.pdf"] == sealed
    assert "letter.docx" not in files


def test_it_can_still_be_made_when_the_letter_was_sent_and_answered(
    database: Database, settings: Settings, approved: int, tmp_path: Path
) -> None:
    with database.begin() as session:
        send(session, settings, approved, by="zhang", handed_over="平台入口")
        record_answer(session, approved, by="zhang", receipt="示例-1", remark="")
    assert hand_in(database, settings, approved, tmp_path / "a.zip", by="zhang").path.is_file()


def test_without_an_approval_or_after_a_withdrawal_there_is_no_package(
    database: Database, settings: Settings, drafted: int, tmp_path: Path
) -> None:
    with pytest.raises(Refused, match="is a draft"):
        hand_in(database, settings, drafted, tmp_path / "a.zip", by="zhang")
    with database.begin() as session:
        approve(session, settings, drafted, by="wang", today=today())
        withdraw(session, drafted, by="zhang", why="示例")
    with pytest.raises(Refused, match="is withdrawn"):
        hand_in(database, settings, drafted, tmp_path / "a.zip", by="zhang")
    assert list(tmp_path.glob("*a.zip*")) == []


@pytest.mark.parametrize("harm", ["gone", "cut", "exchanged", "waiting", "unknown"])
def test_evidence_that_is_not_there_as_cited_stops_the_package(
    database: Database, settings: Settings, approved: int, tmp_path: Path, harm: str
) -> None:
    with database.begin() as session:
        capture = session.scalars(sa.select(EvidenceRow)).one()
        path = settings.home / "evidence" / capture.folder / "package.wacz"
        if harm == "waiting":
            capture.package = None
        elif harm == "unknown":
            capture.manifest_sha256 = hashlib.sha256(b"another").hexdigest()
    path.chmod(0o600)  # a package is written read-only, which stops everybody but root
    if harm == "gone":
        path.unlink()
    elif harm == "cut":
        path.write_bytes(path.read_bytes()[:-40])
    elif harm == "exchanged":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(MANIFEST, "{}")
    (tmp_path / "a.zip").write_bytes(b"the earlier one")
    with pytest.raises(Refused, match="evidence"):
        hand_in(database, settings, approved, tmp_path / "a.zip", by="zhang")
    assert (tmp_path / "a.zip").read_bytes() == b"the earlier one"
    assert list(tmp_path.glob("*.part")) == []


def test_a_place_that_cannot_be_written_is_said_in_one_line_and_nothing_is_on_record(
    database: Database, settings: Settings, approved: int, tmp_path: Path
) -> None:
    with pytest.raises(StoreUnavailable, match="cannot write"):
        hand_in(database, settings, approved, tmp_path / "none" / "a.zip", by="zhang")
    with pytest.raises(BadInput, match="is a folder"):
        hand_in(database, settings, approved, tmp_path, by="zhang")
    with database.read() as session:
        acts = session.scalars(sa.select(AuditRow.act)).all()
    assert "notice.package" not in acts


def test_a_transfer_names_the_packages_that_its_hand_over_file_holds(
    database: Database, settings: Settings, approved: int
) -> None:
    with database.begin() as session:
        leads = notice_leads(session, approved)
        row = draft(session, settings, kind=find_kind("lead-transfer"), lead_ids=leads, by="zhang")
        letter = check_letter(session, settings, row, today=today())
        capture = session.scalars(sa.select(EvidenceRow)).one()
    assert (
        letter.facts.fields["package"]
        == f"随函材料包内证据包1个，evidence/1.wacz（固证清单SHA-256：{capture.manifest_sha256}）"
    )
