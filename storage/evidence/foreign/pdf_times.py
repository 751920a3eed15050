"""When a PDF was signed, as time-stamps say: of a signature (PAdES-T), of the document (PAdES-LTA)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from storage.base.message import Message
from storage.evidence.checks import run_check
from storage.evidence.foreign.pdf_coverage import check_coverage, check_integrity
from storage.evidence.foreign.pdf_signatures import PdfSignature, SignedPdf
from storage.evidence.package_entries import CheckFailed
from storage.evidence.renewal.algorithms import digest
from storage.evidence.renewal.package_proof import Held, Reader, check_day, proof_of
from storage.evidence.renewal.record_check import StampLink
from storage.evidence.renewal.token import TokenFacts, read_token, signature_holds, verify_token
from storage.records.outside.check import Check

_LONGEST_REASON = 200
"""Characters that a line quotes of a parser's reason; chosen by hand."""


@dataclass(frozen=True, kw_only=True)
class PdfTime:
    """The time-stamps over one signature."""

    signature: PdfSignature
    token: TokenFacts | None
    """Its own; of a document time-stamp the one that it is."""
    fault: Message | None
    """Why that does not count."""
    ends: Held | None
    """Until when it proves."""
    later: tuple[StampLink, ...] = ()
    """Document time-stamps behind it, oldest first."""

    @property
    def proved(self) -> datetime | None:
        """The first time at which the signature is proved to have existed."""
        moments = [link.moment for link in self.later if link.fault is None]
        if self.token is not None and self.fault is None:
            moments.append(self.token.moment)
        return min(moments, default=None)


def times_of(document: SignedPdf, reader: Reader) -> list[PdfTime]:
    """One for each signature, in the order of the file. What was stamped after the day asked for
    does not count."""
    times = [_time(signature, document, reader) for signature in document.signatures]
    stamps = [
        (place, link) for place, time in enumerate(times) if (link := _link(time)) is not None
    ]
    return [
        PdfTime(
            signature=time.signature,
            token=time.token,
            fault=time.fault,
            ends=time.ends,
            later=tuple(link for behind, link in stamps if behind > place),
        )
        for place, time in enumerate(times)
    ]


def _time(signature: PdfSignature, document: SignedPdf, reader: Reader) -> PdfTime:
    if not signature.token:
        return PdfTime(signature=signature, token=None, fault=None, ends=None)
    try:
        token = read_token(signature.token)
        held = proof_of(token, reader)
        problem = _fault(signature, document, token, reader)
    except Exception as error:  # hostile bytes for many parsers, as in `run_check`
        fault = Message("foreign.no-token", {"reason": str(error)[:_LONGEST_REASON]})
        return PdfTime(signature=signature, token=None, fault=fault, ends=None)
    return PdfTime(signature=signature, token=token, fault=problem, ends=held)


def _fault(
    signature: PdfSignature, document: SignedPdf, token: TokenFacts, reader: Reader
) -> Message | None:
    if signature.timestamp:
        try:
            check_integrity(signature)
            check_coverage(signature, document)
        except CheckFailed as failure:
            return failure.message
    elif digest(token.algorithm, signature.value) != token.imprint:
        return Message("pdf.stamp-of-other")
    if not signature_holds(token):
        return Message("renewal.signature-broken")
    if token.moment > reader.at:
        return Message("renewal.not-yet-stamped", {"moment": token.moment.date().isoformat()})
    try:
        verify_token(token, reader.anchors)
    except ValueError as error:
        return Message("renewal.untrusted", {"reason": str(error)})
    return None


def _link(time: PdfTime) -> StampLink | None:
    """A document time-stamp as a link of the chain of proof; None for any other signature."""
    if not time.signature.timestamp or time.token is None or time.ends is None:
        return None
    return StampLink(
        chain=1,
        place=1,
        algorithm=time.token.algorithm,
        moment=time.token.moment,
        authority=time.token.authority,
        ends=time.ends.ends,
        ends_by=time.ends.ends_by,
        fault=time.fault,
    )


def check_time(time: PdfTime) -> Message:
    """When it was signed, and by whose word. Raises CheckFailed."""
    says = time.signature.says or Message("pdf.no-clock")
    if time.fault is not None:
        raise CheckFailed("text", text=time.fault)
    if time.token is not None:
        moment, authority = time.token.moment.isoformat(), time.token.authority
        if time.signature.timestamp:
            return Message("pdf.document-stamp", {"moment": moment, "authority": authority})
        return Message("pdf.stamped", {"moment": moment, "authority": authority, "says": says})
    if time.proved is not None:
        return Message("pdf.stamped-later", {"moment": time.proved.isoformat(), "says": says})
    return Message("pdf.no-time", {"says": says})


def proof_lines(times: Sequence[PdfTime], reader: Reader) -> Iterator[Check]:
    """Of each signature that was stamped, whether its time-stamps reach to the day asked for; a document
    time-stamp is a link of what stands before it, and begins a chain where nothing does."""
    for number, time in enumerate(times, 1):
        is_link = time.signature.timestamp and number > 1
        if is_link or (time.token is None and not time.later):
            continue
        first = time.ends if time.fault is None else None
        links = [link for link in time.later if link.fault is None]
        name = Message(
            "check-name.pdf-proof",
            {"number": number, "day": reader.at.date().isoformat()},
        )
        yield run_check(name, partial(check_day, first, links, reader))
