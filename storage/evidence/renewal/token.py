"""One time-stamp token by itself (RFC 3161 §2.4.2): what it says, and whether its signature holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from asn1crypto import cms, core, tsp
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID
from rfc3161_client import VerificationError, VerifierBuilder, decode_timestamp_response

from storage.evidence.certificates.anchor_twins import verify_with_anchors
from storage.evidence.certificates.certificate_order import with_ordered_certificates
from storage.evidence.certificates.cms_signature import (
    certificates_of,
    signature_covers,
    signer_of,
)
from storage.evidence.certificates.foreign_certificates import UNREADABLE
from storage.evidence.certificates.sm2 import KEY_NAME, is_sm2
from storage.evidence.renewal.algorithms import AlgorithmAges, digest, hash_name
from storage.evidence.trust import anchor_of, chain_of

_PSS = "rsassa_pss"
_TST_INFO = "1.2.840.113549.1.9.16.1.4"


@dataclass(frozen=True, kw_only=True)
class TokenFacts:
    """What a token says of itself; nothing of it is believed before it was verified."""

    raw: bytes
    moment: datetime
    algorithm: str
    """Hash of the imprint."""
    imprint: bytes
    authority: str
    signer: x509.Certificate
    key: str
    """Kind and size of the signer's key, as `rsa-2048`."""
    certificates: tuple[x509.Certificate, ...]
    signature_hash: str
    nonce: int | None
    serial: int
    policy: str


def read_token(raw: bytes) -> TokenFacts:
    """Raises ValueError for what is no token, or one without its signer's certificate,
    or with a key of an unknown kind."""
    try:
        return _read(raw)
    except UNREADABLE as error:
        raise ValueError(f"a token that cannot be read: {error}") from error


def _read(raw: bytes) -> TokenFacts:
    signed = _signed(raw)
    information = signed["encap_content_info"]["content"].parsed
    (signature,) = signed["signer_infos"]
    certificates = certificates_of(signed)
    signer = signer_of(signature, certificates)
    imprint = information["message_imprint"]
    return TokenFacts(
        raw=raw,
        moment=information["gen_time"].native.astimezone(UTC),
        algorithm=hash_name(imprint["hash_algorithm"]["algorithm"].dotted),
        imprint=imprint["hashed_message"].native,
        authority=signer.subject.rfc4514_string(),
        signer=signer,
        key=key_name(signer),
        certificates=certificates,
        signature_hash=hash_name(signature["digest_algorithm"]["algorithm"].dotted),
        nonce=information["nonce"].native,
        serial=int(information["serial_number"].native),
        policy=str(information["policy"].dotted),
    )


def token_of(response: bytes) -> bytes:
    """The token inside of an authority's answer (TimeStampResp). Raises ValueError."""
    try:
        token = tsp.TimeStampResp.load(response)["time_stamp_token"]
    except TypeError as error:
        raise ValueError(f"an answer that cannot be read: {error}") from error
    if isinstance(token, core.Void):
        raise ValueError("an answer without a token")
    return bytes(token.dump())


def response_of(token: bytes) -> bytes:
    """A token as the answer that `openssl ts -verify -in` reads. Raises ValueError."""
    content = cms.ContentInfo.load(token, strict=True)
    answer = {"status": {"status": "granted"}, "time_stamp_token": content}
    return bytes(tsp.TimeStampResp(answer).dump())


def signature_holds(facts: TokenFacts) -> bool:
    """Whether the signer's key made the token's signature over its content (RFC 5652 §5.4)."""
    signed = _signed(facts.raw)
    (signature,) = signed["signer_infos"]
    content = signed["encap_content_info"]["content"].parsed.dump()
    return signature_covers(signature, facts.signer, content)


def verify_token(facts: TokenFacts, anchors: Sequence[x509.Certificate]) -> None:
    """The token's signature, purpose and chain to one of the anchors at its own time.

    Raises ValueError that says what does not hold.
    """
    if not anchors:
        raise ValueError("no anchor of a time-stamp authority is configured")
    if is_beyond_openssl(facts):
        verify_by_parts(facts, anchors)
        return
    try:
        response = decode_timestamp_response(with_ordered_certificates(response_of(facts.raw)))
        verify_with_anchors(
            anchors,
            lambda roots: VerifierBuilder(roots=roots).build().verify(response, facts.imprint),
        )
    except (VerificationError, RuntimeError) as error:
        raise ValueError(str(error)) from error


