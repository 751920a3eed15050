"""What a package from another office is checked for, and the line that refuses it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from alerts.letters.workflow.hand_in_package import hand_in
from console.intake.received_transfer import receive_package
from storage.base.errors import BadInput, Refused
from storage.base.message import Language
from storage.evidence.signing import fingerprint, office_key
from storage.records.outside.transfer import TransferDescription
from storage.tables import TransferRow
from storage.transfers.checked_package import remarks_on
from storage.transfers.description_file import DESCRIPTION, SIGNATURE, SIGNER, SUMS
from tests.console.intake.transfer_offices import (
    SENDER,
    SendingOffice,
    TransferOffice,
    sending_office,
)
from tests.console.intake.transfer_packages import (
    Files,
    checked_by,
    failures,
    read_files,
    signed_anew,
    zipped,
)
from tests.servers.sm2_authority import running_sm2_authority


def test_an_unknown_sender_is_named_by_its_fingerprint_and_not_received(
    receiver: TransferOffice, content: bytes, anchor: str
) -> None:
    checked = checked_by(receiver, content)
    assert not checked.holds
    assert f"compare fingerprint {anchor}" in failures(checked)
    assert [packed.fingerprint for packed in checked.anchors] == [anchor]
    with pytest.raises(Refused, match="not received: sender"):
        receive_package(
            receiver.database, receiver.settings, checked, content, "x.zip", officer="甲"
        )
    with receiver.database.read() as session:
        assert session.scalars(sa.select(TransferRow)).all() == []


FORGERIES: Mapping[str, tuple[Callable[[Files], Files], str]] = {
    "a changed capture": (
        lambda files: {**files, "evidence/1.wacz": files["evidence/1.wacz"][:-9] + b"123456789"},
        "files: FAILED, evidence/1.wacz was changed",
    ),
    "a changed letter": (
        lambda files: {**files, "letter.pdf": files["letter.pdf"] + b"\n"},
        "files: FAILED, letter.pdf was changed",
    ),
    "an added file": (
        lambda files: {**files, "更正.pdf": b"%PDF-"},
        "files: FAILED, 更正.pdf is not in the signed list",
    ),
    "a file left out": (
        lambda files: {n: d for n, d in files.items() if n != "verify.txt"},
        "files: FAILED, verify.txt is missing",
    ),
    "another amount in the description": (
        lambda files: {**files, DESCRIPTION: files[DESCRIPTION].replace(b"31000.00", b"31.00")},
        "signature of the description: FAILED",
    ),
    "no signature": (
        lambda files: {n: d for n, d in files.items() if n != SIGNATURE},
        "signature of the description: FAILED",
    ),
    "no signer": (
        lambda files: {n: d for n, d in files.items() if n != SIGNER},
        "signature of the description: FAILED",
    ),
}


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forged_package_is_refused_by_the_line_that_found_it(
    receiver: TransferOffice, content: bytes, anchor: str, name: str
) -> None:
    forge, line = FORGERIES[name]
    checked = checked_by(receiver, zipped(forge(read_files(content))), anchor)
    assert line in failures(checked)


def test_sums_that_say_otherwise_are_noticed(
    receiver: TransferOffice, content: bytes, anchor: str
) -> None:
    files = read_files(content)
    swapped = {**files, SUMS: files[SUMS].replace(b"letter.docx", b"letter.doc")}
    assert "SHA256SUMS says otherwise" in failures(
        checked_by(receiver, zipped(swapped, summed=False), anchor)
    )


def test_a_capture_of_another_page_does_not_pass_for_the_leads(
    sender: SendingOffice, receiver: TransferOffice, content: bytes, anchor: str
) -> None:
    files = read_files(content)
    (lead,) = TransferDescription.from_json(json.loads(files[DESCRIPTION])).leads
    elsewhere = {**lead.listing, "url": "https://other.invalid/item/7"}
    package = signed_anew(sender, files, leads=(replace(lead, number=99, listing=elsewhere),))
    assert "not of this lead" in failures(checked_by(receiver, package, anchor))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda files: {"letter.pdf": files["letter.pdf"]}, "is no package of a transfer letter"),
        (lambda files: {**files, DESCRIPTION: b"{"}, "cannot be read"),
        (lambda files: {**files, DESCRIPTION: b"[" * 100_000}, "cannot be read"),
        (
            lambda files: {
                **files,
                DESCRIPTION: files[DESCRIPTION].replace(b"hubiao-transfer/1", b"hubiao-transfer/2"),
            },
            "a newer version of the program reads it",
        ),
        (
            lambda files: {
                **files,
                DESCRIPTION: files[DESCRIPTION].replace(b'"recipient":', b'"recipien":', 1),
            },
            "letter.",
        ),
        (lambda files: {**files, "../x": b""}, "cannot be read"),
        (lambda files: {**files, DESCRIPTION: b" " * (8 * 2**20 + 1)}, "transfer.json"),
    ],
)
def test_an_odd_package_is_refused_in_one_line(
    receiver: TransferOffice,
    content: bytes,
    anchor: str,
    change: Callable[[Files], Files],
    words: str,
) -> None:
    with pytest.raises(BadInput, match=words):
        checked_by(receiver, zipped(change(read_files(content))), anchor)


@pytest.mark.parametrize("data", [b"", b"PK", b"%PDF-1.7", b"PK\x03\x04" + bytes(500)])
def test_what_is_no_zip_is_refused_in_one_line(
    receiver: TransferOffice, content: bytes, data: bytes
) -> None:
    with pytest.raises(BadInput):
        checked_by(receiver, data)
    with pytest.raises(BadInput):
        checked_by(receiver, content[: len(content) // 2])


def test_an_office_does_not_receive_its_own_package(sender: SendingOffice, content: bytes) -> None:
    assert "this office made it itself" in failures(checked_by(sender, content))


def test_a_letter_to_another_office_is_said_to_be_one(
    sender: SendingOffice, receiver: TransferOffice, content: bytes, anchor: str
) -> None:
    checked = checked_by(receiver, content, anchor)
    assert remarks_on(checked.description, receiver.settings) == []
    letter = replace(checked.description.letter, recipient="示例区市场监督管理局")
    (remark,) = remarks_on(replace(checked.description, letter=letter), receiver.settings)
    assert remark.text(Language.CHINESE).startswith("文书的受移送机关是“示例区市场监督管理局”")


def test_time_stamps_of_sm2_are_checked_inside_of_the_confined_process(
    receiver: TransferOffice, tmp_path: Path
) -> None:
    with running_sm2_authority(tmp_path) as authority:
        office = sending_office(
            tmp_path / "sender",
            timestamp_urls=(f"sm3+{authority.url}",),
            timestamp_anchors=(str(authority.root),),
            allow_addresses=("127.0.0.0/8",),
        )
    package = office.package(tmp_path / "移送.zip").path.read_bytes()
    office.database.close()
    unknown = checked_by(receiver, package, fingerprint(office_key(office.settings.home).anchor))
    assert "no anchor for time-stamps" in failures(unknown)
    everybody = [anchor.fingerprint for anchor in unknown.anchors]
    assert failures(checked_by(receiver, package, *everybody)) == ""


def test_a_letter_approved_under_the_offices_former_name_is_received_under_todays(
    tmp_path: Path, receiver: TransferOffice
) -> None:
    """The description is signed by whoever the office is now; the letter says as whom it was issued."""
    office = sending_office(tmp_path / "renamed")
    renamed = office.settings.model_copy(update={"office_name": "示例市市场监督管理总局"})
    target = tmp_path / "移送.zip"
    package = hand_in(office.database, renamed, office.letter, target, by="甲").path.read_bytes()
    office.database.close()
    checked = checked_by(receiver, package, fingerprint(office_key(renamed.home).anchor))
    assert failures(checked) == ""
    assert checked.description.office.name == "示例市市场监督管理总局"
    assert checked.description.letter.issued_as == SENDER


def test_a_letter_under_a_name_that_the_senders_anchor_does_not_bear_is_refused(
    sender: SendingOffice, receiver: TransferOffice, content: bytes, anchor: str
) -> None:
    """A sender that is trusted for itself would else hand over in the name of any office."""
    files = read_files(content)
    letter = TransferDescription.from_json(json.loads(files[DESCRIPTION])).letter
    package = signed_anew(sender, files, letter=replace(letter, issued_as="示例省市场监督管理局"))
    assert "does not bear" in failures(checked_by(receiver, package, anchor))
