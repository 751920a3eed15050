"""What a signature of a PDF covers, and what came behind it (增量更新)."""

from __future__ import annotations

from storage.base.message import Message
from storage.evidence.certificates.sm2 import Sm2NotChecked
from storage.evidence.foreign.pdf_signatures import PdfSignature, SignedPdf
from storage.evidence.package_entries import CheckFailed

_WHOLE_FILE, _WHOLE_REVISION = 3, 2
_VALIDATION_MATERIAL, _FILLED = 1, 2
"""Coverage and modification as pyHanko numbers them (`SignatureCoverageLevel`, `ModificationLevel`)."""
_LOCK_PERMITS_FILLING = 2
"""Access permission of a certified document from which forms may be filled (DocMDP, ISO 32000-2 table 257)."""


def check_integrity(signature: PdfSignature) -> Message:
    """Whether the bytes it covers are as they were, and its key made it. Raises CheckFailed, Sm2NotChecked."""
    if signature.is_sm2:
        raise Sm2NotChecked("PDF")
    if signature.fault:
        raise CheckFailed("pdf.unreadable-signature", reason=signature.fault)
    if not signature.intact:
        raise CheckFailed("pdf.other-bytes")
    if not signature.valid:
        raise CheckFailed("check.signature-broken")
    return Message("pdf.intact")


def check_coverage(signature: PdfSignature, document: SignedPdf) -> Message:
    """Whether it covers all that is read today but what may come behind it. Raises CheckFailed."""
    if signature.coverage == _WHOLE_FILE:
        return Message("pdf.covers-file")
    revision, revisions = signature.revision, document.revisions
    if signature.coverage < _WHOLE_REVISION:
        raise CheckFailed("pdf.covers-part")
    if signature.hidden:
        raise CheckFailed("pdf.hidden-objects", objects=", ".join(signature.hidden[:5]))
    if not 0 < signature.change <= _FILLED:
        raise CheckFailed("pdf.changed", revision=revision, revisions=revisions)
    if signature.lock and signature.change > max(signature.lock, _VALIDATION_MATERIAL):
        raise CheckFailed("pdf.locked", revision=revision, revisions=revisions)
    if signature.filled and signature.lock < _LOCK_PERMITS_FILLING:
        raise CheckFailed("pdf.filled-unlocked", fields=", ".join(signature.filled[:5]))
    if signature.filled:
        fields = ", ".join(signature.filled[:5])
        return Message(
            "pdf.filled", {"revision": revision, "revisions": revisions, "fields": fields}
        )
    if signature.change == _FILLED:
        return Message("pdf.signed-again", {"revision": revision, "revisions": revisions})
    return Message("pdf.material-added", {"revision": revision, "revisions": revisions})
