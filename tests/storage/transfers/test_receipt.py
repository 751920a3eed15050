"""Receipts as files: what is read back, and what is refused as none."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from storage.base.errors import BadInput
from storage.evidence.signing import OfficeKey, office_key
from storage.records.outside.transfer import TransferAnswer
from storage.transfers.receipt import FORMAT, Receipt, read_receipt, receipt_file
from tests.storage.evidence.packages import nameless

OFFICE = "示例旗市场监督管理局"
RECEIPT = Receipt(
    format=FORMAT,
    number="示旗监移回〔2026〕1号",
    office=OFFICE,
    contact="",
    officer="示例",
    given_at=datetime(2026, 11, 30, 2, 0, tzinfo=UTC),
    sender="示例市市场监督管理局",
    letter="示市监移〔2026〕1号",
    letter_sha256="0" * 64,
    package_sha256="1" * 64,
    leads=1,
    answer=TransferAnswer.RECEIVED,
)


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> OfficeKey:
    return office_key(tmp_path_factory.mktemp("office"), office=OFFICE)


def signed(text: str, key: OfficeKey) -> bytes:
    """Any text as the signed part of a receipt."""
    signature = base64.b64encode(key.sign(text.encode())).decode()
    return json.dumps({"receipt": text, "signature": signature, "signer": key.chain_pem}).encode()


def test_a_receipt_is_read_as_it_was_signed(key: OfficeKey) -> None:
    assert read_receipt(receipt_file(RECEIPT, key).encode(), "r").receipt == RECEIPT


def test_a_receipt_whose_certificate_bears_no_readable_name_is_none(key: OfficeKey) -> None:
    record = json.loads(receipt_file(RECEIPT, key))
    record["signer"] = nameless(key.certificate)
    with pytest.raises(BadInput, match="is no receipt"):
        read_receipt(json.dumps(record).encode(), "r")


def test_a_receipt_in_another_encoding_is_none(key: OfficeKey) -> None:
    with pytest.raises(BadInput, match="is no receipt"):
        read_receipt(receipt_file(RECEIPT, key).encode("utf-16"), "r")


def test_a_receipt_in_the_name_of_another_office_is_refused(key: OfficeKey) -> None:
    for office in (f"{OFFICE}示例分局", "示例区市场监督管理局"):
        file = receipt_file(replace(RECEIPT, office=office), key)
        with pytest.raises(BadInput, match="the certificate names"):
            read_receipt(file.encode(), "r")


@pytest.mark.parametrize("levels", [300, 600, 900, 20_000])
def test_a_text_that_is_nested_without_end_is_no_receipt(key: OfficeKey, levels: int) -> None:
    text = json.dumps({"format": FORMAT, "words": 0}).replace("0", "[" * levels + "]" * levels)
    with pytest.raises(BadInput):
        read_receipt(signed(text, key), "r")


def test_a_moment_without_its_zone_is_refused(key: OfficeKey) -> None:
    file = json.loads(receipt_file(RECEIPT, key))
    with pytest.raises(BadInput):
        read_receipt(signed(file["receipt"].replace("+00:00", ""), key), "r")
