"""Packages of transfer letters as the tests open, change, sign and check them."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import replace

from storage.base.message import Language
from storage.evidence.signing import office_key
from storage.records.outside.transfer import TransferDescription
from storage.transfers.checked_package import CheckedPackage, check_package
from storage.transfers.description_file import DESCRIPTION, SUMS, description_files
from storage.transfers.trusted_signers import trusted_signers
from tests.console.intake.transfer_offices import SENDER, SendingOffice, TransferOffice
from tests.storage.evidence import packages
from tests.storage.evidence.packages import Files


def checked_by(office: TransferOffice, package: bytes, *confirmed: str) -> CheckedPackage:
    trusted = trusted_signers(office.settings, fingerprints=confirmed)
    return check_package(office.settings, package, "移送.zip", trusted)


def read_files(package: bytes) -> Files:
    return packages.read_files(io.BytesIO(package))


def zipped(files: Mapping[str, bytes], *, summed: bool = True) -> bytes:
    """A package of these files; its list of sums made anew, as a forger would."""
    listed = {name: data for name, data in files.items() if name != SUMS}
    lines = (f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in listed.items())
    sums = "".join(lines).encode() if summed else files[SUMS]
    return packages.zipped({**listed, SUMS: sums})


def signed_anew(sender: SendingOffice, files: Files, **changes: object) -> bytes:
    """The package with another description, signed by the sender itself."""
    record = TransferDescription.from_json(json.loads(files[DESCRIPTION]))
    key = office_key(sender.settings.home, office=SENDER)
    return zipped({**files, **description_files(replace(record, **changes), key)})  # type: ignore[arg-type]


def failures(package: CheckedPackage) -> str:
    return "\n".join(c.line(Language.ENGLISH) for c in package.checks if not c.passed)
