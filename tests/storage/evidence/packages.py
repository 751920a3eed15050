"""Packages taken apart and put together again, as a forger would."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import zipfile
from pathlib import Path
from typing import BinaryIO

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from storage.base.settings import Settings
from storage.evidence.trust import home_anchors, read_anchors
from storage.evidence.verification import verify_package
from storage.records.outside.check import Check

Files = dict[str, bytes]


def read_files(package: Path | BinaryIO) -> Files:
    with zipfile.ZipFile(package) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(files: Files) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return target.getvalue()


def nameless(certificate: x509.Certificate) -> str:
    """The certificate in PEM, its organisation's name of a kind that is no text."""
    der = certificate.public_bytes(Encoding.DER)
    name = b"\x06\x03\x55\x04\x0a"  # organizationName; behind it its text begins with 0x0c (X.690)
    bits = base64.b64encode(der.replace(name + b"\x0c", name + b"\x03")).decode()
    return f"-----BEGIN CERTIFICATE-----\n{bits}\n-----END CERTIFICATE-----\n"


def rehashed(files: Files) -> Files:
    """The data package made to fit again, as a forger would."""
    record = json.loads(files["datapackage.json"])
    listed = {entry["path"]: entry for entry in record["resources"]}
    names = [name for name in files if not name.startswith("datapackage")]
    record["resources"] = [
        {
            **listed.get(name, {"name": Path(name).name, "path": name}),
            "hash": f"sha256:{hashlib.sha256(files[name]).hexdigest()}",
            "bytes": len(files[name]),
        }
        for name in names
    ]
    return {**files, "datapackage.json": json.dumps(record).encode()}


def redigested(files: Files) -> Files:
    record = json.loads(files["datapackage-digest.json"])
    record["hash"] = f"sha256:{hashlib.sha256(files['datapackage.json']).hexdigest()}"
    record["signedData"]["hash"] = record["hash"]
    return {**files, "datapackage-digest.json": json.dumps(record).encode()}


def verify(package: Path, settings: Settings, *, require_stamp: bool = False) -> tuple[Check, ...]:
    return verify_package(
        package,
        anchors=home_anchors(settings.home),
        timestamp_anchors=read_anchors(Path(path) for path in settings.timestamp_anchors),
        require_stamp=require_stamp,
    )


def failures(checks: tuple[Check, ...]) -> dict[str, str]:
    return {str(check.name): str(check.says) for check in checks if not check.passed}
