"""A signer's chain that breaks a rule of RFC 5280 leads to no anchor, however well it is signed."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from storage.evidence.trust import anchor_of

NOW = datetime.datetime(2026, 11, 29, tzinfo=datetime.UTC)
KEY = ec.generate_private_key(ec.SECP256R1())
Extensions = Sequence[tuple[x509.ExtensionType, bool]]


def name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def certificate(common: str, issuer: str, extensions: Extensions) -> x509.Certificate:
    builder = (
        x509.CertificateBuilder()
        .subject_name(name(common))
        .issuer_name(name(issuer))
        .public_key(KEY.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW - datetime.timedelta(days=1))
        .not_valid_after(NOW + datetime.timedelta(days=1))
    )
    for extension, critical in extensions:
        builder = builder.add_extension(extension, critical)
    return builder.sign(KEY, hashes.SHA256())


def usage(*, signs: bool) -> x509.KeyUsage:
    enciphers = ("key_encipherment", "data_encipherment", "encipher_only", "decipher_only")
    unused = dict.fromkeys((*enciphers, "content_commitment", "key_agreement", "crl_sign"), False)
    return x509.KeyUsage(digital_signature=True, key_cert_sign=signs, **unused)


CA = (x509.BasicConstraints(ca=True, path_length=None), True)
UNKNOWN = x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3.4.5"), b"\x05\x00")
OFFICES = x509.NameConstraints([x509.DirectoryName(name("示例局"))], None)
NO_LEAF = x509.NameConstraints(None, [x509.DirectoryName(name("leaf"))])

CHAINS: dict[str, tuple[Extensions, Extensions, Extensions, bool]] = {
    "plain": ([CA], [CA], [], True),
    "may sign certificates": ([CA], [CA, (usage(signs=True), True)], [], True),
    "may not sign certificates": ([CA], [CA, (usage(signs=False), True)], [], False),
    "too long": ([(x509.BasicConstraints(ca=True, path_length=0), True)], [CA], [], False),
    "no authority": ([CA], [], [], False),
    "unknown and critical in the signer": ([CA], [CA], [(UNKNOWN, True)], False),
    "unknown and critical between": ([CA], [CA, (UNKNOWN, True)], [], False),
    "unknown and not critical": ([CA], [CA], [(UNKNOWN, False)], True),
    "a name that is not permitted": ([CA], [CA, (OFFICES, True)], [], False),
    "a name that is excluded": ([CA], [CA, (NO_LEAF, True)], [], False),
}


@pytest.mark.parametrize("kind", CHAINS)
def test_a_chain_leads_to_its_anchor_only_by_the_rules(kind: str) -> None:
    root_extensions, middle_extensions, leaf_extensions, valid = CHAINS[kind]
    root = certificate("root", "root", root_extensions)
    middle = certificate("middle", "root", middle_extensions)
    leaf = certificate("leaf", "middle", leaf_extensions)
    assert anchor_of(leaf, [middle], [root], NOW) == (root if valid else None)
