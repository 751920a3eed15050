"""A real RFC 3161 authority: `openssl ts` behind HTTP on a free port, honest or lying."""

from __future__ import annotations

import datetime
import http.server
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from tests.servers.token_maker import answer

Lie = Literal["", "error", "garbage", "wrong nonce", "html"]

_CONFIGURATION = """
[tsa]
default_tsa = t
[t]
serial = ./serial
signer_cert = ./tsa.pem
signer_key = ./tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha384, sha512
accuracy = secs:1
clock_precision_digits = 3
ess_cert_id_chain = no
ess_cert_id_alg = sha256
"""


@dataclass
class TimestampAuthority:
    """Where it answers, the root to trust, and what it lies about from now on."""

    folder: Path
    url: str = ""
    lie: Lie = ""
    asked: int = 0
    by_process_clock: bool = False
    """Answers with the clock of this process, which a test may have set."""

    @property
    def root(self) -> Path:
        return self.folder / "ca.pem"


@contextmanager
def running_authority(
    folder: Path,
    *,
    kind: Literal["rsa", "ec"] = "ec",
    ended: bool = False,
    chain: bool = False,
    years: tuple[int, int] = (2025, 2045),
) -> Iterator[TimestampAuthority]:
    """Make the authority's certificates and answer on a free port until the block ends.

    `ended`: it goes on stamping with a certificate whose validity is over. `chain`: it
    sends its root along, in the order of its files, as OpenSSL does. `years`: its certificates
    hold from the first of January of one to that of the other.
    """
    authority = TimestampAuthority(folder=folder)
    _make_certificates(folder, kind, years, ended=ended)
    (folder / "tsa.cnf").write_text(_CONFIGURATION + "certs = ./ca.pem\n" * chain)
    (folder / "serial").write_text("01\n")
    server = _Server(authority)
    authority.url = f"http://127.0.0.1:{server.server_address[1]}/"
    thread = threading.Thread(target=server.serve_forever, args=(0.1,))
    thread.start()
    try:
        yield authority
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, authority: TimestampAuthority) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.authority = authority
        self.turn = threading.Lock()  # openssl ts has a race on its serial file


class _Handler(http.server.BaseHTTPRequestHandler):
    server: _Server

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the base's name
        """Quiet."""

    def do_POST(self) -> None:
        query = self.rfile.read(int(self.headers["Content-Length"]))
        authority = self.server.authority
        authority.asked += 1
        if authority.lie == "error":
            self.send_error(500)
            return
        body, kind = b"<html>please log in</html>", "text/html"
        if authority.lie != "html":
            kind = "application/timestamp-reply"
            with self.server.turn:
                body = b"no token" if authority.lie == "garbage" else self._reply(query)
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _reply(self, query: bytes) -> bytes:
        authority = self.server.authority
        if authority.lie == "wrong nonce":
            return (authority.folder / "last.tsr").read_bytes()
        if authority.by_process_clock:
            return answer(query, authority.folder)
        command = ["openssl", "ts", "-reply", "-config", "tsa.cnf"]
        with tempfile.TemporaryDirectory() as scratch:
            asked, answered = Path(scratch, "q"), Path(scratch, "r")
            asked.write_bytes(query)
            subprocess.run(
                [*command, "-queryfile", asked, "-out", answered],
                cwd=authority.folder,
                capture_output=True,
                check=True,
            )
            reply = answered.read_bytes()
        (authority.folder / "last.tsr").write_bytes(reply)
        return reply


def _make_certificates(
    folder: Path, kind: Literal["rsa", "ec"], years: tuple[int, int], *, ended: bool
) -> None:
    root_key, key = _key(kind), _key(kind)
    root_name = _name("Test TSA root")
    begins, ends = (datetime.datetime(year, 1, 1, tzinfo=datetime.UTC) for year in years)
    lasts = (ends - begins).days

    def certificate(
        name: x509.Name, public: object, *, days: int = lasts
    ) -> x509.CertificateBuilder:
        return (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(root_name)
            .public_key(public)  # type: ignore[arg-type]
            .serial_number(x509.random_serial_number())
            .not_valid_before(begins)
            .not_valid_after(begins + datetime.timedelta(days=days))
        )

    root = certificate(root_name, root_key.public_key()).add_extension(
        x509.BasicConstraints(ca=True, path_length=None), critical=True
    )
    stamping = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
    leaf = certificate(
        _name("Test TSA 1"), key.public_key(), days=30 if ended else lasts
    ).add_extension(stamping, critical=True)
    for name, made in (("ca.pem", root), ("tsa.pem", leaf)):
        pem = made.sign(root_key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
        (folder / name).write_bytes(pem)
    (folder / "tsa.key").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )


def _key(kind: Literal["rsa", "ec"]) -> ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey:
    if kind == "ec":
        return ec.generate_private_key(ec.SECP256R1())
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])
