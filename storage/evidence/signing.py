"""The office's signing key (签名密钥) and the certificate that others trust it by.

Made at `hubiao init` or at first need: an **anchor** that signs nothing but certificates and that
other offices put among their trust anchors, and under it a **signer** that is renewed every few
days, since "WACZ Signing and Verification" wants a certificate that is young when it signs.
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
from cryptography.hazmat.primitives.asymmetric.padding import AsymmetricPadding, PKCS1v15
from cryptography.hazmat.primitives.asymmetric.types import PublicKeyTypes
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)
from cryptography.x509.oid import NameOID

from storage.base.errors import StoreUnavailable
from storage.base.message import message_of
from storage.evidence.licensed.office_certificate import LicensedKey, licensed_key
from storage.files.key_file import KEY_FOLDER

TRUST_FOLDER = "trust"
_SHA256, _PKCS1 = hashes.SHA256(), PKCS1v15()
_ANCHOR = "anchor"
_SIGNER = "signer-"
_KEY = "key.pem"
_CERTIFICATE = "certificate.pem"
_RENEWED_AFTER = timedelta(days=5)
"""Verifiers of the published form accept a signer of at most seven days."""
_VALID = timedelta(days=3650)
"""So long a signature can be followed to the anchor with the ordinary tools."""
_LONGEST_NAME = 64
"""Characters of an organization's name in a certificate (RFC 5280, ub-organization-name)."""
_EARLY = timedelta(hours=1)
"""A certificate begins a little before it is made, for verifiers whose clock is slow."""


@dataclass(frozen=True, kw_only=True)
class OfficeKey:
    """The office's key with its certificate and the anchor above it."""

    private: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate
    anchor: x509.Certificate
    licensed: LicensedKey | None = None
    """The office's certificate of a licensed authority, where it has one."""

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


@dataclass(frozen=True, kw_only=True)
class _Holder:
    """A private key with its certificate, as one folder holds them."""

    private: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    @property
    def age(self) -> timedelta:
        return datetime.now(UTC) - self.certificate.not_valid_before_utc

    def is_of(self, office: str) -> bool:
        """Whether the certificate names the office; where none is asked for, it does."""
        return not office or names_office(self.certificate, office)


def office_key(home: Path, *, domain: str = "hubiao.invalid", office: str = "") -> OfficeKey:
    """The signing key of this data folder, made at first need; its anchor lies in `trust/`.

    The signer's certificate names the office; a signer of another name is replaced.

    Raises StoreUnavailable where the folder cannot be written or a key cannot be read.
    """
    folder = home / KEY_FOLDER
    try:
        anchor = _anchor(folder, domain, office)
        _lay_out(home, anchor.certificate)
        signer = _newest_signer(folder)
        if signer is None or signer.age > _RENEWED_AFTER or not signer.is_of(office):
            signer = _renew(folder, anchor, domain, office)
    except OSError as error:
        raise StoreUnavailable(
            "signing-key.unusable", folder=folder, reason=message_of(error)
        ) from error
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise StoreUnavailable(
            "signing-key.unusable", folder=folder, reason=message_of(error)
        ) from error
    return OfficeKey(
        private=signer.private,
        certificate=signer.certificate,
        anchor=anchor.certificate,
        licensed=licensed_key(home),
    )


def _anchor(folder: Path, domain: str, office: str) -> _Holder:
    path = folder / _ANCHOR
    if not path.is_dir():
        private = ec.generate_private_key(ec.SECP256R1())
        name = _name(f"Hubiao evidence anchor, {domain}", office)
        builder = _certificate(name, name, private.public_key()).add_extension(
            x509.BasicConstraints(ca=True, path_length=0), critical=True
        )
        _keep(path, _Holder(private=private, certificate=builder.sign(private, hashes.SHA256())))
    return _load(path)


def _renew(folder: Path, anchor: _Holder, domain: str, office: str) -> _Holder:
    private = ec.generate_private_key(ec.SECP256R1())
    builder = (
        _certificate(_name(domain, office), anchor.certificate.subject, private.public_key())
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(domain)]), critical=False)
    )
    signer = _Holder(private=private, certificate=builder.sign(anchor.private, hashes.SHA256()))
    past = list(folder.glob(f"{_SIGNER}*"))
    moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%f")
    _keep(folder / f"{_SIGNER}{moment}", signer)
    for old in past:
        shutil.rmtree(old, ignore_errors=True)
    return signer


