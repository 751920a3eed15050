"""A signed PDF that somebody hands in: whole or not, changed or not, by whom, when, and until when."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography import x509

from storage.evidence.foreign.pdf_signer import SignerFacts, check_signer
from storage.evidence.foreign.signed_pdf import is_pdf, verify_signed_pdf
from storage.evidence.package_entries import CheckFailed
from storage.evidence.renewal.algorithms import AGES
from storage.evidence.renewal.package_proof import Reader
from storage.records.outside.check import Check
from tests.storage.evidence.signed_pdfs import (
    Identity,
    changed_pdf,
    identity,
    plain_pdf,
    signed_pdf,
    stamped_pdf,
    wrapped_pdf,
)

NOW = datetime(2026, 12, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def authority() -> Identity:
    return identity("示例电子认证机构")


@pytest.fixture(scope="module")
def signer(authority: Identity) -> Identity:
    return identity("示例鉴定机构", authority)


@pytest.fixture(scope="module")
def stamper(authority: Identity) -> Identity:
    return identity("示例时间戳机构", authority, usage="stamping")


@pytest.fixture(scope="module")
def signed(signer: Identity, authority: Identity) -> bytes:
    return signed_pdf(plain_pdf(), signer, authority)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "鉴定意见.pdf"


def judged(
    path: Path, content: bytes, *anchors: x509.Certificate, at: datetime = NOW
) -> tuple[Check, ...]:
    path.write_bytes(content)
    return verify_signed_pdf(path, Reader(at=at, anchors=anchors, ages=AGES))


def faults(checks: tuple[Check, ...]) -> list[str]:
    return [
        f"{check.name.code.removeprefix('check-name.')} {check.says.code}"
        for check in checks
        if not check.passed
    ]


def test_a_signed_pdf_holds_and_each_line_says_what_it_is_worth(
    path: Path, signed: bytes, authority: Identity
) -> None:
    checks = judged(path, signed, authority.certificate)
    assert faults(checks) == []
    lines = "\n".join(check.line("zh") for check in checks)
    assert "覆盖整个文件" in lines
    assert "CN=示例鉴定机构" in lines
    assert "须向签发机构查询" in lines
    assert "仅为签名人自述" in lines


def test_a_signer_under_no_anchor_of_the_reader_is_only_his_own_word(
    path: Path, signed: bytes
) -> None:
    stranger = identity("别的机构").certificate
    assert faults(judged(path, signed, stranger)) == ["pdf-signer pdf.unknown-signer"]


def test_a_changed_byte_is_found(path: Path, signed: bytes, authority: Identity) -> None:
    broken = signed.replace(b"% 100", b"% 900")
    assert faults(judged(path, broken, authority.certificate))[0] == "pdf-integrity pdf.other-bytes"


def test_a_page_changed_behind_the_signature_is_found(
    path: Path, signed: bytes, authority: Identity
) -> None:
    checks = judged(path, changed_pdf(signed), authority.certificate)
    assert faults(checks) == ["pdf-coverage pdf.changed"]


def test_an_object_hidden_behind_the_signature_is_found(
    path: Path, signed: bytes, authority: Identity
) -> None:
    """The incremental saving attack: no table names the object, but a program that repairs finds it."""
    start = signed[signed.rindex(b"startxref") :]
    entry = b"\n5 0 obj\n<< >>\nendobj\n"
    again = signed_pdf(signed, identity("另一签名人"), field="Signature2")
    assert faults(judged(path, signed + entry + start, authority.certificate)) != []
    hidden = again + entry + again[again.rindex(b"startxref") :]
    assert "pdf-coverage pdf.hidden-objects" in faults(judged(path, hidden, authority.certificate))


def test_another_document_wrapped_around_the_signed_bytes_is_found(
    path: Path, signed: bytes, authority: Identity
) -> None:
    checks = judged(path, wrapped_pdf(signed), authority.certificate)
    assert faults(checks) == ["pdf-coverage pdf.covers-part"]


def test_a_time_stamp_that_shows_something_over_the_page_is_found(
    path: Path, signed: bytes, authority: Identity, stamper: Identity
) -> None:
    moment = datetime(2026, 11, 1, tzinfo=UTC)
    covered = stamped_pdf(signed, stamper, moment, covers_page=True)
    assert faults(judged(path, covered, authority.certificate)) == [
        "pdf-coverage pdf.filled-unlocked"
    ]
    plain = stamped_pdf(signed, stamper, moment)
    assert faults(judged(path, plain, authority.certificate)) == []


def test_a_certificate_that_breaks_its_form_ends_no_verification(
    path: Path, signed: bytes, authority: Identity
) -> None:
    parts = signed.split(b"A003020102")  # version 3 of a certificate, in the signature's value
    assert len(parts) == 3
    first, second = (
        parts[0] + versions[0] + parts[1] + versions[1] + parts[2]
        for versions in ((b"A003020105", b"A003020102"), (b"A003020102", b"A003020105"))
    )
    for content in (first, second):
        assert len(judged(path, content, authority.certificate)) > 1


def test_a_signature_of_an_unknown_kind_is_named(
    path: Path, signed: bytes, authority: Identity
) -> None:
    unknown = signed.replace(b"/adbe.pkcs7.detached", b"/adbe.pkcs7.attached")
    assert faults(judged(path, unknown, authority.certificate)) == ["container pdf.unjudged"]


def test_a_certificate_of_a_web_server_signs_no_document(path: Path, authority: Identity) -> None:
    server = identity("示例网站", authority, usage="serving")
    content = signed_pdf(plain_pdf(), server, authority)
    assert faults(judged(path, content, authority.certificate)) == [
        "pdf-signer pdf.not-for-signing"
    ]
    person = signed_pdf(plain_pdf(), identity("示例鉴定人", authority, usage="mailing"), authority)
    assert faults(judged(path, person, authority.certificate)) == []


def test_a_document_time_stamp_alone_proves_as_long_as_it_lasts(
    path: Path, authority: Identity
) -> None:
    stamper = identity("示例时间戳机构", authority, usage="stamping", years=(2024, 2028))
    content = stamped_pdf(plain_pdf(), stamper, datetime(2026, 11, 1, tzinfo=UTC))
    assert faults(judged(path, content, authority.certificate)) == []
    later = datetime(2035, 1, 1, tzinfo=UTC)
    assert faults(judged(path, content, authority.certificate, at=later)) == [
        "pdf-proof renewal.ended"
    ]


def test_a_second_signature_leaves_the_first_whole(
    path: Path, signed: bytes, authority: Identity
) -> None:
    second = signed_pdf(signed, identity("第二签名人", authority), authority, field="Signature2")
    checks = judged(path, second, authority.certificate)
    assert faults(checks) == []
    assert [
        check.says.code for check in checks if check.name.code == "check-name.pdf-coverage"
    ] == [
        "pdf.signed-again",
        "pdf.covers-file",
    ]


def test_an_ended_certificate_counts_where_a_time_stamp_shows_the_time(
    path: Path, authority: Identity, stamper: Identity
) -> None:
    signer = identity("示例鉴定机构", authority, years=(2024, 2025))
    moment = datetime(2024, 6, 1, tzinfo=UTC)
    bare = signed_pdf(plain_pdf(), signer, authority)
    assert faults(judged(path, bare, authority.certificate)) == ["pdf-signer pdf.signer-ended"]
    stamped = signed_pdf(plain_pdf(), signer, authority, stamper=stamper, stamped_at=moment)
    checks = judged(path, stamped, authority.certificate)
    assert faults(checks) == []
    assert any("2024-06-01" in check.line("zh") for check in checks)


def test_document_time_stamps_carry_the_proof_on(path: Path, authority: Identity) -> None:
    """PAdES-LTA: the first authority's certificate ends in 2028, a later one stamps in time."""
    first = identity("第一时间戳机构", authority, usage="stamping", years=(2024, 2028))
    second = identity("第二时间戳机构", authority, usage="stamping", years=(2026, 2040))
    signer = identity("示例鉴定机构", authority)
    early, late = datetime(2026, 6, 1, tzinfo=UTC), datetime(2027, 6, 1, tzinfo=UTC)
    content = signed_pdf(plain_pdf(), signer, authority, stamper=first, stamped_at=early)
    asked = datetime(2035, 1, 1, tzinfo=UTC)
    assert faults(judged(path, content, authority.certificate, at=asked)) == [
        "pdf-proof renewal.ended"
    ]
    renewed = stamped_pdf(content, second, late)
    assert faults(judged(path, renewed, authority.certificate, at=asked)) == []


def test_a_pdf_without_signature_and_a_broken_one_are_refused(path: Path) -> None:
    assert faults(judged(path, plain_pdf())) == ["container pdf.unsigned"]
    assert faults(judged(path, b"%PDF-1.7\nnothing")) == ["container file.broken"]
    assert is_pdf(path)


def test_a_signature_over_sha1_is_weak_though_the_document_was_hashed_with_sha256() -> None:
    authority = identity("示例认证机构")
    signer = identity("示例签名人", authority)
    moment = datetime(2026, 11, 1, tzinfo=UTC)
    facts = SignerFacts(
        certificate=signer.certificate, above=(authority.certificate,), lists=(), answers=(),
        hash_name="sha256", signature_hash="sha1", moment=moment,
    )  # fmt: skip
    reader = Reader(at=moment, anchors=[authority.certificate], ages=AGES)
    with pytest.raises(CheckFailed, match="SHA1"):
        check_signer(facts, reader)
    check_signer(replace(facts, signature_hash="sha256"), reader)
