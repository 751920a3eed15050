"""Revocation lists and answers of the time (吊销信息), kept in the evidence record (RFC 4998 §3.1, cryptoInfos).

An authority that is gone answers nobody: what it says of its certificates is kept while it says it.
Only asked for where the office allows it (HUBIAO_KEEP_REVOCATION).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from itertools import pairwise
from typing import Any, ClassVar

from asn1crypto import core, crl, ocsp
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509 import ocsp as answers
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID

from storage.base.errors import HubiaoError
from storage.evidence.certificates.certificate_path import extension_of, is_valid_at
from storage.evidence.certificates.sm2 import WITH_SM3, is_sm2, sm2_signed
from storage.evidence.signing import key_signed
from storage.evidence.trust import is_issued_by
from storage.net.address_policy import AddressPolicy
from storage.net.guarded_fetch import fetch

_REVOCATION_VALUES = "1.2.840.113549.1.9.16.2.24"
"""id-aa-ets-revocationValues (RFC 5126 §6.3.4)."""
_LARGEST = 256 * 1024
"""Bytes of an answer that is kept: it goes into the record of each package; chosen by hand."""


class _Lists(core.SequenceOf):  # type: ignore[misc]
    _child_spec = crl.CertificateList


class _Answers(core.SequenceOf):  # type: ignore[misc]
    _child_spec = ocsp.BasicOCSPResponse


class _RevocationValues(core.Sequence):  # type: ignore[misc]
    _fields: ClassVar[list[Any]] = [
        ("lists", _Lists, {"explicit": 0, "optional": True}),
        ("answers", _Answers, {"explicit": 1, "optional": True}),
    ]


class _ValueSet(core.SetOf):  # type: ignore[misc]
    _child_spec = _RevocationValues


class _Attribute(core.Sequence):  # type: ignore[misc]
    _fields: ClassVar[list[Any]] = [("type", core.ObjectIdentifier), ("values", _ValueSet)]


def collect(chain: Sequence[x509.Certificate], policy: AddressPolicy) -> bytes | None:
    """What the issuers of a chain say of it now, as an attribute for the record; None: nothing.

    Of each certificate the OCSP answer, or where there is none the list (CRL).
    """
    lists, responses = [], []
    for certificate, issuer in pairwise(chain):
        if (answer := _ocsp(certificate, issuer, policy)) is not None:
            responses.append(answer)
        elif (listed := _crl(certificate, issuer, policy)) is not None:
            lists.append(listed)
    return _attribute(lists, responses)


def revocation_values(lists: Sequence[bytes], responses: Sequence[bytes]) -> bytes | None:
    """Lists and OCSP responses (both DER), as signed files carry them, in the form of the record.

    What cannot be read is left out.
    """
    read_lists, read_answers = [], []
    for data in lists:
        with suppress(ValueError):
            read_lists.append(crl.CertificateList.load(data, strict=True))
    for data in responses:
        with suppress(ValueError, TypeError):
            answer = ocsp.OCSPResponse.load(data, strict=True)
            read_answers.append(answer["response_bytes"]["response"].parsed)
    return _attribute(read_lists, read_answers)


def spoken_of(
    chain: Sequence[x509.Certificate], lists: Sequence[bytes], responses: Sequence[bytes]
) -> datetime | None:
    """When its issuer, or whom it let answer, last spoke of the first certificate of a chain.

    None where the issuer is not in the chain or nothing that it made is among these (DER).
    """
    if len(chain) < 2:
        return None
    certificate, issuer = chain[:2]
    moments = []
    for data in lists:
        with suppress(ValueError, TypeError, UnsupportedAlgorithm):
            revocations = x509.load_der_x509_crl(data)
            if _made(revocations, issuer):
                moments.append(revocations.last_update_utc)
    for data in responses:
        with suppress(ValueError, TypeError, UnsupportedAlgorithm):
            answer = answers.load_der_ocsp_response(data)
            speaks = answer.certificate_status is not answers.OCSPCertStatus.UNKNOWN
            if (
                speaks
                and answer.serial_number == certificate.serial_number
                and _answered(answer, issuer)
            ):
                moments.append(answer.this_update_utc)
    return max(moments, default=None)


def _attribute(
    lists: Sequence[crl.CertificateList], responses: Sequence[ocsp.BasicOCSPResponse]
) -> bytes | None:
    if not lists and not responses:
        return None
    values = {name: value for name, value in (("lists", lists), ("answers", responses)) if value}
    return bytes(_Attribute({"type": _REVOCATION_VALUES, "values": [values]}).dump())


def revoked_since(
    chain: Sequence[x509.Certificate], attributes: Sequence[bytes], moment: datetime
) -> datetime | None:
    """When a certificate of the chain was revoked, if that was at or before `moment`."""
    serials = {certificate.serial_number: certificate.issuer for certificate in chain}
    ends = [
        revoked
        for serial, issuer, revoked in _revoked(attributes, chain)
        if revoked <= moment and serials.get(serial) == issuer
    ]
    return min(ends, default=None)


def _revoked(
    attributes: Sequence[bytes], chain: Sequence[x509.Certificate]
) -> Iterator[tuple[int, x509.Name, datetime]]:
    for data in attributes:
        attribute = _Attribute.load(data)
        if attribute["type"].dotted != _REVOCATION_VALUES:
            continue
        for values in attribute["values"]:
            for listed in values["lists"] or ():
                revocations = x509.load_der_x509_crl(listed.dump())
                if any(_made(revocations, issuer) for issuer in chain):
                    for entry in revocations:
                        yield entry.serial_number, revocations.issuer, entry.revocation_date_utc
            for answer in values["answers"] or ():
                yield from _revoked_answers(answer, chain)


def _revoked_answers(
    answer: Any, chain: Sequence[x509.Certificate]
) -> Iterator[tuple[int, x509.Name, datetime]]:
    """What an answer says that was signed by the issuer of the certificate it speaks of, or by whom that one
    let answer: anybody can put another one into a file, and a revocation by nobody would undo a sound signature.
    """
    response = {"response_type": "basic_ocsp_response", "response": answer}
    whole = ocsp.OCSPResponse({"response_status": "successful", "response_bytes": response})
    try:
        read = answers.load_der_ocsp_response(whole.dump())
        for certificate, issuer in pairwise(chain):
            for single in read.responses:
                if (
                    single.certificate_status is answers.OCSPCertStatus.REVOKED
                    and single.serial_number == certificate.serial_number
                    and single.revocation_time_utc is not None
                    and _answered(read, issuer)
                ):
                    yield single.serial_number, certificate.issuer, single.revocation_time_utc
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return


def _made(revocations: x509.CertificateRevocationList, issuer: x509.Certificate) -> bool:
    """Whether the issuer's name and key made the list. Raises Sm2NotChecked."""
    if revocations.issuer != issuer.subject:
        return False
    if is_sm2(issuer):
        is_over_sm3 = revocations.signature_algorithm_oid.dotted_string == WITH_SM3
        signed = revocations.tbs_certlist_bytes
        return is_over_sm3 and sm2_signed(issuer, revocations.signature, signed)
    key: Any = issuer.public_key()
    return revocations.is_signature_valid(key)


