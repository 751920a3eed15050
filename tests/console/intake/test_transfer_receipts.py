"""The receipt that goes back to the office that handed over."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from console.intake.received_transfer import Reception
from storage.base.errors import BadInput, HubiaoError, Refused
from storage.base.office_time import today
from storage.records.outside.transfer import TransferAnswer
from storage.transfers.receipt import read_receipt
from storage.transfers.receipts import give_receipt, given_receipts, take_in_receipt
from storage.transfers.receiving import find_transfer
from storage.transfers.trusted_signers import trusted_signers
from tests.console.intake.transfer_offices import RECEIVER, SendingOffice, TransferOffice
from tests.console.intake.transfer_packages import read_files, zipped


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
        (f"示旗监移回〔{today().year}〕1号", RECEIVER, "甲", "received"),
        (f"示旗监移回〔{today().year}〕2号", RECEIVER, "示例审", "accepted"),
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
