"""The letters of the demonstration: a holder's notice, the office's request to identify goods, its
risk warning."""

from __future__ import annotations

import json
from pathlib import Path

from console.demo.demo_office import DemoOffice, StageFailed
from storage.base.office_time import today

FACTS = Path(__file__).parent / "letters"
OFFICER, APPROVER = "demo-officer", "demo-approver"


def write_notice(office: DemoOffice, leads: list[dict[str, object]]) -> list[str]:
    """Draft, check, approve by a second person, and render a track-A notice on these leads."""
    numbers = [word for lead in leads for word in ("--lead", str(lead["id"]))]
    facts = fill_facts(office, "notice.yml")
    drafted = json.loads(
        office.hubiao(
            "notice", "draft", "--kind", "infringement-notice", *numbers,
            "--file", str(facts), "--as", OFFICER,
        )
    )  # fmt: skip
    return _issue(office, "notice", drafted["id"])


def write_request(office: DemoOffice, lead: dict[str, object]) -> list[str]:
    """Draft, check, approve and render the letter that asks the holder whose goods are sold."""
    facts = fill_facts(office, "identification.yml")
    drafted = json.loads(
        office.hubiao(
            "notice", "draft", "--kind", "identification-request", "--lead", str(lead["id"]),
            "--file", str(facts), "--as", OFFICER,
        )
    )  # fmt: skip
    return _issue(office, "notice", drafted["id"])


def write_warning(office: DemoOffice) -> list[str]:
    """Draft, check, approve and render a risk warning from the hot spots of the last month."""
    facts = fill_facts(office, "warning.yml")
    drafted = json.loads(office.hubiao("warning", "draft", "--file", str(facts), "--as", OFFICER))
    return _issue(office, "warning", drafted["id"])


def _issue(office: DemoOffice, group: str, number: int) -> list[str]:
    checked = office.try_hubiao(group, "check", str(number))
    if checked.returncode != 0:
        lacking = checked.stdout.strip().replace("\n", "; ") or checked.stderr.strip()
        raise StageFailed("demo.letter-incomplete", group=group, number=number, missing=lacking)
    _refuse_own_approval(office, group, number)
    approved = json.loads(office.hubiao(group, "approve", str(number), "--as", APPROVER))
    folder = office.folder / "documents"
    files = json.loads(office.hubiao(group, "render", str(number), "-o", str(folder)))
    for name in ("docx", "pdf"):
        if not Path(files[name]).stat().st_size:
            raise StageFailed("demo.file-empty", file=files[name])
    return [f"{approved['number']}, approved by {APPROVER}", files["docx"], files["pdf"]]


def _refuse_own_approval(office: DemoOffice, group: str, number: int) -> None:
    """The two-person rule is part of what the demonstration shows."""
    alone = office.try_hubiao(group, "approve", str(number), "--as", OFFICER)
    if alone.returncode == 0:
        raise StageFailed("demo.own-approval", group=group, number=number)


def fill_facts(office: DemoOffice, name: str) -> Path:
    """The facts of a letter in the demonstration's folder, dated by the office's day."""
    filled = office.folder / name
    text = (FACTS / name).read_text("utf-8").replace("{today}", today().isoformat())
    filled.write_text(text, "utf-8")
    return filled
