"""Signed data in the form of CMS (RFC 5652): who signed, and whether the signature covers a content."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from typing import Any

from asn1crypto import cms
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding

from storage.evidence.certificates.foreign_certificates import UNREADABLE, certificate_of
from storage.evidence.certificates.sm2 import is_sm2, sm2_signed
from storage.evidence.renewal.algorithms import digest, hash_name
from storage.evidence.signing import key_signed


def read_signature(raw: bytes) -> tuple[Any, list[x509.Certificate]]:
    """The only signature of a CMS file, and the certificates in it, the signer's first.

    Raises ValueError.
    """
    try:
        content = cms.ContentInfo.load(raw, strict=True)
        if content["content_type"].native != "signed_data":
            raise ValueError("no signed data")
        signed = content["content"]
        (signature,) = signed["signer_infos"]
        certificates = certificates_of(signed)
        signer = signer_of(signature, certificates)
    except UNREADABLE as error:
        raise ValueError(f"a signature that cannot be read: {error}") from error
    return signature, [signer, *(item for item in certificates if item != signer)]


def certificates_of(signed: Any) -> tuple[x509.Certificate, ...]:
    """The certificates that came with signed data, in its order."""
    return tuple(
        certificate_of(choice.chosen.dump())
        for choice in signed["certificates"]
        if choice.name == "certificate"
    )


def signer_of(signature: Any, certificates: Sequence[x509.Certificate]) -> x509.Certificate:
    """The certificate that a signature names. Raises ValueError where it is not among these."""
    identifier = signature["sid"].chosen
    for certificate in certificates:
        if signature["sid"].name == "issuer_and_serial_number":
            if (
                certificate.serial_number == identifier["serial_number"].native
                and certificate.issuer.public_bytes() == identifier["issuer"].dump()
            ):
                return certificate
        elif (
            identifier.native
            == x509.SubjectKeyIdentifier.from_public_key(certificate.public_key()).digest
        ):
            return certificate
    raise ValueError("the signer's certificate is not in the token")


def signature_covers(signature: Any, signer: x509.Certificate, content: bytes) -> bool:
    """Whether the signer's key made the signature over this content (RFC 5652 §5.4).

    Raises ValueError for an algorithm that is not known, or that this machine cannot check.
    """
    name = hash_name(signature["digest_algorithm"]["algorithm"].dotted)
    attributes = {
        attribute["type"].native: attribute["values"][0].native
        for attribute in signature["signed_attrs"]
        if attribute["type"].native in ("message_digest", "content_type")
    }
    if not hmac.compare_digest(attributes.get("message_digest", b""), digest(name, content)):
        return False
    data = signature["signed_attrs"].untag().dump(force=True)
    if is_sm2(signer):
        return name == "sm3" and sm2_signed(signer, signature["signature"].native, data)
    algorithm = _algorithm(name)
    scheme: padding.AsymmetricPadding = padding.PKCS1v15()
    if signature["signature_algorithm"]["algorithm"].native == "rsassa_pss":
        scheme = padding.PSS(padding.MGF1(algorithm), padding.PSS.AUTO)
    value = signature["signature"].native
    return key_signed(signer.public_key(), value, data, algorithm, scheme)


def _algorithm(name: str) -> hashes.HashAlgorithm:
    supported: dict[str, hashes.HashAlgorithm] = {
        "md5": hashes.MD5(),  # noqa: S303  of old foreign tokens, whose age is judged apart
        "sha1": hashes.SHA1(),  # noqa: S303
        "sha224": hashes.SHA224(),
        "sha256": hashes.SHA256(),
        "sha384": hashes.SHA384(),
        "sha512": hashes.SHA512(),
        "sha3_256": hashes.SHA3_256(),
        "sha3_384": hashes.SHA3_384(),
        "sha3_512": hashes.SHA3_512(),
        "sm3": hashes.SM3(),
    }
    if name not in supported:
        raise ValueError(f"unsupported hash algorithm {name}")
    return supported[name]