def _crl(
    certificate: x509.Certificate, issuer: x509.Certificate, policy: AddressPolicy
) -> crl.CertificateList | None:
    points = extension_of(certificate, x509.CRLDistributionPoints)
    urls = [name.value for point in points or () for name in point.full_name or ()]
    for url in urls:
        try:
            body = fetch(str(url), policy, max_bytes=_LARGEST).body
            if _made(x509.load_der_x509_crl(body), issuer):
                return crl.CertificateList.load(body)
        except (HubiaoError, ValueError, UnsupportedAlgorithm):
            continue
    return None


def _answered(answer: answers.OCSPResponse, issuer: x509.Certificate) -> bool:
    """Whether the issuer, or whom it let answer, signed the answer (RFC 6960 §4.2.2.2)."""
    algorithm = answer.signature_hash_algorithm
    if algorithm is None:
        return False
    delegates = [
        certificate
        for certificate in answer.certificates
        if is_issued_by(certificate, issuer)
        and _may_answer(certificate)
        and is_valid_at(certificate, answer.produced_at_utc)
    ]
    return any(
        key_signed(signer.public_key(), answer.signature, answer.tbs_response_bytes, algorithm)
        for signer in (issuer, *delegates)
    )


def _may_answer(certificate: x509.Certificate) -> bool:
    usage = extension_of(certificate, x509.ExtendedKeyUsage)
    return usage is not None and ExtendedKeyUsageOID.OCSP_SIGNING in usage


def _ocsp(
    certificate: x509.Certificate, issuer: x509.Certificate, policy: AddressPolicy
) -> ocsp.BasicOCSPResponse | None:
    access = extension_of(certificate, x509.AuthorityInformationAccess)
    if access is None:
        return None
    request = (
        answers.OCSPRequestBuilder().add_certificate(certificate, issuer, hashes.SHA1()).build()  # noqa: S303
    )
    for place in access:
        if place.access_method != AuthorityInformationAccessOID.OCSP:
            continue
        try:
            body = fetch(
                str(place.access_location.value),
                policy,
                body=request.public_bytes(serialization.Encoding.DER),
                headers={"Content-Type": "application/ocsp-request"},
                max_bytes=_LARGEST,
            ).body
            answer = answers.load_der_ocsp_response(body)
            if (
                answer.response_status is answers.OCSPResponseStatus.SUCCESSFUL
                and answer.serial_number == certificate.serial_number
                and _answered(answer, issuer)
            ):
                return ocsp.OCSPResponse.load(body)["response_bytes"]["response"].parsed
        except (HubiaoError, ValueError, UnsupportedAlgorithm):
            continue
    return None
