"""The office's signing key (签名密钥) and the certificate that others trust it by.

The key is made at `hubiao init` or at first need. Its certificate is issued by an authority of the
office's own, whose key signs that one certificate and is then forgotten: nobody can steal it, and a
new office key means a new anchor, handed over like the first. The anchor is a file that other
offices put among their trust anchors.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.x509.oid import NameOID

from storage.errors import StoreUnavailable

KEY_FOLDER = "keys"
TRUST_FOLDER = "trust"
_OFFICE = "office"
_VALID = timedelta(days=3650)
_EARLY = timedelta(hours=1)
"""A certificate begins a little before it is made, for verifiers whose clock is behind."""


@dataclass(frozen=True, kw_only=True)
class OfficeKey:
    """The office's key with its certificate and the anchor above it."""

    private: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate
    anchor: x509.Certificate

    @property
    def domain(self) -> str:
        names = self.certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName)
        return names.value.get_values_for_type(x509.DNSName)[0]

    @property
    def chain_pem(self) -> str:
        """The certificate and its anchor, as PEM."""
        return pem(self.certificate) + pem(self.anchor)

    def sign(self, data: bytes) -> bytes:
        """ECDSA with SHA-256 over `data`, in DER."""
        return self.private.sign(data, ec.ECDSA(hashes.SHA256()))


def office_key(home: Path, *, domain: str = "hubiao.invalid") -> OfficeKey:
    """The signing key of this data folder, made at first need; its anchor lies in `trust/`.

    Raises StoreUnavailable where the folder cannot be written or the key cannot be read.
    """
    folder = home / KEY_FOLDER / _OFFICE
    try:
        if not folder.is_dir():
            _make_key(folder, domain)
        key = _load_key(folder)
        anchor = home / TRUST_FOLDER / f"office-{fingerprint(key.anchor)[:16]}.pem"
        if not anchor.exists():
            anchor.parent.mkdir(parents=True, exist_ok=True)
            anchor.write_text(pem(key.anchor), encoding="ascii")
    except OSError as error:
        raise StoreUnavailable(f"signing key in {folder}: {error.strerror}") from error
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise StoreUnavailable(f"signing key in {folder} cannot be read: {error}") from error
    return key


def _make_key(folder: Path, domain: str) -> None:
    """All files at once: of two processes that come first, one wins and both use its key."""
    folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    private = ec.generate_private_key(ec.SECP256R1())
    certificate, anchor = _issue(private.public_key(), domain)
    scratch = Path(tempfile.mkdtemp(dir=folder.parent))
    try:
        (scratch / "certificate.pem").write_text(pem(certificate), encoding="ascii")
        (scratch / "anchor.pem").write_text(pem(anchor), encoding="ascii")
        descriptor = os.open(scratch / "key.pem", os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(
                private.private_bytes(
                    serialization.Encoding.PEM,
                    serialization.PrivateFormat.PKCS8,
                    serialization.NoEncryption(),
                )
            )
            file.flush()
            os.fsync(file.fileno())
        scratch.rename(folder)
    except OSError:
        if not folder.is_dir():
            raise
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _issue(
    public: ec.EllipticCurvePublicKey, domain: str
) -> tuple[x509.Certificate, x509.Certificate]:
    """A certificate for the office's key, and the authority that issued it and is forgotten."""
    authority = ec.generate_private_key(ec.SECP256R1())
    begins = datetime.now(UTC).replace(microsecond=0) - _EARLY
    root_name = _name(f"Hubiao evidence anchor, {domain}")

    def certificate(subject: x509.Name, key: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(root_name)
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(begins)
            .not_valid_after(begins + _VALID)
        )

    root = certificate(root_name, authority.public_key()).add_extension(
        x509.BasicConstraints(ca=True, path_length=0), critical=True
    )
    leaf = (
        certificate(_name(domain), public)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(domain)]), critical=False)
    )
    return leaf.sign(authority, hashes.SHA256()), root.sign(authority, hashes.SHA256())


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _load_key(folder: Path) -> OfficeKey:
    private = serialization.load_pem_private_key((folder / "key.pem").read_bytes(), password=None)
    if not isinstance(private, ec.EllipticCurvePrivateKey):
        raise ValueError("not an elliptic-curve key")
    return OfficeKey(
        private=private,
        certificate=x509.load_pem_x509_certificate((folder / "certificate.pem").read_bytes()),
        anchor=x509.load_pem_x509_certificate((folder / "anchor.pem").read_bytes()),
    )


def pem(certificate: x509.Certificate) -> str:
    return certificate.public_bytes(serialization.Encoding.PEM).decode("ascii")


def fingerprint(certificate: x509.Certificate) -> str:
    """SHA-256 of the certificate in DER, lower-case hex: what two offices compare by telephone."""
    return certificate.fingerprint(hashes.SHA256()).hex()


def signature_holds(certificate: x509.Certificate, signature: bytes, data: bytes) -> bool:
    """Whether `signature` over `data` was made with the certificate's key."""
    key = certificate.public_key()
    try:
        if isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, data, ec.ECDSA(hashes.SHA256()))
        elif isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, data, PKCS1v15(), hashes.SHA256())
        else:
            return False
    except InvalidSignature:
        return False
    return True
