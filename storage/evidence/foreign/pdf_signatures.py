"""Reads the signatures of a PDF (ISO 32000-2 §12.8, PAdES ETSI EN 319 142); runs in a process of its own.

Whom they come from and when is judged outside: no anchor and no network is needed here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import astuple, dataclass, fields, replace
from io import BytesIO
from typing import Any

from asn1crypto import cms
from pyhanko.pdf_utils.generic import StreamObject
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY, DiffResult
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation import EmbeddedPdfSignature, dss
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko.sign.validation.generic_cms import validate_sig_integrity
from pyhanko.sign.validation.status import SignatureCoverageLevel

from storage.base.errors import BadInput
from storage.base.message import message_of
from storage.evidence.foreign.signature_hash import names_sm2, signature_hash

LIBRARIES = ("pyhanko.sign.validation",)
"""Imported once, before readers are forked."""
_OBJECT = re.compile(rb"(?<![0-9])(\d{1,10})[\x00\t\n\f\r ]+(\d{1,5})[\x00\t\n\f\r ]+obj\b")
_MOST_SIGNATURES = 200
"""Signatures of a file, chosen by hand; each is compared with all that came behind it."""


@dataclass(frozen=True)
class PdfSignature:
    """What one signature or document time-stamp of a PDF says of itself, in plain values."""

    field_name: str
    fault: str = ""
    """Why it could not be read; then nothing else is set."""
    timestamp: bool = False
    intact: bool = False
    """The bytes that it covers have the hash that it names."""
    valid: bool = False
    """The signer's key made it."""
    coverage: int = 0
    """pyHanko's level: 3 the whole file, 2 a whole revision, below that neither."""
    change: int = 4
    """pyHanko's level of what came behind it: 0 nothing, 1 validation material, 2 filled forms, 4 other."""
    lock: int = 0
    """Changes that the signer's own lock (DocMDP) permits: 1 none, 2 filling, 3 notes; 0 no lock."""
    filled: tuple[str, ...] = ()
    """Fields of the form, other than signatures, that were filled behind it."""
    revision: int = 0
    """From 1."""
    hidden: tuple[str, ...] = ()
    """Objects behind the signature that no list of objects names."""
    hash_name: str = ""
    """As `sha256`."""
    signature_hash: str = ""
    """The hash that its algorithm names by itself, as SHA-1 in sha1WithRSAEncryption; else `hash_name`."""
    says: str = ""
    """The signer's own time, ISO 8601; empty: none."""
    value: bytes = b""
    """The signature, over which its time-stamp is made."""
    token: bytes = b""
    """The time-stamp token (RFC 3161) that came with it, or that it is."""
    signer: bytes = b""
    """Certificate, DER."""
    certificates: tuple[bytes, ...] = ()
    lists: tuple[bytes, ...] = ()
    """Revocation lists (CRL) inside of the signature, DER."""
    answers: tuple[bytes, ...] = ()
    """OCSP responses inside of the signature, DER."""
    is_sm2: bool = False
    """Made with SM2 or over SM3 (国密), which the library does not know: named, not judged."""


@dataclass(frozen=True)
class SignedPdf:
    """A PDF with what it holds of signatures."""

    breach: str = ""
    """The rule of the format that the file breaks; it was read leniently then."""
    revisions: int = 0
    signatures: tuple[PdfSignature, ...] = ()
    certificates: tuple[bytes, ...] = ()
    """Of its store of validation material (DSS), DER."""
    lists: tuple[bytes, ...] = ()
    answers: tuple[bytes, ...] = ()
    unjudged: tuple[str, ...] = ()
    """Signatures of a kind that is not known here, by field."""

    @classmethod
    def of_plain(cls, values: tuple[Any, ...]) -> SignedPdf:
        """The record that `read_pdf` gives as plain values."""
        names = [item.name for item in fields(cls)]
        record = dict(zip(names, values, strict=True))
        record["signatures"] = tuple(PdfSignature(*entry) for entry in record["signatures"])
        return cls(**record)


