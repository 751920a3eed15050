"""A lead that goes from one office to another, and the receipt that comes back."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from alerts.letters.workflow.hand_in_package import hand_in
from console.intake.received_transfer import TERM, Reception, open_leads, receive_package
from console.web.route import MAX_UPLOAD
from storage.base.errors import BadInput, HubiaoError, NotFound, Refused
from storage.base.message import Language
from storage.evidence.signing import fingerprint, office_key
from storage.outgoing.attachments import is_kept
from storage.records import Right, RightHolder, RightsBook
from storage.records.attachment import Attachment
from storage.records.outside.transfer import TransferDescription
from storage.rights.import_file import read_rights_bytes
from storage.rights.store import import_rights
from storage.tables import (
    AuditRow,
    DeadlineRow,
    DecisionRow,
    EvidenceRow,
    LeadRow,
    ListingVersionRow,
    TransferReceiptRow,
    TransferRow,
)
from storage.transfers.checked_package import CheckedPackage, check_package, remarks_on
from storage.transfers.description_file import (
    DESCRIPTION,
    SIGNATURE,
    SIGNER,
    SUMS,
    description_files,
)
from storage.transfers.package_size import BY_PAGE, package_remark, size_remark
from storage.transfers.receipt import TransferAnswer, read_receipt
from storage.transfers.receipts import give_receipt, given_receipts, take_in_receipt
from storage.transfers.receiving import find_transfer, receive
from storage.transfers.right_file import rights_file
from storage.transfers.trusted_signers import trusted_signers
from tests.console.intake.transfer_offices import (
    RECEIVER,
    SENDER,
    TITLE,
    SendingOffice,
    TransferOffice,
    receiving_office,
    sending_office,
)
from tests.servers.sm2_authority import running_sm2_authority
from tests.waiting import wait_until

Files = dict[str, bytes]


@pytest.fixture(scope="module")
def sender(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SendingOffice]:
    office = sending_office(tmp_path_factory.mktemp("sender"))
    yield office
    office.database.close()


@pytest.fixture(scope="module")
def content(sender: SendingOffice, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The package as the receiving office gets it."""
    return sender.package(tmp_path_factory.mktemp("package") / "移送.zip").path.read_bytes()


@pytest.fixture
def receiver(tmp_path: Path, database_url: str) -> Iterator[TransferOffice]:
    office = receiving_office(tmp_path / "receiver", database_url=database_url)
    yield office
    office.database.close()


@pytest.fixture(scope="module")
def anchor(sender: SendingOffice) -> str:
    """The fingerprint that the offices compare by telephone."""
    return fingerprint(office_key(sender.settings.home).anchor)


@pytest.fixture
def take_in(receiver: TransferOffice, anchor: str) -> Callable[[bytes], Reception]:
    def receive(package: bytes) -> Reception:
        checked = checked_by(receiver, package, anchor)
        return receive_package(
            receiver.database, receiver.settings, checked, package, "移送.zip", officer="甲"
        )

    return receive


def checked_by(office: TransferOffice, package: bytes, *confirmed: str) -> CheckedPackage:
    trusted = trusted_signers(office.settings, fingerprints=confirmed)
    return check_package(office.settings, package, "移送.zip", trusted)