def _newest_signer(folder: Path) -> _Holder | None:
    """The newest signer; None where there is none, or another process is just replacing it."""
    for path in sorted(folder.glob(f"{_SIGNER}*"), reverse=True):
        try:
            return _load(path)
        except FileNotFoundError:
            continue
    return None


def _keep(folder: Path, holder: _Holder) -> None:
    """All files at once: of two processes that come first, one wins and both use its key."""
    folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    scratch = Path(tempfile.mkdtemp(dir=folder.parent, prefix=".new-"))
    secret = holder.private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    try:
        (scratch / _CERTIFICATE).write_text(pem(holder.certificate), encoding="ascii")
        descriptor = os.open(scratch / _KEY, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(secret)
            file.flush()
            os.fsync(file.fileno())
        scratch.rename(folder)
    except OSError:
        if not folder.is_dir():
            raise
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _load(folder: Path) -> _Holder:
    private = serialization.load_pem_private_key((folder / _KEY).read_bytes(), password=None)
    if not isinstance(private, ec.EllipticCurvePrivateKey):
        raise ValueError("not an elliptic-curve key")
    certificate = x509.load_pem_x509_certificate((folder / _CERTIFICATE).read_bytes())
    return _Holder(private=private, certificate=certificate)


def _lay_out(home: Path, anchor: x509.Certificate) -> None:
    """Put the anchor where verifying looks for it, and where it can be taken to others."""
    path = home / TRUST_FOLDER / f"office-{fingerprint(anchor)[:16]}.pem"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(pem(anchor), encoding="ascii")


def _certificate(
    subject: x509.Name, issuer: x509.Name, public: ec.EllipticCurvePublicKey
) -> x509.CertificateBuilder:
    begins = datetime.now(UTC).replace(microsecond=0) - _EARLY
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + _VALID)
    )


def _name(common: str, office: str) -> x509.Name:
    names = [x509.NameAttribute(NameOID.ORGANIZATION_NAME, office[:_LONGEST_NAME])] * bool(office)
    return x509.Name([*names, x509.NameAttribute(NameOID.COMMON_NAME, common)])


def names_office(certificate: x509.Certificate, office: str) -> bool:
    """Whether the certificate names this office and no other."""
    return _organizations(certificate) == [office[:_LONGEST_NAME]]


def other_office(certificate: x509.Certificate, office: str) -> str | None:
    """Whom the certificate names instead of this office; None where it names the office, or nobody."""
    names = _organizations(certificate)
    return None if not names or names == [office[:_LONGEST_NAME]] else names[0]


def _organizations(certificate: x509.Certificate) -> list[str]:
    names = certificate.subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)
    return [str(name.value) for name in names]


def plain_signature(signature: bytes) -> bytes:
    """A DER signature as the two numbers alone (IEEE P1363), as browsers make and read it."""
    r, s = decode_dss_signature(signature)
    return r.to_bytes(32, "big") + s.to_bytes(32, "big")


def der_signature(signature: bytes) -> bytes:
    """The reverse, for a key of any length: two numbers side by side as DER."""
    half = len(signature) // 2
    r, s = (int.from_bytes(part, "big") for part in (signature[:half], signature[half:]))
    return encode_dss_signature(r, s)


def pem(certificate: x509.Certificate) -> str:
    return certificate.public_bytes(serialization.Encoding.PEM).decode("ascii")


def fingerprint(certificate: x509.Certificate) -> str:
    """SHA-256 of the certificate in DER, lower-case hex: what two offices compare by telephone."""
    return certificate.fingerprint(hashes.SHA256()).hex()


def signature_holds(certificate: x509.Certificate, signature: bytes, data: bytes) -> bool:
    """Whether `signature` over `data` was made with the certificate's key."""
    return key_signed(certificate.public_key(), signature, data)


def key_signed(
    key: PublicKeyTypes,
    signature: bytes,
    data: bytes,
    algorithm: hashes.HashAlgorithm = _SHA256,
    scheme: AsymmetricPadding = _PKCS1,
) -> bool:
    """Whether `signature` over `data` was made with this key: ECDSA in DER, or RSA by `scheme`."""
    try:
        if isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, data, ec.ECDSA(algorithm))
        elif isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, data, scheme, algorithm)
        else:
            return False
    except (InvalidSignature, UnsupportedAlgorithm):
        return False
    return True
