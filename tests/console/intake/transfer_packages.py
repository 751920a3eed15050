"""Packages of transfer letters as the tests open, change, sign and check them."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import replace

from storage.base.message import Language
from storage.evidence.signing import office_key
from storage.records.outside.transfer import TransferDescription
from storage.transfers.checked_package import CheckedPackage, check_package
from storage.transfers.description_file import DESCRIPTION, SUMS, description_files
from storage.transfers.trusted_signers import trusted_signers
from tests.console.intake.transfer_offices import SENDER, SendingOffice, TransferOffice

Files = dict[str, bytes]


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
