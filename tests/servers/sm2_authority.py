"""A local time-stamp authority of SM2 with SM3 (国密): its keys and signatures by `openssl`, the form by asn1crypto.

`openssl ts -reply` and `openssl cms -sign` of version 3.0 sign with no SM2 key.
"""

from __future__ import annotations

import datetime
import http.server
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from asn1crypto import algos, cms, core, tsp
from asn1crypto import x509 as der
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from storage.evidence.renewal.algorithms import digest
from tests.servers.http_server import serving

_IDENTITY = ("-sigopt", "distid:1234567812345678")
_SM2_SM3, _SM3 = "1.2.156.10197.1.501", "1.2.156.10197.1.401"
_ROOT, _STAMPS = "basicConstraints=critical,CA:true", "extendedKeyUsage=critical,timeStamping"


@dataclass
class Sm2Authority:
    """Its keys and certificates in a folder."""

    folder: Path
    url: str = ""
    digest_name: str = ""
    """Hash of the last request."""

    @property
    def root(self) -> Path:
        return self.folder / "root.pem"

    @property
    def signer(self) -> x509.Certificate:
        return x509.load_pem_x509_certificate((self.folder / "tsa.pem").read_bytes())

    def sign(self, data: bytes) -> bytes:
        (self.folder / "data").write_bytes(data)
        _openssl(self.folder, "dgst", "-sm3", "-sign", "tsa.key", *_IDENTITY, "-out", "sig", "data")
        return (self.folder / "sig").read_bytes()

    def answer(self, request: bytes, *, purpose: str = "tst_info") -> bytes:
        """A TimeStampResp over what was asked."""
        asked = tsp.TimeStampReq.load(request)
        self.digest_name = asked["message_imprint"]["hash_algorithm"]["algorithm"].dotted
        information = tsp.TSTInfo(
            {
                "version": "v1",
                "policy": "1.2.3.4.1",
                "message_imprint": asked["message_imprint"],
                "serial_number": 7,
                "gen_time": datetime.datetime.now(datetime.UTC).replace(microsecond=0),
                "nonce": asked["nonce"],
            }
        )
        token = self.signed_data(information.dump(), purpose)
        return bytes(
            tsp.TimeStampResp({"status": {"status": "granted"}, "time_stamp_token": token}).dump()
        )

    def signed_data(self, content: bytes, kind: str, *, detached: bool = False) -> cms.ContentInfo:
        """Signed data (RFC 5652) over a content, which is inside unless detached."""
        encoded = self.signer.public_bytes(Encoding.DER)
        certificate = der.Certificate.load(encoded)
        attributes = cms.CMSAttributes(
            [
                cms.CMSAttribute({"type": "content_type", "values": [kind]}),
                cms.CMSAttribute({"type": "message_digest", "values": [digest("sm3", content)]}),
                cms.CMSAttribute(
                    {
                        "type": "signing_certificate_v2",
                        "values": [
                            tsp.SigningCertificateV2(
                                {"certs": [{"cert_hash": digest("sha256", encoded)}]}
                            )
                        ],
                    }
                ),
            ]
        )
        sm3 = algos.DigestAlgorithm({"algorithm": _SM3})
        identifier = cms.IssuerAndSerialNumber(
            {"issuer": certificate.issuer, "serial_number": certificate.serial_number}
        )
        signature = cms.SignerInfo(
            {
                "version": "v1",
                "sid": cms.SignerIdentifier({"issuer_and_serial_number": identifier}),
                "digest_algorithm": sm3,
                "signed_attrs": attributes,
                "signature_algorithm": {"algorithm": _SM2_SM3},
                "signature": self.sign(attributes.dump()),
            }
        )
        signed = cms.SignedData(
            {
                "version": "v3",
                "digest_algorithms": [sm3],
                "encap_content_info": {
                    "content_type": kind,
                    **({} if detached else {"content": core.ParsableOctetString(content)}),
                },
                "certificates": [certificate],
                "signer_infos": [signature],
            }
        )
        return cms.ContentInfo({"content_type": "signed_data", "content": signed})


def sm2_authority(folder: Path) -> Sm2Authority:
    """A root and a certificate for time-stamps under it."""
    (folder / "root.ext").write_text(_ROOT)
    (folder / "tsa.ext").write_text(_STAMPS)
    for name, subject in (("root", "/CN=Test SM2 root"), ("tsa", "/CN=Test SM2 TSA")):
        _openssl(folder, "genpkey", "-algorithm", "SM2", "-out", f"{name}.key")
        request = ("-new", "-key", f"{name}.key", "-sm3", *_IDENTITY, "-subj", subject)
        _openssl(folder, "req", *request, "-out", f"{name}.csr")
        issuer = (
            ("-signkey", "root.key")
            if name == "root"
            else ("-CA", "root.pem", "-CAkey", "root.key")
        )
        _openssl(
            folder, "x509", "-req", "-in", f"{name}.csr", *issuer, "-sm3", *_IDENTITY,
            "-vfyopt", _IDENTITY[1], "-extfile", f"{name}.ext", "-days", "365", "-set_serial", "11",
            "-out", f"{name}.pem",
        )  # fmt: skip
    return Sm2Authority(folder)


@contextmanager
def running_sm2_authority(folder: Path) -> Iterator[Sm2Authority]:
    """The authority behind HTTP."""
    authority = sm2_authority(folder)

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = authority.answer(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Quiet."""

    with serving(Handler) as address:
        authority.url = address
        yield authority


def _openssl(folder: Path, *words: str) -> None:
    subprocess.run(["openssl", *words], cwd=folder, check=True, capture_output=True)
