"""A lead that goes from one office to another."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from console.intake.received_transfer import TERM, Reception, open_leads
from storage.base.errors import BadInput, NotFound, Refused
from storage.base.office_time import today
from storage.outgoing.attachments import is_kept
from storage.records import Right, RightHolder, RightsBook
from storage.records.attachment import Attachment
from storage.records.outside.transfer import TransferDescription
from storage.rights.book_import import import_rights
from storage.rights.import_file import read_rights_bytes
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
from storage.transfers.description_file import DESCRIPTION
from storage.transfers.receiving import find_transfer, receive
from storage.transfers.right_file import rights_file
from tests.console.intake.transfer_offices import SENDER, TITLE, SendingOffice, TransferOffice
from tests.console.intake.transfer_packages import checked_by, read_files, signed_anew
from tests.waiting import wait_until


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
        assert (row.office, row.letter_number) == (SENDER, f"示市监移〔{today().year}〕1号")
        assert row.package.sha256 == hashlib.sha256(content).hexdigest()
        assert (lead.title, lead.right_id, lead.state) == (TITLE, "tianfu-hetao", "pending")
        assert version.attributes["来源"] == f"移送（{SENDER}，示市监移〔{today().year}〕1号）"
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
