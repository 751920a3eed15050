"""What a certification path must keep to besides its signatures (RFC 5280 §6.1): length, use, names.

For chains of signers; those of time-stamp tokens are judged by OpenSSL.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TypeVar

from cryptography import x509
from cryptography.x509.oid import NameOID

_PROCESSED = frozenset(
    (
        x509.BasicConstraints,
        x509.KeyUsage,
        x509.ExtendedKeyUsage,
        x509.NameConstraints,
        x509.SubjectAlternativeName,
        x509.IssuerAlternativeName,
        x509.CertificatePolicies,
        x509.AuthorityKeyIdentifier,
        x509.SubjectKeyIdentifier,
    )
)
"""Extensions that may be critical; any other critical one makes a path invalid (RFC 5280 §4.2)."""


def path_is_valid(path: Sequence[x509.Certificate]) -> bool:
    """Whether the path from signer to anchor, whose signatures and times were checked, is allowed.

    Policies are not asked for; a critical demand for them is refused.
    """
    return all(_has_no_unknown_demand(certificate) for certificate in path) and all(
        _allows(authority, path[:place]) for place, authority in enumerate(path) if place
    )


def _has_no_unknown_demand(certificate: x509.Certificate) -> bool:
    try:
        extensions = list(certificate.extensions)
    except ValueError:
        return False
    return all(not item.critical or type(item.value) in _PROCESSED for item in extensions)


def _allows(authority: x509.Certificate, below: Sequence[x509.Certificate]) -> bool:
    """Whether the authority may stand above these certificates, the signer's first."""
    usage = extension_of(authority, x509.KeyUsage)
    if usage is not None and not usage.key_cert_sign:
        return False
    basic = extension_of(authority, x509.BasicConstraints)
    between = [certificate for certificate in below[1:] if not _is_self_issued(certificate)]
    if basic is not None and basic.path_length is not None and len(between) > basic.path_length:
        return False
    constraints = extension_of(authority, x509.NameConstraints)
    if constraints is None:
        return True
    named = [below[0], *between]
    return all(_names_allowed(certificate, constraints) for certificate in named)


_E = TypeVar("_E", bound=x509.ExtensionType)


def extension_of(certificate: x509.Certificate, kind: type[_E]) -> _E | None:
    """What an extension says; None where the certificate has none of its kind.

    Raises ValueError for extensions that cannot be read.
    """
    try:
        return certificate.extensions.get_extension_for_class(kind).value
    except x509.ExtensionNotFound:
        return None


def is_valid_at(certificate: x509.Certificate, moment: datetime) -> bool:
    """Whether a moment lies within the certificate's term."""
    return certificate.not_valid_before_utc <= moment <= certificate.not_valid_after_utc


def _is_self_issued(certificate: x509.Certificate) -> bool:
    return certificate.issuer == certificate.subject


def _names_allowed(certificate: x509.Certificate, constraints: x509.NameConstraints) -> bool:
    excluded = constraints.excluded_subtrees or ()
    permitted = constraints.permitted_subtrees or ()
    for name in _names(certificate):
        if any(_lies_within(name, tree) for tree in excluded):
            return False
        same_kind = [tree for tree in permitted if isinstance(tree, type(name))]
        if same_kind and not any(_lies_within(name, tree) for tree in same_kind):
            return False
    return True


def _names(certificate: x509.Certificate) -> Iterable[x509.GeneralName]:
    if list(certificate.subject):
        yield x509.DirectoryName(certificate.subject)
    for attribute in certificate.subject.get_attributes_for_oid(NameOID.EMAIL_ADDRESS):
        yield x509.RFC822Name(str(attribute.value))
    alternative = extension_of(certificate, x509.SubjectAlternativeName)
    if alternative is not None:
        yield from alternative


def _lies_within(name: x509.GeneralName, tree: x509.GeneralName) -> bool:
    """RFC 5280 §4.2.1.10; of a kind that is not read, every name counts as inside."""
    if type(name) is not type(tree):
        return False
    if isinstance(name, x509.DirectoryName) and isinstance(tree, x509.DirectoryName):
        start = [_folded(part) for part in tree.value.rdns]
        return [_folded(part) for part in name.value.rdns][: len(start)] == start
    text, within = str(name.value).lower(), str(tree.value).lower()
    if isinstance(name, x509.DNSName):
        return text == within or text.endswith("." + within.lstrip("."))
    if isinstance(name, x509.RFC822Name):
        host = text.rpartition("@")[2]
        return text == within if "@" in within else _host_within(host, within)
    if isinstance(name, x509.UniformResourceIdentifier):
        host = text.partition("://")[2].partition("/")[0].rpartition("@")[2].partition(":")[0]
        return _host_within(host, within)
    return True


def _host_within(host: str, within: str) -> bool:
    return host.endswith(within) if within.startswith(".") else host == within


def _folded(part: x509.RelativeDistinguishedName) -> frozenset[tuple[str, str]]:
    return frozenset(
        (attribute.oid.dotted_string, " ".join(str(attribute.value).casefold().split()))
        for attribute in part
    )
