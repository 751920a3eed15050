"""The description as a signed file (移交说明): its bytes, the office's signature over them, and who signed."""

from __future__ import annotations

import json
from collections.abc import Mapping

from pydantic import ValidationError

from storage.base.errors import BadInput
from storage.base.message import message_of, value_problem
from storage.evidence.package import read_object
from storage.evidence.package_entries import CheckFailed
from storage.evidence.signing import OfficeKey
from storage.records.letter_facts import without_spoofing
from storage.records.outside.transfer import FORMAT, TransferDescription

DESCRIPTION, SIGNATURE, SIGNER = "transfer.json", "transfer.sig", "transfer-signer.pem"
SUMS = "SHA256SUMS"
"""The list of sums of every package that is handed in."""
UNLISTED = frozenset((DESCRIPTION, SIGNATURE, SIGNER, SUMS))
"""Files that the description cannot list."""


def description_files(description: TransferDescription, key: OfficeKey) -> Mapping[str, bytes]:
    """The description, its signature and the signer's certificates, by their names in the package."""
    text = json.dumps(description.to_json(), ensure_ascii=False, indent=1, sort_keys=True)
    data = text.encode("utf-8", "backslashreplace")
    return {DESCRIPTION: data, SIGNATURE: key.sign(data), SIGNER: key.chain_pem.encode("ascii")}


_MEBIBYTES = 8
"""Of a description, chosen by hand: one of 300 listings with long texts has two."""


def read_description(data: bytes, where: str) -> TransferDescription:
    """The description in a file. Raises BadInput."""
    if len(data) > _MEBIBYTES * 2**20:
        raise BadInput("file.too-large", where=f"{where}: {DESCRIPTION}", mebibytes=_MEBIBYTES)
    try:
        record = read_object(data, DESCRIPTION)
    except CheckFailed as failure:
        raise BadInput("transfer.unreadable", where=where, reason=failure.message) from failure
    if record.get("format") != FORMAT:
        raise BadInput("transfer.other-form", where=where, form=str(record.get("format"))[:60])
    return description_of(record, where)


def description_of(record: object, where: str) -> TransferDescription:
    """The description that a JSON object is, without what could forge its look. Raises BadInput."""
    try:
        return TransferDescription.from_json(without_spoofing(record))
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        problem = value_problem(first)
        raise BadInput("transfer.wrong-value", where=where, place=place, reason=problem) from None
    except (ValueError, RecursionError) as error:
        raise BadInput("transfer.unreadable", where=where, reason=message_of(error)) from error
