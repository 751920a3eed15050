"""A signed PDF (PAdES, ETSI EN 319 142) that somebody hands in: what each of its signatures is worth.

The file is read in a process of its own; who signed and when is judged here, against the reader's anchors.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from storage.base.errors import BadInput
from storage.base.message import Message, message_of
from storage.evidence.checks import run_check
from storage.evidence.foreign.pdf_coverage import check_coverage, check_integrity
from storage.evidence.foreign.pdf_signatures import PdfSignature, SignedPdf, read_pdf
from storage.evidence.foreign.pdf_signer import SignerFacts, check_revocation, check_signer
from storage.evidence.foreign.pdf_times import PdfTime, check_time, proof_lines, times_of
from storage.evidence.package_entries import CheckFailed
from storage.evidence.renewal.package_proof import Reader
from storage.intake_gate.file_limits import FileKind, check_size
from storage.intake_gate.gate import read_foreign
from storage.records.outside.check import Check

SUFFIX = ".pdf"


@dataclass(frozen=True, kw_only=True)
class _Place:
    """A signature's number and name in the lines."""

    number: int
    field_name: str

    def name(self, code: str) -> Message:
        return Message(code, {"number": self.number, "field": self.field_name})


def is_pdf(path: Path) -> bool:
    """Whether the file is named or begins as a PDF."""
    if path.suffix.lower() == SUFFIX:
        return True
    try:
        with path.open("rb") as file:
            return file.read(5) == b"%PDF-"
    except OSError:
        return False


def verify_signed_pdf(path: Path, reader: Reader) -> tuple[Check, ...]:
    """A line a check: the file, of each signature its bytes, what came behind it, signer, revocation and
    time, and how long the time-stamps prove it. Raises BadInput for a file that is not there."""
    content = _read(path)
    container = Message("check-name.container")
    try:
        document = SignedPdf.of_plain(read_foreign(FileKind.PDF, read_pdf, content, path.name))
    except BadInput as error:
        return (Check(container, passed=False, says=error.message),)
    with warnings.catch_warnings():
        # Foreign certificates break rules of form; the library warns of each by a line of its own.
        warnings.simplefilter("ignore", UserWarning)
        return tuple(_checks(document, container, reader))


def _checks(document: SignedPdf, container: Message, reader: Reader) -> Iterator[Check]:
    yield run_check(container, partial(_check_document, document))
    times = times_of(document, reader)
    for number, signature in enumerate(document.signatures, 1):
        place = _Place(number=number, field_name=signature.field_name)
        yield from _signature_checks(document, signature, place, times[number - 1], reader)
    yield from proof_lines(times, reader)


def _check_document(document: SignedPdf) -> Message:
    if document.breach:
        raise CheckFailed("pdf.breach", reason=document.breach)
    if document.unjudged:
        raise CheckFailed("pdf.unjudged", fields=", ".join(document.unjudged[:5]))
    if not document.signatures:
        raise CheckFailed("pdf.unsigned")
    return Message(
        "pdf.document", {"count": len(document.signatures), "revisions": document.revisions}
    )


def _signature_checks(
    document: SignedPdf, signature: PdfSignature, place: _Place, time: PdfTime, reader: Reader
) -> Iterator[Check]:
    integrity = run_check(
        place.name("check-name.pdf-integrity"), partial(check_integrity, signature)
    )
    yield integrity
    if signature.fault or signature.is_sm2:
        return
    yield run_check(
        place.name("check-name.pdf-coverage"), partial(check_coverage, signature, document)
    )
    if not signature.timestamp:
        name = place.name("check-name.pdf-signer")
        try:
            signer = SignerFacts.of(document, signature, time.proved or reader.at)
        except ValueError as error:  # a certificate that breaks the rules of its form
            reason = Message("pdf.unreadable-signature", {"reason": str(error)[:200]})
            yield Check(name, passed=False, says=reason)
        else:
            yield run_check(name, partial(check_signer, signer, reader))
            yield run_check(
                place.name("check-name.pdf-revocation"), partial(check_revocation, signer, reader)
            )
    yield run_check(place.name("check-name.pdf-time"), partial(check_time, time))


def _read(path: Path) -> bytes:
    try:
        check_size(FileKind.PDF, path.stat().st_size, path.name)
        return path.read_bytes()
    except OSError as error:
        raise BadInput("file.unreadable", path=path, reason=message_of(error)) from error