def read_files(package: bytes) -> Files:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(files: Mapping[str, bytes], *, summed: bool = True) -> bytes:
    """A package of these files; its list of sums made anew, as a forger would."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, data in files.items():
            if name != SUMS:
                archive.writestr(name, data)
        sums = "".join(
            f"{hashlib.sha256(data).hexdigest()}  {name}\n"
            for name, data in files.items()
            if name != SUMS
        )
        archive.writestr(SUMS, sums if summed else files[SUMS])
    return packed.getvalue()


def signed_anew(sender: SendingOffice, files: Files, **changes: object) -> bytes:
    """The package with another description, signed by the sender itself."""
    record = TransferDescription.from_json(json.loads(files[DESCRIPTION]))
    key = office_key(sender.settings.home, office=SENDER)
    return zipped({**files, **description_files(replace(record, **changes), key)})  # type: ignore[arg-type]


def failures(package: CheckedPackage) -> str:
    return "\n".join(c.line(Language.ENGLISH) for c in package.checks if not c.passed)


@pytest.mark.parametrize("database_kind", ["sqlite", "postgresql"], indirect=True)
def test_a_lead_is_opened_with_its_history_and_nothing_of_the_sender_becomes_ours(
    sender: SendingOffice,
    receiver: TransferOffice,
    content: bytes,
    take_in: Callable[[bytes], Reception],
) -> None:
    reception = take_in(content)
    (place,) = reception.leads
    with receiver.database.read() as session:
        row = find_transfer(session, reception.transfer)
        lead = session.get_one(LeadRow, place.lead_id)
        version = session.get_one(ListingVersionRow, lead.version_id).record
        assert (row.office, row.letter_number) == (SENDER, "示市监移〔2026〕1号")
        assert row.package.sha256 == hashlib.sha256(content).hexdigest()
        assert (lead.title, lead.right_id, lead.state) == (TITLE, "tianfu-hetao", "pending")
        assert version.attributes["来源"] == f"移送（{SENDER}，示市监移〔2026〕1号）"
        assert version.operator is not None
        assert version.operator.name == "示例粮油有限公司"
        theirs = row.description.leads[0]
        assert [(step.act, step.by, step.words) for step in theirs.history] == [
            ("已确认", "示例1", "同一商品上使用相同商标；店铺无许可")
        ]
        assert session.scalars(sa.select(DecisionRow)).all() == []
        assert session.scalars(sa.select(EvidenceRow)).all() == []
        term = session.scalars(sa.select(DeadlineRow)).one()
        assert (term.kind, term.lead_id) == (TERM, lead.id)
        acts = session.scalars(sa.select(AuditRow.act).where(AuditRow.subject == f"lead:{lead.id}"))
        assert "transfer.place" in acts.all()
    assert theirs.number == sender.lead


@pytest.mark.parametrize("database_kind", ["sqlite", "postgresql"], indirect=True)
def test_the_same_letter_twice_is_received_once(
    sender: SendingOffice,
    receiver: TransferOffice,
    content: bytes,
    take_in: Callable[[bytes], Reception],
    tmp_path: Path,
) -> None:
    first = take_in(content)
    again = sender.package(tmp_path / "again.zip").path.read_bytes()
    assert again != content
    for package in (content, again):
        second = take_in(package)
        assert (second.transfer, second.again) == (first.transfer, True)
        assert [place.lead_id for place in second.leads] == [place.lead_id for place in first.leads]
    with receiver.database.read() as session:
        assert len(session.scalars(sa.select(TransferRow)).all()) == 1
        assert len(session.scalars(sa.select(TransferReceiptRow)).all()) == 1
        assert len(session.scalars(sa.select(LeadRow)).all()) == 1


def test_another_document_under_the_same_number_is_refused(
    sender: SendingOffice, content: bytes, take_in: Callable[[bytes], Reception]
) -> None:
    take_in(content)
    files = read_files(content)
    letter = TransferDescription.from_json(json.loads(files[DESCRIPTION])).letter
    package = signed_anew(sender, files, letter=replace(letter, sha256="0" * 64))
    with pytest.raises(Refused, match="another document under the number"):
        take_in(package)


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
def test_of_two_officers_who_receive_one_letter_at_once_the_second_finds_it_received(
    receiver: TransferOffice, content: bytes, anchor: str
) -> None:
    checked = checked_by(receiver, content, anchor)
    file = Attachment(
        name="移送.zip",
        type="application/zip",
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
    )

    def receive_again() -> bool:
        with receiver.database.begin() as session:
            return receive(session, checked, file, officer="乙").again

    with ThreadPoolExecutor(1) as pool:
        with receiver.database.begin() as session:
            assert not receive(session, checked, file, officer="甲").again
            second = pool.submit(receive_again)
            waiting = sa.text("SELECT count(*) FROM pg_locks WHERE NOT granted")
            wait_until(lambda: session.scalar(waiting))
        assert second.result(30) is True
    with receiver.database.read() as session:
        assert len(session.scalars(sa.select(TransferRow)).all()) == 1


@pytest.mark.parametrize("address", ["http://[shop", "ftp://shop.invalid/1", "share://[a"])
def test_a_package_with_an_address_that_is_none_is_refused_before_it_is_on_record(
    sender: SendingOffice,
    receiver: TransferOffice,
    content: bytes,
    take_in: Callable[[bytes], Reception],
    address: str,
) -> None:
    files = read_files(content)
    (lead,) = TransferDescription.from_json(json.loads(files[DESCRIPTION])).leads
    listing = {**lead.listing, "url": address, "platform": None}
    package = signed_anew(sender, files, leads=(replace(lead, listing=listing),))
    with pytest.raises(BadInput, match="no address"):
        take_in(package)
    with receiver.database.read() as session:
        assert session.scalars(sa.select(TransferRow)).all() == []


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


def test_a_right_that_this_office_has_not_waits_until_it_is_chosen_or_imported(
    receiver: TransferOffice, content: bytes, take_in: Callable[[bytes], Reception]
) -> None:
    foreign = Right(
        id="tianfu-hetao",
        text="天赋河套",
        registration_no="00000009",
        holder="lvye",
        goods=("面粉",),
    )
    holder = RightHolder(id="lvye", name="示例绿业协会")
    with receiver.database.begin() as session:
        import_rights(session, RightsBook(holders=(holder,), rights=(foreign,)))
    reception = take_in(content)
    assert [place.lead_id for place in reception.leads] == [None]
    with receiver.database.read() as session:
        row = find_transfer(session, reception.transfer)
        text = rights_file(row.description.leads, row.office)
    book = read_rights_bytes(text.encode(), "rights.yml")
    (right,) = book.rights
    assert (right.registration_no, right.verified, right.authorised_sellers) == (
        "00000001",
        False,
        (),
    )
    with pytest.raises(NotFound):
        open_leads(receiver.database, receiver.settings, row.id, officer="甲", choices={0: "none"})
    for absent in (-1, 1):
        choices = {absent: "tianfu-hetao"}
        with pytest.raises(NotFound, match=f"has no lead {absent + 1}"):
            open_leads(receiver.database, receiver.settings, row.id, officer="甲", choices=choices)
    with receiver.database.begin() as session:
        import_rights(session, RightsBook(holders=(holder,), rights=(replace(right, id="theirs"),)))
    (place,) = open_leads(receiver.database, receiver.settings, row.id, officer="甲")
    with receiver.database.read() as session:
        assert session.get_one(LeadRow, place.lead_id).right_id == "theirs"


def test_a_receipt_is_signed_and_the_sender_takes_it_in_once(
    sender: SendingOffice,
    receiver: TransferOffice,
    content: bytes,
    take_in: Callable[[bytes], Reception],
) -> None:
    transfer = take_in(content).transfer
    with receiver.database.begin() as session:
        row = find_transfer(session, transfer)
        give_receipt(
            session,
            receiver.settings,
            row,
            answer=TransferAnswer.ACCEPTED,
            officer="审",
            words="已立案",
        )
        files = [item.content.encode() for item in reversed(given_receipts(session, transfer))]
    record = [read_receipt(file, "r").receipt for file in files]
    assert [(r.number, r.office, r.officer, r.answer) for r in record] == [
        ("示旗监移回〔2026〕1号", RECEIVER, "甲", "received"),
        ("示旗监移回〔2026〕2号", RECEIVER, "示例审", "accepted"),
    ]
    unknown = trusted_signers(sender.settings)
    confirmed = trusted_signers(sender.settings, fingerprints=[read_receipt(files[0], "r").top])
    with sender.database.begin() as session:
        with pytest.raises(Refused, match="compare fingerprint"):
            take_in_receipt(session, files[0], "r", unknown, officer="甲")
        for file, again in ((files[0], False), (files[1], False), (files[1], True)):
            row, was_here = take_in_receipt(session, file, "r", confirmed, officer="甲")
            assert (row.notice_id, was_here) == (sender.letter, again)
        session.rollback()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda text: text.replace("received", "accepted"), "signature does not hold"),
        (lambda text: text[:-40], "is no receipt"),
        (lambda _: "[]", "is no receipt"),
        (lambda _: "x" * 70_000, "is no receipt"),
    ],
)
def test_a_forged_receipt_is_refused(
    sender: SendingOffice,
    receiver: TransferOffice,
    content: bytes,
    take_in: Callable[[bytes], Reception],
    change: Callable[[str], str],
    words: str,
) -> None:
    transfer = take_in(content).transfer
    with receiver.database.read() as session:
        text = given_receipts(session, transfer)[0].content
    with (
        pytest.raises(HubiaoError, match=words),
        sender.database.begin() as session,
    ):
        take_in_receipt(
            session, change(text).encode(), "r", trusted_signers(sender.settings), officer="甲"
        )


def test_a_receipt_for_a_package_that_was_not_made_here_is_refused(
    sender: SendingOffice,
    receiver: TransferOffice,
    content: bytes,
    take_in: Callable[[bytes], Reception],
) -> None:
    transfer = take_in(zipped(read_files(content))).transfer
    with receiver.database.read() as session:
        file = given_receipts(session, transfer)[0].content.encode()
    trusted = trusted_signers(sender.settings, fingerprints=[read_receipt(file, "r").top])
    with (
        pytest.raises(Refused, match="a package that this office did not write"),
        sender.database.begin() as session,
    ):
        take_in_receipt(session, file, "r", trusted, officer="甲")


def test_a_refusal_says_why(
    receiver: TransferOffice, content: bytes, take_in: Callable[[bytes], Reception]
) -> None:
    transfer = take_in(content).transfer
    with receiver.database.begin() as session:
        row = find_transfer(session, transfer)
        with pytest.raises(BadInput, match="say why"):
            give_receipt(
                session, receiver.settings, row, answer=TransferAnswer.DECLINED, officer="甲"
            )


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


def test_of_one_letter_received_twice_at_once_the_second_package_leaves_no_file(
    sender: SendingOffice,
    receiver: TransferOffice,
    content: bytes,
    take_in: Callable[[bytes], Reception],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Of no row, it would outlast the time of keeping."""
    take_in(content)
    again = sender.package(tmp_path / "again.zip").path.read_bytes()
    monkeypatch.setattr("console.intake.received_transfer.find_received", lambda *_: None)
    assert take_in(again).again
    assert is_kept(receiver.settings, hashlib.sha256(content).hexdigest())
    assert not is_kept(receiver.settings, hashlib.sha256(again).hexdigest())


def test_a_package_that_is_small_only_while_it_is_packed_is_too_large(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("evidence/1.wacz", bytes(129 * 2**20))
    remark = package_remark(path)
    assert remark is not None
    assert remark.code == "hand-in.unreceivable"


def test_the_sender_is_told_what_the_receiver_cannot_take_in() -> None:
    assert size_remark(BY_PAGE, 10) is None
    assert BY_PAGE < MAX_UPLOAD
    by_command, unreceivable = size_remark(BY_PAGE + 1, 10), size_remark(129 * 2**20, 10)
    assert by_command is not None
    assert by_command.code == "hand-in.by-command"
    assert unreceivable is not None
    assert unreceivable.code == "hand-in.unreceivable"
    many = size_remark(1, 2001)
    assert many is not None
    assert many.code == "hand-in.too-many-files"
    assert "129 MB，超过" in unreceivable.text(Language.CHINESE)
