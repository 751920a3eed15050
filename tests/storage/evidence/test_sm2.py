"""国密: time-stamps and certificates of SM2 with SM3, made by a local authority, checked, and named where unchecked."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from storage.base.message import Language
from storage.evidence.certificates import sm2
from storage.evidence.foreign.signed_pdf import verify_signed_pdf
from storage.evidence.foreign.timestamp_file import verify_timestamp
from storage.evidence.renewal.algorithms import AGES, digest
from storage.evidence.renewal.package_proof import Reader
from storage.evidence.renewal.revocation import revocation_values, revoked_since
from storage.evidence.timestamp_authority import Authority, NotStamped, check_token
from storage.evidence.trust import is_issued_by, read_anchors
from storage.net.address_policy import AddressPolicy
from storage.records.outside.check import Check
from storage.tables.base import now
from tests.servers.sm2_authority import Sm2Authority, running_sm2_authority
from tests.storage.evidence.signed_pdfs import identity, plain_pdf, signed_pdf

OPEN = AddressPolicy(allow=("127.0.0.0/8",))


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sm2Authority]:
    with running_sm2_authority(tmp_path_factory.mktemp("sm2")) as running:
        yield running


@pytest.fixture
def unable(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine whose OpenSSL is absent or too old."""
    monkeypatch.setattr(sm2, "_program", lambda: None)


def stamper(authority: Sm2Authority, *, prefix: str = "sm3+") -> Authority:
    anchors = read_anchors([authority.root])
    return Authority(url=prefix + authority.url, anchors=anchors, policy=OPEN)


def lines(checks: tuple[Check, ...]) -> str:
    return "\n".join(check.line(Language.ENGLISH) for check in checks)


def test_sm3_is_the_one_of_the_standard() -> None:
    """GB/T 32905-2016, appendix A.1."""
    assert digest("sm3", b"abc").hex() == (
        "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    )


def test_a_certificate_is_issued_by_its_own_root_alone(
    authority: Sm2Authority, tmp_path: Path
) -> None:
    (root,) = read_anchors([authority.root])
    assert sm2.is_sm2(authority.signer)
    assert is_issued_by(authority.signer, root)
    assert not is_issued_by(root, authority.signer)


@pytest.mark.parametrize(("prefix", "algorithm"), [("sm3+", "sm3"), ("", "sha256")])
def test_an_authority_of_sm2_stamps(authority: Sm2Authority, prefix: str, algorithm: str) -> None:
    token = stamper(authority, prefix=prefix).stamp(b"manifest")
    assert token.authority == "CN=Test SM2 TSA"
    assert token.serial == 7
    assert authority.digest_name == (
        "1.2.156.10197.1.401" if algorithm == "sm3" else "2.16.840.1.101.3.4.2.1"
    )
    assert token.certificates.count("BEGIN CERTIFICATE") == 2
    anchors = read_anchors([authority.root])
    assert check_token(token.raw, b"manifest", anchors).moment == token.moment
    with pytest.raises(NotStamped, match="something else"):
        check_token(token.raw, b"another", anchors)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda raw: raw[:-1] + bytes([raw[-1] ^ 1]), "does not hold"),
        (lambda raw: raw.replace(b"20", b"19", 1), "."),
    ],
)
def test_a_changed_token_is_refused(
    authority: Sm2Authority, change: Callable[[bytes], bytes], words: str
) -> None:
    raw = stamper(authority).stamp(b"manifest").raw
    with pytest.raises(NotStamped, match=words):
        check_token(change(raw), b"manifest", read_anchors([authority.root]))


def test_a_token_from_another_root_is_refused(
    authority: Sm2Authority, other_root: tuple[x509.Certificate, ...]
) -> None:
    raw = stamper(authority).stamp(b"manifest").raw
    with pytest.raises(NotStamped, match="no trusted anchor"):
        check_token(raw, b"manifest", other_root)


@pytest.fixture
def other_root(tmp_path: Path) -> tuple[x509.Certificate, ...]:
    words = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
    subprocess.run(
        ["openssl", *words, "-keyout", "k", "-out", "r.pem", "-subj", "/CN=Test SM2 root"],
        cwd=tmp_path, check=True, capture_output=True,
    )  # fmt: skip
    return read_anchors([tmp_path / "r.pem"])


def test_a_list_of_another_key_revokes_no_certificate_of_sm2(authority: Sm2Authority) -> None:
    (root,) = read_anchors([authority.root])
    entry = x509.RevokedCertificateBuilder().serial_number(authority.signer.serial_number)
    for name in (root.subject, x509.Name([])):
        revocations = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(name)
            .last_update(now())
            .next_update(now() + timedelta(days=1))
            .add_revoked_certificate(entry.revocation_date(now()).build())
            .sign(ec.generate_private_key(ec.SECP256R1()), hashes.SHA256())
        )
        values = revocation_values([revocations.public_bytes(Encoding.DER)], [])
        assert values is not None
        chain = [authority.signer, root]
        assert revoked_since(chain, [values], now() + timedelta(days=1)) is None


def test_a_time_stamp_file_is_verified_line_by_line(
    authority: Sm2Authority, tmp_path: Path
) -> None:
    (tmp_path / "video.mp4").write_bytes(b"video")
    stamp = tmp_path / "video.mp4.tsr"
    stamp.write_bytes(stamper(authority).stamp(b"video").raw)
    reader = Reader(at=now(), anchors=read_anchors([authority.root]), ages=AGES)
    checks = verify_timestamp(stamp, None, reader)
    assert all(check.passed for check in checks), lines(checks)


def test_where_it_cannot_be_checked_it_is_named_and_not_called_broken(
    authority: Sm2Authority, tmp_path: Path, unable: None
) -> None:
    (tmp_path / "video.mp4").write_bytes(b"video")
    stamp = tmp_path / "video.mp4.tsr"
    request = tmp_path / "request"
    subprocess.run(
        ["openssl", "ts", "-query", "-data", "video.mp4", "-sha256", "-cert", "-out", "request"],
        cwd=tmp_path, check=True, capture_output=True,
    )  # fmt: skip
    stamp.write_bytes(authority.answer(request.read_bytes()))
    reader = Reader(at=now(), anchors=read_anchors([authority.root]), ages=AGES)
    text = lines(verify_timestamp(stamp, None, reader))
    assert "SM2 signature, not checked here" in text
    assert "FAILED" in text
    assert "broken" not in text


def test_a_pdf_that_is_signed_with_sm2_is_named_and_not_called_broken(
    authority: Sm2Authority, tmp_path: Path
) -> None:
    root = identity("示例认证机构")
    content = signed_pdf(plain_pdf(), identity("示例机构", root), root)
    start, first, second, length = (
        int(n) for n in re.findall(rb"ByteRange \[(.*?)\]", content)[0].split()
    )
    covered = content[start:first] + content[second : second + length]
    made = authority.signed_data(covered, "data", detached=True).dump().hex().encode()
    room = second - first - 2
    path = tmp_path / "opinion.pdf"
    path.write_bytes(content[:first] + b"<" + made.ljust(room, b"0") + b">" + content[second:])
    reader = Reader(at=now(), anchors=read_anchors([authority.root]), ages=AGES)
    text = lines(verify_signed_pdf(path, reader))
    assert "SM2 signature, not checked here" in text
    assert "breaks the rules" not in text
