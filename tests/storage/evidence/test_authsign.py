"""An independent verifier of signed web archives (authsign, by the published form's own authors)."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from authsign.verifier import Verifier
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from pyasn1.error import PyAsn1Error

from storage.base.settings import Settings
from storage.evidence.signing import fingerprint, office_key
from storage.evidence.trust import home_anchors, read_anchors
from tests.storage.evidence.packages import read_files

_REFUSALS = (AssertionError, ValueError, PyAsn1Error)
"""It says no by assertions, and by the errors of what it reads with."""


@pytest.fixture(scope="module")
def settings(office: Settings) -> Settings:
    return office


@pytest.fixture
def judge(settings: Settings, tmp_path: Path) -> Verifier:
    """It trusts the office's anchor and the authority's, and nobody else."""
    return Verifier(str(_roots(settings, tmp_path / "roots.yaml")))


def _roots(settings: Settings, path: Path) -> Path:
    office = [fingerprint(anchor) for anchor in home_anchors(settings.home)]
    authority = read_anchors(Path(pem) for pem in settings.timestamp_anchors)
    roots = {
        "domain_cert_roots": office,
        "timestamp_cert_roots": [fingerprint(anchor) for anchor in authority],
    }
    path.write_text(yaml.safe_dump(roots), encoding="utf-8")
    return path


def signed(package: Path) -> dict[str, Any]:
    record = json.loads(read_files(package)["datapackage-digest.json"])["signedData"]
    assert isinstance(record, dict)
    return record


def test_an_independent_verifier_accepts_the_signature(package: Path, judge: Verifier) -> None:
    record = signed(package)
    answer = judge(record)
    assert answer.observer == record["domain"]
    assert answer.timestamp >= record["created"]


FORGERIES: dict[str, tuple[Callable[[dict[str, Any]], dict[str, Any]], str]] = {
    "another hash": (lambda record: {**record, "hash": "sha256:" + "0" * 64}, "signature of hash"),
    "another domain": (lambda record: {**record, "domain": "other.invalid"}, "Domain Cert"),
    "an earlier day": (
        lambda record: {**record, "created": "2026-01-01T00:00:00Z"},
        "Verify creation date",
    ),
    "another signature": (
        lambda record: {**record, "signature": _strangers(record["hash"])},
        "signature of hash",
    ),
    "a token over something else": (
        lambda record: {**record, "timeSignature": base64.b64encode(b"no token").decode()},
        "",
    ),
}
"""Each with what the judge says of it."""


def _strangers(digest: str) -> str:
    key = ec.generate_private_key(ec.SECP256R1())
    return base64.b64encode(key.sign(digest.encode(), ec.ECDSA(hashes.SHA256()))).decode()


@pytest.mark.parametrize("forgery", FORGERIES)
def test_the_verifier_refuses_what_was_forged(
    package: Path, judge: Verifier, forgery: str, caplog: pytest.LogCaptureFixture
) -> None:
    forge, says = FORGERIES[forgery]
    with caplog.at_level("INFO", "authsign"), pytest.raises(_REFUSALS):
        judge(forge(signed(package)))
    assert says in caplog.messages[-1]


def test_the_verifier_refuses_an_office_that_it_does_not_know(
    package: Path, settings: Settings, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    office_key(tmp_path / "stranger")
    stranger = settings.model_copy(update={"home": tmp_path / "stranger"})
    judge = Verifier(str(_roots(stranger, tmp_path / "roots.yaml")))
    with caplog.at_level("INFO", "authsign"), pytest.raises(AssertionError):
        judge(signed(package))
    assert "Trusted Domain Root Cert" in caplog.messages[-1]
