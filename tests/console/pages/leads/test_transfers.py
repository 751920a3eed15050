"""移送接收 in the console: a package uploaded, a lead that is marked, a receipt that the sender's letter shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from storage.base.office_time import today
from storage.evidence.signing import fingerprint, office_key
from storage.tables.base import now
from storage.transfers.receiving import find_transfer
from tests.console.console_server import served
from tests.console.intake.transfer_offices import (
    SENDER,
    SendingOffice,
    TransferOffice,
    receiving_office,
    sending_office,
)
from tests.console.visitor import Enter, visits


@dataclass(frozen=True)
class Pair:
    """Two offices with their consoles served."""

    sender: SendingOffice
    receiver: TransferOffice
    at_sender: Enter
    at_receiver: Enter

    def anchor(self, office: TransferOffice) -> str:
        return fingerprint(office_key(office.settings.home).anchor)


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    folder = tmp_path_factory.mktemp("offices")
    sender, receiver = sending_office(folder / "a"), receiving_office(folder / "b")
    with (
        served(sender.settings, sender.database) as here,
        served(receiver.settings, receiver.database) as there,
        visits(here) as at_sender,
        visits(there) as at_receiver,
    ):
        yield Pair(sender, receiver, at_sender, at_receiver)
    sender.database.close()
    receiver.database.close()


def test_a_lead_goes_to_another_office_and_its_receipt_comes_back(pair: Pair) -> None:
    letter = f"/notices/{pair.sender.letter}"
    sender, receiver = pair.at_sender("甲"), pair.at_receiver("甲")
    package = sender.get(f"{letter}/package.zip").content
    sent = [("file", ("移送.zip", package, "application/zip"))]

    unknown = receiver.post("/transfers", act="receive", files=sent)
    assert (unknown.status_code, "不予接收" in unknown.text) == (400, True)
    assert pair.anchor(pair.sender) in unknown.text
    confirmed = {"fingerprints": pair.anchor(pair.sender), "files": sent}
    looked = receiver.post("/transfers", act="check", **confirmed)
    assert "全部通过，尚未接收" in looked.text
    assert "还没有接收过移送" in looked.text
    received = receiver.post("/transfers", act="receive", **confirmed)
    assert received.headers["location"] == "/transfers/1"
    again = receiver.post("/transfers", act="receive", **confirmed)
    assert again.headers["location"] == "/transfers/1?again=1"

    for position in ("²", "-1", "99999"):
        odd = receiver.post("/transfers/1/open", position=position, right="tianfu-hetao")
        assert odd.status_code == 303
    page = receiver.get("/transfers/1").text
    assert "当事人住所地在示例旗" in page
    lead = receiver.get("/leads/1?tab=all").text
    assert f"{SENDER}移送" in lead
    assert "移送机关固证" in lead
    assert "店铺无许可" in lead
    file = receiver.get("/transfers/1/file?name=evidence/1.wacz")
    assert file.content[:4] == b"PK\x03\x04"
    assert receiver.get("/transfers/1/file?name=../hubiao.db").status_code == 404
    assert receiver.get("/transfers/1/package.zip").content == package

    answered = receiver.post("/transfers/1/answer", answer="accepted", words="已立案核查")
    assert answered.status_code == 303
    newest = max(re.findall(r'href="(/receipts/\d+)"', receiver.get("/transfers/1").text))
    receipt = [("file", ("回执.receipt.json", receiver.get(newest).content, "application/json"))]
    assert "尚无" in sender.get(letter).text
    refused = sender.post("/receipts", files=receipt)
    assert (refused.status_code, pair.anchor(pair.receiver) in refused.text) == (409, True)
    for _ in range(2):
        taken = sender.post("/receipts", fingerprints=pair.anchor(pair.receiver), files=receipt)
        assert taken.headers["location"] == f"{letter}#receipts"
    letter_page = sender.get(letter).text
    assert letter_page.count(f"示旗监移回〔{today().year}〕2号") == 1
    assert "已立案核查" in letter_page

    with pair.receiver.database.begin() as session:
        row = find_transfer(session, 1)
        row.deleted_at, row.description = now(), row.description.after_its_time()
    after = receiver.get("/transfers/1").text
    assert "经过已按保存期限删除" in after
    assert "没有核查意见" not in after
    assert receiver.get("/transfers/1/package.zip").status_code == 409


def test_who_may_only_look_receives_nothing(pair: Pair) -> None:
    viewer = pair.at_receiver("看")
    sent = [("file", ("移送.zip", b"PK", "application/zip"))]
    assert viewer.post("/transfers", act="receive", files=sent).status_code == 403
    assert "接收材料包" not in viewer.get("/transfers").text


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"%PDF-1.7"])
def test_an_odd_file_is_refused_on_the_page(pair: Pair, content: bytes) -> None:
    sent = [("file", ("移送.zip", content, "application/zip"))]
    answer = pair.at_receiver("甲").post("/transfers", act="receive", files=sent)
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    wrong = pair.at_receiver("甲").post("/transfers", fingerprints="12:34", files=sent)
    assert "不是 SHA-256 指纹" in wrong.text
