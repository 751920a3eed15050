"""Time-stamp answers with the process's clock, which tests may set: `openssl ts` knows only the machine's."""

from __future__ import annotations

import datetime
import hashlib
import secrets
from pathlib import Path

from asn1crypto import algos, cms, core, tsp
from asn1crypto import x509 as names
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec


def answer(query: bytes, folder: Path) -> bytes:
    """A TimeStampResp (RFC 3161 §2.4.2) by the elliptic key of the authority in `folder`."""
    request = tsp.TimeStampReq.load(query)
    certificate = x509.load_pem_x509_certificate((folder / "tsa.pem").read_bytes())
    der = certificate.public_bytes(serialization.Encoding.DER)
    information: dict[str, object] = {
        "version": "v1",
        "policy": "1.2.3.4.1",
        "message_imprint": request["message_imprint"],
        "serial_number": secrets.randbits(63),
        "gen_time": datetime.datetime.now(datetime.UTC).replace(microsecond=0),
    }
    if request["nonce"].native is not None:
        information["nonce"] = request["nonce"].native
    content = tsp.TSTInfo(information).dump()
    attributes = cms.CMSAttributes(
        [
            _attribute("content_type", "tst_info"),
            _attribute("message_digest", hashlib.sha512(content).digest()),
            _attribute(
                "signing_certificate_v2",
                tsp.SigningCertificateV2({"certs": [{"cert_hash": hashlib.sha256(der).digest()}]}),
            ),
        ]
    )
    signer = names.Certificate.load(der)
    sha512 = algos.DigestAlgorithm({"algorithm": "sha512"})
    signed = cms.SignedData(
        {
            "version": "v3",
            "digest_algorithms": [sha512],
            "encap_content_info": {
                "content_type": "tst_info",
                "content": core.ParsableOctetString(content),
            },
            "certificates": [signer],
            "signer_infos": [
                {
                    "version": "v1",
                    "sid": {
                        "issuer_and_serial_number": {
                            "issuer": signer.issuer,
                            "serial_number": signer.serial_number,
                        }
                    },
                    "digest_algorithm": sha512,
                    "signed_attrs": attributes,
                    "signature_algorithm": {"algorithm": "sha512_ecdsa"},
                    "signature": _key(folder).sign(attributes.dump(), ec.ECDSA(hashes.SHA512())),
                }
            ],
        }
    )
    token = cms.ContentInfo({"content_type": "signed_data", "content": signed})
    return bytes(
        tsp.TimeStampResp({"status": {"status": "granted"}, "time_stamp_token": token}).dump()
    )


def _attribute(kind: str, value: object) -> cms.CMSAttribute:
    return cms.CMSAttribute({"type": kind, "values": [value]})


def _key(folder: Path) -> ec.EllipticCurvePrivateKey:
    key = serialization.load_pem_private_key((folder / "tsa.key").read_bytes(), None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    return key