def read_pdf(content: bytes, where: str) -> tuple[Any, ...]:
    """A SignedPdf in plain values. Raises BadInput for what is no PDF."""
    try:
        document = _document(content, strict=True)
        breach = next((entry.fault for entry in document.signatures if entry.fault), "")
    except Exception as error:  # a hostile file: the parser raises whatever it meets
        breach = str(message_of(error))
    if breach:
        try:
            document = replace(_document(content, strict=False), breach=breach)
        except Exception as error:  # as above
            raise BadInput("file.broken", where=where, reason=message_of(error)) from error
    return astuple(document)


def _document(content: bytes, *, strict: bool) -> SignedPdf:
    reader = PdfFileReader(BytesIO(content), strict=strict)
    if reader.encrypted:
        reader.decrypt("")
    embedded = list(reader.embedded_signatures)
    if len(embedded) > _MOST_SIGNATURES:
        raise ValueError(f"{len(embedded)} signatures")
    stored: tuple[tuple[bytes, ...], ...] = ((), (), ())
    with suppress(Exception):  # material that cannot be read proves nothing and hides nothing
        stored = _validation_material(reader)
    signed = {item.field_name for item in embedded}
    unseen = {item.field_name for item in embedded if not _is_stamp(item) or _shows_nothing(item)}
    signatures = tuple(_signature(item, content, unseen) for item in embedded)
    filled = {name for name, _, _ in enumerate_sig_fields(reader, filled_status=True)}
    certificates, lists, answers = stored
    return SignedPdf(
        revisions=reader.xrefs.total_revisions,
        signatures=signatures,
        certificates=certificates,
        lists=lists,
        answers=answers,
        unjudged=_plain(filled - signed),
    )


def _plain(names: Iterable[str]) -> tuple[str, ...]:
    """pyHanko's own kind of text is no plain value, which the answer of a reader must be."""
    return tuple(sorted(str(name) for name in names))


def _is_stamp(item: EmbeddedPdfSignature) -> bool:
    kind: str = item.signed_data["encap_content_info"]["content_type"].native
    return kind == "tst_info"


def _shows_nothing(item: EmbeddedPdfSignature) -> bool:
    """Whether its field takes no room on a page. A time-stamp that shows something may cover what was signed,
    and authorities stamp for everybody."""
    field = item.sig_field
    corners = list(field.get("/Rect", ()))
    return "/Kids" not in field and (
        not corners
        or (len(corners) == 4 and (corners[0] == corners[2] or corners[1] == corners[3]))
    )


def _signature(item: EmbeddedPdfSignature, content: bytes, names: set[str]) -> PdfSignature:
    name = str(item.field_name or "")
    try:
        return _read(item, name, content, names)
    except Exception as error:  # as above: what cannot be read holds nothing
        fault = "" if names_sm2(item) else f"{type(error).__name__} {message_of(error)}"[:300]
        return PdfSignature(name, fault=fault, is_sm2=not fault)


def _read(item: EmbeddedPdfSignature, name: str, content: bytes, names: set[str]) -> PdfSignature:
    timestamp = _is_stamp(item)
    item.compute_digest()
    coverage: Any = SignatureCoverageLevel.UNCLEAR
    if _leaves_out_its_value(item, content):
        coverage = item.evaluate_signature_coverage()
    item.coverage = coverage
    result = item.evaluate_modifications(DEFAULT_DIFF_POLICY)
    changes = result if isinstance(result, DiffResult) and not _hybrid_behind(item) else None
    tokens = [
        attribute["values"][0].dump()
        for attribute in item.signer_info["unsigned_attrs"] or ()
        if attribute["type"].native == "signature_time_stamp_token"
    ]
    intact, valid = _document_stamp(item) if timestamp else _integrity(item)
    lists, answers = _signed_material(item)
    return PdfSignature(
        name,
        timestamp=timestamp,
        intact=intact,
        valid=valid,
        coverage=int(coverage.value),
        change=int(changes.modification_level.value) if changes is not None else 4,
        lock=int(item.docmdp_level.value) if item.docmdp_level is not None else 0,
        filled=_plain(changes.changed_form_fields - names) if changes is not None else (),
        revision=item.signed_revision + 1,
        hidden=tuple(_hidden(item, content)),
        hash_name=item.md_algorithm,
        signature_hash=signature_hash(item),
        says=item.self_reported_timestamp.isoformat() if item.self_reported_timestamp else "",
        value=item.signer_info["signature"].native,
        token=_content_info(item) if timestamp else next(iter(tokens), b""),
        signer=item.signer_cert.dump(),
        certificates=tuple(certificate.dump() for certificate in item.other_embedded_certs),
        lists=lists,
        answers=answers,
    )


