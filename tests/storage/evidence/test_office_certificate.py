"""The office's name in its signatures, and its certificate of a licensed authority beside them."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization import pkcs12

from storage.base.errors import BadInput
from storage.base.settings import Settings
from storage.evidence.licensed.office_certificate import (
    keep_certificate,
    licensed_key,
    read_certificate,
    remove_certificate,
)
from storage.evidence.manifest import LICENSED_SIGNATURE, MANIFEST
from storage.evidence.signing import office_key
from storage.evidence.trust import home_anchors
from storage.evidence.verification import verify_package
from tests.storage.evidence.conftest import Take
from tests.storage.evidence.packages import failures, read_files, rehashed, verify, zipped
from tests.storage.evidence.signed_pdfs import Identity, identity

PASSWORD = "示例口令"


@pytest.fixture(scope="module")
def certifier() -> Identity:
    return identity("示例电子认证机构")


@pytest.fixture(scope="module")
def office(certifier: Identity) -> Identity:
    return identity("示例市市场监督管理局", certifier)


def container(holder: Identity, *above: Identity) -> bytes:
    return pkcs12.serialize_key_and_certificates(
        b"office",
        holder.private,
        holder.certificate,
        [item.certificate for item in above],
        serialization.BestAvailableEncryption(PASSWORD.encode()),
    )


def test_the_signer_bears_the_office_s_name_and_a_new_name_a_new_signer(tmp_path: Path) -> None:
    first = office_key(tmp_path, office="甲市市场监督管理局")
    assert "O=甲市市场监督管理局" in first.certificate.subject.rfc4514_string()
    assert office_key(tmp_path, office="甲市市场监督管理局").certificate == first.certificate
    second = office_key(tmp_path, office="乙市市场监督管理局")
    assert "O=乙市市场监督管理局" in second.certificate.subject.rfc4514_string()
    assert second.anchor == first.anchor


def test_a_capture_is_signed_with_the_licensed_certificate_and_openssl_says_so_too(
    settings: Settings, take: Take, office: Identity, certifier: Identity, tmp_path: Path
) -> None:
    keep_certificate(settings.home, read_certificate(container(office, certifier), PASSWORD))
    package = take(stamped=False).package
    assert package is not None
    root = certifier.certificate
    trusting = verify_package(
        package, anchors=home_anchors(settings.home), timestamp_anchors=(root,)
    )
    assert all(check.passed for check in trusting)
    lines = "\n".join(check.line("zh") for check in trusting)
    assert "CN=示例市市场监督管理局" in lines
    assert "可追溯到您信任的根证书 CN=示例电子认证机构" in lines
    strange = verify(package, settings)
    assert failures(strange) == {}
    assert any("请向该机构取得根证书" in check.line("zh") for check in strange)

    files = read_files(package)
    (tmp_path / "manifest.json").write_bytes(files[MANIFEST])
    (tmp_path / "manifest.p7s").write_bytes(files[LICENSED_SIGNATURE])
    (tmp_path / "ca.pem").write_bytes(root.public_bytes(serialization.Encoding.PEM))
    command = "openssl cms -verify -inform DER -in manifest.p7s -binary -content manifest.json"
    options = "-CAfile ca.pem -purpose any -out out"
    judged = subprocess.run(
        f"{command} {options}".split(), cwd=tmp_path, capture_output=True, text=True
    )
    assert judged.returncode == 0, judged.stderr


def test_a_signature_over_another_manifest_fails(
    settings: Settings, take: Take, office: Identity, certifier: Identity, tmp_path: Path
) -> None:
    key = read_certificate(container(office, certifier), PASSWORD)
    keep_certificate(settings.home, key)
    package = take(stamped=False).package
    assert package is not None
    files = read_files(package)
    forged = tmp_path / "forged.wacz"
    forged.write_bytes(zipped(rehashed({**files, LICENSED_SIGNATURE: key.sign(b"another")})))
    assert "licensed signature" in failures(verify(forged, settings))


def test_what_cannot_sign_is_refused_with_its_reason(tmp_path: Path, certifier: Identity) -> None:
    ended = identity("示例局", certifier, years=(2020, 2024))
    encrypting = identity("示例局", certifier, usage="encrypting")
    serving = identity("示例网站", certifier, usage="serving")
    for content, password, code in (
        (b"no container", PASSWORD, "licensed.unreadable"),
        (container(ended), "wrong", "licensed.unreadable"),
        (container(ended), PASSWORD, "licensed.ended"),
        (container(encrypting), PASSWORD, "licensed.not-for-signing"),
        (container(serving), PASSWORD, "licensed.not-for-signing"),
    ):
        with pytest.raises(BadInput) as refusal:
            keep_certificate(tmp_path, read_certificate(content, password))
        assert refusal.value.message.code == code
    assert licensed_key(tmp_path) is None


def test_the_certificate_is_kept_closed_and_can_be_removed(
    tmp_path: Path, office: Identity, certifier: Identity
) -> None:
    keep_certificate(tmp_path, read_certificate(container(office, certifier), PASSWORD))
    (secret,) = tmp_path.rglob("licensed/key.pem")
    assert secret.stat().st_mode & 0o077 == 0
    assert list(secret.parent.iterdir()) == [secret]
    loaded = licensed_key(tmp_path)
    assert loaded is not None
    assert loaded.certificate == office.certificate
    assert [item.subject for item in loaded.above] == [certifier.certificate.subject]
    assert isinstance(loaded.above[0], x509.Certificate)
    assert remove_certificate(tmp_path)
    assert licensed_key(tmp_path) is None
    assert not remove_certificate(tmp_path)
