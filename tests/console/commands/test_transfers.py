"""`hubiao transfer`: a package received at the command line, its receipt written for the sender."""

from __future__ import annotations

import json
from pathlib import Path

from storage.base.office_time import today
from storage.evidence.signing import fingerprint, office_key
from tests.console.command import Office
from tests.console.intake.transfer_offices import RECEIVER, receiving_office, sending_office


def test_a_package_is_tried_received_and_answered(tmp_path: Path) -> None:
    sender, receiver = sending_office(tmp_path / "a"), receiving_office(tmp_path / "b")
    package = str(sender.package(tmp_path / "移送.zip").path)
    anchor = fingerprint(office_key(sender.settings.home).anchor)
    sender.database.close()
    receiver.database.close()
    here, there = Office(tmp_path / "a"), Office(tmp_path / "b")

    unknown = there.run("transfer", "receive", package, "--as", "甲")
    assert (unknown.returncode, "not received: sender" in unknown.stderr) == (1, True)
    confirmed = ["transfer", "receive", package, "--fingerprint", anchor.upper(), "--as", "甲"]
    trial = there.run(*confirmed, "--dry-run")
    assert json.loads(trial.stdout) == {
        "letter": f"示市监移〔{today().year}〕1号",
        "rights": ["tianfu-hetao"],
    }
    assert "addressed to" in trial.stderr  # this environment names no office
    assert there.run("transfer", "list").stdout == ""
    receipt = str(tmp_path / "回执.receipt.json")
    received = there.run(*confirmed, "--receipt", receipt)
    assert json.loads(received.stdout) == {"id": 1, "again": False, "leads": [1], "waiting": 0}
    assert json.loads(there.run("transfer", "list").stdout)["waiting"] == 0

    theirs = fingerprint(office_key(receiver.settings.home).anchor)
    taken = here.run("transfer", "take-in", receipt, "--fingerprint", theirs, "--as", "甲")
    assert json.loads(taken.stdout)["answer"] == "received"
    declined = there.run("transfer", "answer", "1", "declined", "--as", "甲")
    assert (declined.returncode, "say why" in declined.stderr) == (2, True)
    answered = there.run(
        *("transfer", "answer", "1", "declined", "--words", "不属于我局管辖", "-o", receipt),
        *("--as", "甲"),
    )
    assert answered.returncode == 0
    assert json.loads(json.loads(Path(receipt).read_text())["receipt"])["office"] != RECEIVER
    assert there.run("transfer", "rights", "1").stdout.startswith("holders:")
    assert there.run("transfer", "place", "1", "--as", "甲").returncode == 0