def _leaves_out_its_value(item: EmbeddedPdfSignature, content: bytes) -> bool:
    """Whether the one gap in what it covers is its own value, as hexadecimal digits in angle brackets.

    pyHanko counts lengths alone: a value that is written shorter leaves room for another document (signature
    wrapping, Mladenov and others, "1 Trillion Dollar Refund", 2019, §4.3).
    """
    try:
        _, end, start, _ = (int(number) for number in item.byte_range)
        gap = content[end:start]
        value = bytes.fromhex(gap[1:-1].decode("ascii"))
    except ValueError:
        return False
    return gap[:1] == b"<" and gap[-1:] == b">" and value == item.pkcs7_content


def _hybrid_behind(item: EmbeddedPdfSignature) -> bool:
    """Whether a later revision lists its objects in two ways, of which programs read one or the other.

    Word writes such files; what was signed so is the signer's own choice.
    """
    tables = item.reader.xrefs
    later = range(item.signed_revision + 1, tables.total_revisions)
    return any(tables.get_xref_data(revision).hybrid is not None for revision in later)


def _integrity(item: EmbeddedPdfSignature) -> tuple[bool, bool]:
    return validate_sig_integrity(item.signer_info, item.signer_cert, "data", item.compute_digest())


def _document_stamp(item: EmbeddedPdfSignature) -> tuple[bool, bool]:
    """A time-stamp's own signature is judged outside, with that of any token."""
    information = item.signed_data["encap_content_info"]["content"].parsed
    imprint = information["message_imprint"]["hashed_message"].native
    return imprint == item.compute_digest(), True


def _content_info(item: EmbeddedPdfSignature) -> bytes:
    """The token without the zeros that fill its place in the file."""
    return bytes(cms.ContentInfo.load(item.pkcs7_content).dump())


def _hidden(item: EmbeddedPdfSignature, content: bytes) -> Iterator[str]:
    """Objects behind the signature that no list names: other programs may find and show them.

    The incremental saving attack (Mladenov and others, "1 Trillion Dollar Refund", 2019, §4.2).
    """
    numbers = [int(number) for number in item.byte_range]
    covered = numbers[-2] + numbers[-1]
    tables = item.reader.xrefs
    named = set()
    for revision in range(item.signed_revision + 1, tables.total_revisions):
        named |= {reference.idnum for reference in tables.explicit_refs_in_revision(revision)}
        container = tables.get_xref_container_info(revision).stream_ref
        if container is not None:
            named.add(container.idnum)
    for match in _OBJECT.finditer(content, covered):
        if int(match[1]) not in named:
            yield match[1].decode()


def _signed_material(item: EmbeddedPdfSignature) -> tuple[tuple[bytes, ...], tuple[bytes, ...]]:
    """Lists and answers that Adobe's form keeps inside of the signature (adbe-revocationInfoArchival)."""
    for attribute in item.signer_info["signed_attrs"] or ():
        if attribute["type"].native == "adobe_revocation_info_archival":
            values = attribute["values"][0]
            return (
                tuple(entry.dump() for entry in values["crl"] or ()),
                tuple(entry.dump() for entry in values["ocsp"] or ()),
            )
    return (), ()


def _validation_material(reader: PdfFileReader) -> tuple[tuple[bytes, ...], ...]:
    try:
        store = dss.DocumentSecurityStore.read_dss(reader)
    except NoDSSFoundError:
        return (), (), ()
    return (
        tuple(certificate.dump() for certificate in store.load_certs()),
        tuple(_data(reference) for reference in store.crls),
        tuple(_data(reference) for reference in store.ocsps),
    )


def _data(reference: Any) -> bytes:
    stream = reference.get_object()
    return bytes(stream.data) if isinstance(stream, StreamObject) else b""