def is_beyond_openssl(facts: TokenFacts) -> bool:
    """Whether OpenSSL's verification of time-stamps (PKCS7_verify) does not know the token's signature: SM2
    keys, RSASSA-PSS."""
    (signature,) = _signed(facts.raw)["signer_infos"]
    return is_sm2(facts.signer) or signature["signature_algorithm"]["algorithm"].native == _PSS


def verify_by_parts(facts: TokenFacts, anchors: Sequence[x509.Certificate]) -> None:
    """What `verify_token` verifies, part by part: the signature over its content, the one purpose (RFC 3161
    §2.3), the certificate that it names, the chain at its own time.

    Raises ValueError that says what does not hold.
    """
    if not signature_holds(facts):
        raise ValueError("the signature of the token does not hold")
    if not _is_for_stamps(facts.signer):
        raise ValueError("the certificate is not for time-stamps alone")
    if not _names_signer(facts):
        raise ValueError("the token does not name its signer's certificate")
    if anchor_of(facts.signer, facts.certificates, anchors, facts.moment) is None:
        raise ValueError("the certificate of the token comes from no trusted anchor")


def _is_for_stamps(certificate: x509.Certificate) -> bool:
    """Whether its one purpose is time-stamps, and critical (RFC 3161 §2.3)."""
    try:
        purpose = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    except x509.ExtensionNotFound:
        return False
    return purpose.critical and list(purpose.value) == [ExtendedKeyUsageOID.TIME_STAMPING]


def _names_signer(facts: TokenFacts) -> bool:
    """Whether the signed attributes hold the hash of the signer's certificate (RFC 5816)."""
    (signature,) = _signed(facts.raw)["signer_infos"]
    certificate = facts.signer.public_bytes(Encoding.DER)
    for attribute in signature["signed_attrs"]:
        kind = attribute["type"].native
        if kind in ("signing_certificate", "signing_certificate_v2"):
            first = attribute["values"][0]["certs"][0]
            name = "sha1"
            if kind == "signing_certificate_v2":
                name = hash_name(first["hash_algorithm"]["algorithm"].dotted)
            return bool(digest(name, certificate) == first["cert_hash"].native)
    return False


def token_chain(facts: TokenFacts, anchors: Sequence[x509.Certificate]) -> list[x509.Certificate]:
    """From the token's signer up to an anchor, as far as its certificates and the anchors reach."""
    return chain_of(facts.signer, (*facts.certificates, *anchors))


def token_end(
    facts: TokenFacts, anchors: Sequence[x509.Certificate], ages: AlgorithmAges
) -> tuple[datetime, str]:
    """Until when the token proves its time, and what ends then: a certificate or an algorithm."""
    ends = [
        (certificate.not_valid_after_utc, certificate.subject.rfc4514_string())
        for certificate in token_chain(facts, anchors)
    ]
    ends.append((ages.key_end(facts.key), facts.key.upper()))
    ends += [(ages.end(name), name.upper()) for name in (facts.algorithm, facts.signature_hash)]
    return min(ends, key=lambda end: end[0])


def certificate_end(facts: TokenFacts, anchors: Sequence[x509.Certificate]) -> datetime:
    """When the first certificate of the token's chain ends."""
    return min(certificate.not_valid_after_utc for certificate in token_chain(facts, anchors))


def key_name(certificate: x509.Certificate) -> str:
    """Kind and size of a certificate's key, as `rsa-2048`; a kind that is not known is `other-0`."""
    if is_sm2(certificate):
        return KEY_NAME
    key = certificate.public_key()
    if isinstance(key, rsa.RSAPublicKey):
        return f"rsa-{key.key_size}"
    if isinstance(key, ec.EllipticCurvePublicKey):
        return f"ec-{key.key_size}"
    return "other-0"


def _signed(raw: bytes) -> Any:
    content = cms.ContentInfo.load(raw)
    if content["content_type"].native != "signed_data":
        raise ValueError("a token that is no signed data")
    signed = content["content"]
    if signed["encap_content_info"]["content_type"].dotted != _TST_INFO:
        raise ValueError("a signature that is no time-stamp")
    return signed
