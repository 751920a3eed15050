"""Certificates of strangers: their names can be read, or ValueError.

The library reads the parts of a certificate when they are asked for, and raises whatever they make it raise.
"""

from __future__ import annotations

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm

UNREADABLE: tuple[type[Exception], ...] = (
    *(TypeError, KeyError, AttributeError, OverflowError),
    *(UnsupportedAlgorithm, x509.InvalidVersion),
)
"""What parsers raise for bytes that are no certificate or signed data, beside ValueError."""


def certificate_of(der: bytes) -> x509.Certificate:
    """A certificate in DER. Raises ValueError."""
    try:
        return _with_names(x509.load_der_x509_certificate(der))
    except UNREADABLE as error:
        raise ValueError(f"a certificate that cannot be read: {error}") from error


def certificates_in(pem: bytes) -> list[x509.Certificate]:
    """The certificates in PEM, one at least. Raises ValueError."""
    try:
        return [_with_names(item) for item in x509.load_pem_x509_certificates(pem)]
    except UNREADABLE as error:
        raise ValueError(f"a certificate that cannot be read: {error}") from error


def _with_names(certificate: x509.Certificate) -> x509.Certificate:
    for name in (certificate.subject, certificate.issuer):
        name.rfc4514_string()
    return certificate
