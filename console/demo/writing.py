"""The letters of the demonstration: a holder's notice and the office's risk warning."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from console.demo.house import DemoHouse, StageFailed

FACTS = Path(__file__).parent / "letters"
OFFICER, APPROVER = "demo-officer", "demo-approver"


def write_notice(house: DemoHouse, leads: list[dict[str, Any]]) -> list[str]:
    """Draft, check, approve by a second person, and render a track-A notice on these leads."""
    numbers = [word for lead in leads for word in ("--lead", str(lead["id"]))]
    facts = _facts(house, "notice.yml")
    drafted = json.loads(
        house.hubiao(
            "notice", "draft", "--kind", "infringement-notice", *numbers,
            "--file", str(facts), "--as", OFFICER,
        )
    )  # fmt: skip
    return _issue(house, "notice", drafted["id"])


def write_warning(house: DemoHouse) -> list[str]:
    """Draft, check, approve and render a risk warning from the hot spots of the last month."""
    facts = _facts(house, "warning.yml")
    drafted = json.loads(house.hubiao("warning", "draft", "--file", str(facts), "--as", OFFICER))
    return _issue(house, "warning", drafted["id"])


def _issue(house: DemoHouse, group: str, number: int) -> list[str]:
    checked = house.try_hubiao(group, "check", str(number))
    if checked.returncode != 0:
        lacking = checked.stdout.strip().replace("\n", "; ") or checked.stderr.strip()
        raise StageFailed("demo.letter-incomplete", group=group, number=number, missing=lacking)
    _refuse_own_approval(house, group, number)
    approved = json.loads(house.hubiao(group, "approve", str(number), "--as", APPROVER))
    folder = house.folder / "documents"
    files = json.loads(house.hubiao(group, "render", str(number), "-o", str(folder)))
    for name in ("docx", "pdf"):
        if not Path(files[name]).stat().st_size:
            raise StageFailed("demo.file-empty", file=files[name])
    return [f"{approved['number']}, approved by {APPROVER}", files["docx"], files["pdf"]]


def _refuse_own_approval(house: DemoHouse, group: str, number: int) -> None:
    """The two-person rule is part of what the demonstration shows."""
    alone = house.try_hubiao(group, "approve", str(number), "--as", OFFICER)
    if alone.returncode == 0:
        raise StageFailed("demo.own-approval", group=group, number=number)


def _facts(house: DemoHouse, name: str) -> Path:
    filled = house.folder / name
    text = (FACTS / name).read_text("utf-8").replace("{today}", date.today().isoformat())  # noqa: DTZ011
    filled.write_text(text, "utf-8")
    return filled
