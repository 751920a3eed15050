"""移送回执: what the receiving office says of a transfer letter, as a file that its key signs.

The file is JSON: `receipt` is the signed text (JSON itself, so that its bytes are beyond doubt), `signature` the
DER signature over it in base64, `signer` the certificate with its anchor as PEM.
"""

from __future__ import annotations

import base64
import json
from dataclasses import asdict, dataclass
from functools import cache
from typing import Annotated, Any

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from pydantic import (
    AwareDatetime,
    ConfigDict,
    StringConstraints,
    TypeAdapter,
    ValidationError,
    with_config,
)

from storage.base.errors import BadInput
from storage.base.message import value_problem
from storage.evidence.certificates.foreign_certificates import certificates_in
from storage.evidence.package import read_object
from storage.evidence.package_entries import CheckFailed
from storage.evidence.signing import OfficeKey, fingerprint, other_office, signature_holds
from storage.evidence.trust import anchor_of
from storage.records.letter_facts import without_spoofing
from storage.records.outside.transfer import Name, ReferenceNumber, Sha256, TransferAnswer

FORMAT = "hubiao-transfer-receipt/1"
SUFFIX = ".receipt.json"
_LARGEST = 64 * 2**10
"""Bytes of a receipt, chosen by hand; one has some three thousand."""
_PARSER_ERRORS = (
    CheckFailed,
    ValueError,
    RecursionError,
    UnsupportedAlgorithm,
)
"""What the parsers raise of a file that is no receipt."""


ANSWER_NAMES = {
    TransferAnswer.RECEIVED: "收到，待核查",
    TransferAnswer.ACCEPTED: "受理",
    TransferAnswer.DECLINED: "不属于本机关管辖或者不予受理",
}


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True, kw_only=True)
class Receipt:
    """What a receipt states."""

    format: str
    number: ReferenceNumber
    """回执编号."""
    office: Name
    contact: str
    officer: Annotated[str, StringConstraints(max_length=100)]
    given_at: AwareDatetime
    sender: Name
    """The office that handed over."""
    letter: ReferenceNumber
    """Its 文号."""
    letter_sha256: Sha256
    package_sha256: Sha256
    leads: int
    answer: TransferAnswer
    words: str = ""


def receipt_file(receipt: Receipt, key: OfficeKey) -> str:
    """The signed file."""
    text = json.dumps(
        {**asdict(receipt), "given_at": receipt.given_at.isoformat(timespec="seconds")},
        ensure_ascii=False,
        indent=1,
    )
    return json.dumps(
        {
            "receipt": text,
            "signature": base64.b64encode(key.sign(text.encode())).decode("ascii"),
            "signer": key.chain_pem,
        },
        ensure_ascii=False,
        indent=1,
    )


@dataclass(frozen=True, kw_only=True)
class SignedReceipt:
    """A receipt whose signature holds, and who signed it."""

    receipt: Receipt
    signer: x509.Certificate
    between: tuple[x509.Certificate, ...]

    @property
    def top(self) -> str:
        """Fingerprint of the anchor that came along: what is compared by telephone or on paper."""
        return fingerprint((self.signer, *self.between)[-1])

    def is_of(self, anchors: tuple[x509.Certificate, ...], fingerprints: frozenset[str]) -> bool:
        """Whether the signer comes from one of these anchors, or from one with a confirmed fingerprint."""
        confirmed = [anchor for anchor in self.between if fingerprint(anchor) in fingerprints]
        moment = self.signer.not_valid_before_utc
        return anchor_of(self.signer, self.between, (*anchors, *confirmed), moment) is not None


def read_receipt(data: bytes, where: str) -> SignedReceipt:
    """A receipt with a signature that holds; by whom it is, the caller judges. Raises BadInput."""
    # JSON in UTF-8 holds no zero byte; Python reads UTF-16 too, which would not be kept as it came.
    if len(data) > _LARGEST or b"\0" in data:
        raise BadInput("receipt.none", where=where)
    try:
        record = read_object(data, where)
        text = str(record.get("receipt", ""))
        signature = base64.b64decode(str(record.get("signature", "")), validate=True)
        signer, *between = certificates_in(str(record.get("signer", "")).encode())
        if not signature_holds(signer, signature, text.encode()):
            raise BadInput("receipt.forged", where=where)
        body: Any = read_object(text.encode(), where)
        if body.get("format") != FORMAT:
            raise BadInput("receipt.none", where=where)
        receipt = _adapter().validate_python(without_spoofing(body))
        certified = other_office(signer, receipt.office)
    except ValidationError as error:
        raise BadInput(
            "receipt.wrong-value", where=where, reason=value_problem(error.errors()[0])
        ) from None
    except _PARSER_ERRORS as error:
        raise BadInput("receipt.none", where=where) from error
    if certified:
        raise BadInput("receipt.other-name", where=where, certified=certified, name=receipt.office)
    return SignedReceipt(receipt=receipt, signer=signer, between=tuple(between))


@cache
def _adapter() -> TypeAdapter[Receipt]:
    return TypeAdapter(Receipt)
