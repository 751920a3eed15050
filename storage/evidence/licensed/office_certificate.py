"""A certificate that a licensed authority (依法设立的电子认证服务提供者) issued to the office, with its key.

Beside the office's own signature, every manifest is signed with it (CMS, RFC 5652): who made it is then
said by a third party (电子签名法 §16). It comes as a file (PKCS#12). A key that never leaves its token
(PKCS#11) would stand behind `LicensedSigner` too.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs7, pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID

from storage.base.atomic_file import write_file
from storage.base.errors import BadInput, StoreUnavailable
from storage.base.message import message_of
from storage.evidence.certificates.certificate_path import extension_of, is_valid_at
from storage.evidence.certificates.foreign_certificates import certificates_in
from storage.files.key_file import KEY_FOLDER

_FOLDER = "licensed"
_KEY = "key.pem"
"""The private key and behind it the chain, the signer first."""
_LARGEST = 1 << 20
"""Bytes of a PKCS#12 file; one with its chain has some ten thousand."""
_SHORTEST_RSA = 2048
"""Bits (GM/T 0015 and NIST SP 800-57 ask for no less)."""

_NO_DOCUMENTS = frozenset(
    {
        ExtendedKeyUsageOID.SERVER_AUTH,
        ExtendedKeyUsageOID.CODE_SIGNING,
        ExtendedKeyUsageOID.TIME_STAMPING,
        ExtendedKeyUsageOID.OCSP_SIGNING,
    }
)
"""Purposes (RFC 5280 §4.2.1.12) of certificates that sign no documents."""


class LicensedSigner(Protocol):
    """Whatever signs with the office's certificate: a key in a file here."""

    @property
    def certificate(self) -> x509.Certificate: ...

    def sign(self, data: bytes) -> bytes:
        """A detached CMS signature over `data`, DER, with the chain inside."""
        ...


@dataclass(frozen=True, kw_only=True)
class LicensedKey:
    """The key with its certificate and the authorities above it, the signer's issuer first."""

    private: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
    certificate: x509.Certificate
    above: tuple[x509.Certificate, ...]

    @property
    def holds_now(self) -> bool:
        """Whether its certificate is valid today."""
        return is_valid_at(self.certificate, datetime.now(UTC))

    def sign(self, data: bytes) -> bytes:
        """A detached CMS signature over `data` with SHA-256, DER, with the chain inside."""
        builder = (
            pkcs7.PKCS7SignatureBuilder()
            .set_data(data)
            .add_signer(self.certificate, self.private, hashes.SHA256())
        )
        for certificate in self.above:
            builder = builder.add_certificate(certificate)
        options = [
            pkcs7.PKCS7Options.DetachedSignature,
            pkcs7.PKCS7Options.Binary,
            pkcs7.PKCS7Options.NoCapabilities,
        ]
        return builder.sign(serialization.Encoding.DER, options)


def keep_certificate(home: Path, key: LicensedKey) -> None:
    """Put a certificate with its key in place of an earlier one. Raises StoreUnavailable."""
    folder = home / KEY_FOLDER / _FOLDER
    secret = key.private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    try:
        (home / KEY_FOLDER).mkdir(parents=True, exist_ok=True, mode=0o700)
        # One file: a capture at this moment must not meet the new key with the old certificate.
        write_file(folder / _KEY, secret + _pem((key.certificate, *key.above)), private=True)
    except OSError as error:
        raise StoreUnavailable(
            "signing-key.unusable", folder=folder, reason=message_of(error)
        ) from error


def read_certificate(content: bytes, password: str) -> LicensedKey:
    """The key and certificate of a PKCS#12 file. Raises BadInput for what cannot sign."""
    if len(content) > _LARGEST:
        raise BadInput("licensed.unreadable", reason="larger than 1 MiB")
    try:
        private, certificate, above = pkcs12.load_key_and_certificates(content, password.encode())
    except (ValueError, TypeError, UnsupportedAlgorithm, x509.InvalidVersion) as error:
        raise BadInput("licensed.unreadable", reason=message_of(error)) from error
    if private is None or certificate is None or private.public_key() != certificate.public_key():
        raise BadInput("licensed.no-key")
    if not isinstance(private, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
        raise BadInput("licensed.other-key", kind=type(private).__name__)
    if isinstance(private, rsa.RSAPrivateKey) and private.key_size < _SHORTEST_RSA:
        raise BadInput("licensed.short-key", bits=private.key_size)
    key = LicensedKey(private=private, certificate=certificate, above=tuple(above))
    if not may_sign(certificate):
        raise BadInput("licensed.not-for-signing")
    if not key.holds_now:
        raise BadInput(
            "licensed.ended",
            begins=certificate.not_valid_before_utc.date().isoformat(),
            ends=certificate.not_valid_after_utc.date().isoformat(),
        )
    return key


def may_sign(certificate: x509.Certificate) -> bool:
    """Whether its use allows signatures; authorities hand out a second one for encrypting (双证书), and the
    same roots stand above those of web servers."""
    usage = extension_of(certificate, x509.KeyUsage)
    if usage is not None and not (usage.digital_signature or usage.content_commitment):
        return False
    purposes = extension_of(certificate, x509.ExtendedKeyUsage)
    if purposes is None:
        return True
    remaining = set(purposes) - _NO_DOCUMENTS
    if ExtendedKeyUsageOID.SERVER_AUTH in purposes:  # web servers name both sides of TLS
        remaining.discard(ExtendedKeyUsageOID.CLIENT_AUTH)
    return bool(remaining)


def licensed_key(home: Path) -> LicensedKey | None:
    """The office's certificate with its key; None where none was imported. Raises StoreUnavailable."""
    folder = home / KEY_FOLDER / _FOLDER
    if not (folder / _KEY).exists():
        return None
    try:
        content = (folder / _KEY).read_bytes()
        private = serialization.load_pem_private_key(content, password=None)
        certificate, *above = certificates_in(content)
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise StoreUnavailable(
            "signing-key.unusable", folder=folder, reason=message_of(error)
        ) from error
    if not isinstance(private, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
        raise StoreUnavailable("signing-key.unusable", folder=folder, reason=type(private).__name__)
    return LicensedKey(private=private, certificate=certificate, above=tuple(above))


def has_certificate(home: Path) -> bool:
    """Whether one was imported, readable or not."""
    return (home / KEY_FOLDER / _FOLDER).exists()


def remove_certificate(home: Path) -> bool:
    """Take the certificate and its key away; whether there was one. What it signed stays signed."""
    folder = home / KEY_FOLDER / _FOLDER
    if not folder.exists():
        return False
    try:
        shutil.rmtree(folder)
    except OSError as error:
        raise StoreUnavailable(
            "signing-key.unusable", folder=folder, reason=message_of(error)
        ) from error
    return True


def _pem(certificates: Sequence[x509.Certificate]) -> bytes:
    return b"".join(item.public_bytes(serialization.Encoding.PEM) for item in certificates)
