"""What an authority says of its certificates is kept in the record, and a revoked one stamps nothing."""

from __future__ import annotations

import datetime
import http.server
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID

from storage.evidence.renewal.record import make_timestamp, read_record, write_record
from storage.evidence.renewal.revocation import collect, revocation_values, revoked_since
from storage.net.address_policy import AddressPolicy
from tests.servers.http_server import serving

OPEN = AddressPolicy(allow=("127.0.0.0/8",))
NOW = datetime.datetime(2026, 11, 29, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)
KEY = ec.generate_private_key(ec.SECP256R1())
ROOT = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Test root")])


@dataclass
class Answers:
    """What a local server says at /list and /ocsp."""

    url: str = ""
    bodies: dict[str, bytes] = field(default_factory=dict)


@pytest.fixture
def answers() -> Iterator[Answers]:
    state = Answers()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = state.bodies.get(self.path, b"")
            self.send_response(200 if body else 404)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.do_GET()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Quiet."""

    with serving(Handler) as address:
        state.url = address.removesuffix("/")
        yield state


def chain(answers: Answers) -> list[x509.Certificate]:
    """A signer whose certificate names both places, and its root."""
    root = base(ROOT, 1).sign(KEY, hashes.SHA256())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Test TSA")])
    point = x509.DistributionPoint(
        [x509.UniformResourceIdentifier(f"{answers.url}/list")], None, None, None
    )
    place = x509.AccessDescription(
        AuthorityInformationAccessOID.OCSP, x509.UniformResourceIdentifier(f"{answers.url}/ocsp")
    )
    signer = (
        base(name, 2)
        .add_extension(x509.CRLDistributionPoints([point]), False)
        .add_extension(x509.AuthorityInformationAccess([place]), False)
        .sign(KEY, hashes.SHA256())
    )
    return [signer, root]


def base(
    name: x509.Name, serial: int, key: ec.EllipticCurvePrivateKey = KEY
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(ROOT)
        .public_key(key.public_key())
        .serial_number(serial)
        .not_valid_before(NOW - DAY)
        .not_valid_after(NOW + 365 * DAY)
    )


def revocation_list(*serials: int) -> bytes:
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(ROOT)
        .last_update(NOW)
        .next_update(NOW + DAY)
    )
    for serial in serials:
        entry = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(NOW).build()
        builder = builder.add_revoked_certificate(entry)
    return builder.sign(KEY, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def ocsp_answer(
    path: list[x509.Certificate],
    *,
    revoked: bool,
    key: ec.EllipticCurvePrivateKey = KEY,
    delegate: x509.Certificate | None = None,
) -> bytes:
    status = ocsp.OCSPCertStatus.REVOKED if revoked else ocsp.OCSPCertStatus.GOOD
    builder = ocsp.OCSPResponseBuilder().add_response(
        path[0], path[1], hashes.SHA1(), status, NOW, NOW + DAY, NOW if revoked else None, None
    )
    builder = builder.responder_id(ocsp.OCSPResponderEncoding.NAME, delegate or path[1])
    if delegate is not None:
        builder = builder.certificates([delegate])
    return builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


@pytest.mark.parametrize("revoked", [False, True])
@pytest.mark.parametrize("place", ["/list", "/ocsp"])
def test_what_the_issuer_says_is_kept_and_read(answers: Answers, place: str, revoked: bool) -> None:
    path = chain(answers)
    listed = revocation_list(*([2] if revoked else [3]))
    answers.bodies[place] = listed if place == "/list" else ocsp_answer(path, revoked=revoked)
    attribute = collect(path, OPEN)
    assert attribute is not None
    assert revoked_since(path, [attribute], NOW + DAY) == (NOW if revoked else None)
    assert revoked_since(path, [attribute], NOW - DAY) is None


def test_nothing_is_kept_where_nobody_answers_or_a_stranger_does(answers: Answers) -> None:
    path = chain(answers)
    assert collect(path, OPEN) is None
    answers.bodies["/list"] = b"no list"
    assert collect(path, OPEN) is None
    key = ec.generate_private_key(ec.SECP256R1())
    stranger = base(ROOT, 1, key).sign(key, hashes.SHA256())
    answers.bodies["/ocsp"] = ocsp_answer(path, revoked=True, key=key, delegate=stranger)
    assert collect(path, OPEN) is None


@pytest.mark.parametrize("may_answer", [False, True])
def test_an_answer_of_another_key_is_kept_where_the_issuer_let_it_answer(
    answers: Answers, may_answer: bool
) -> None:
    path, key = chain(answers), ec.generate_private_key(ec.SECP256R1())
    purpose = ExtendedKeyUsageOID.OCSP_SIGNING if may_answer else ExtendedKeyUsageOID.SERVER_AUTH
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Test responder")])
    delegate = (
        base(name, 4, key)
        .add_extension(x509.ExtendedKeyUsage([purpose]), False)
        .sign(KEY, hashes.SHA256())
    )
    answers.bodies["/ocsp"] = ocsp_answer(path, revoked=True, key=key, delegate=delegate)
    assert (collect(path, OPEN) is not None) == may_answer


def test_a_record_keeps_its_attributes(answers: Answers) -> None:
    answers.bodies["/list"] = revocation_list(3)
    attribute = collect(chain(answers), OPEN)
    assert attribute is not None
    timestamp = make_timestamp(
        "sha256", (), b"\x30\x0d\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02\xa0\x00"
    )
    record = read_record(write_record([(timestamp,)], ["sha256"], [attribute]))
    assert record.crypto_infos == (attribute,)


def test_an_answer_in_a_file_revokes_only_where_its_issuer_made_it(answers: Answers) -> None:
    path, key = chain(answers), ec.generate_private_key(ec.SECP256R1())
    stranger = base(ROOT, 1, key).sign(key, hashes.SHA256())
    forged = ocsp_answer(path, revoked=True, key=key, delegate=stranger)
    for answer, revoked in (
        (forged, None),
        (ocsp_answer(path, revoked=True), NOW),
    ):
        values = revocation_values([], [answer])
        assert values is not None
        assert revoked_since(path, [values], NOW + DAY) == revoked
