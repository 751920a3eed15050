"""Who signed a PDF (签名人), as the reader's anchors and the material inside of the file say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509

from storage.base.message import Message
from storage.evidence.certificates.foreign_certificates import certificate_of
from storage.evidence.foreign.pdf_signatures import PdfSignature, SignedPdf
from storage.evidence.licensed.office_certificate import may_sign
from storage.evidence.package_entries import CheckFailed
from storage.evidence.renewal.algorithms import HASHES
from storage.evidence.renewal.package_proof import Reader
from storage.evidence.renewal.revocation import revocation_values, revoked_since, spoken_of
from storage.evidence.renewal.token import key_name
from storage.evidence.signing import fingerprint
from storage.evidence.trust import anchor_of, chain_of


@dataclass(frozen=True, kw_only=True)
class SignerFacts:
    """The certificate of a signer with what came with it."""

    certificate: x509.Certificate
    above: tuple[x509.Certificate, ...]
    lists: tuple[bytes, ...]
    answers: tuple[bytes, ...]
    hash_name: str
    signature_hash: str
    moment: datetime
    """As at which it is judged: the first time-stamp that covers it, else the reader's day."""

    @classmethod
    def of(cls, document: SignedPdf, signature: PdfSignature, moment: datetime) -> SignerFacts:
        """Raises ValueError for a signer's certificate that cannot be read."""
        return cls(
            certificate=certificate_of(signature.signer),
            above=tuple(_readable((*signature.certificates, *document.certificates))),
            lists=(*signature.lists, *document.lists),
            answers=(*signature.answers, *document.answers),
            hash_name=signature.hash_name,
            signature_hash=signature.signature_hash,
            moment=moment,
        )


def _readable(certificates: Iterable[bytes]) -> Iterable[x509.Certificate]:
    for data in dict.fromkeys(certificates):
        try:
            yield certificate_of(data)
        except ValueError:
            continue


def check_signer(facts: SignerFacts, reader: Reader) -> Message:
    """Whether the signer chains to an anchor of the reader at that moment. Raises CheckFailed."""
    leaf = facts.certificate
    name = leaf.subject.rfc4514_string()
    if not may_sign(leaf):
        raise CheckFailed("pdf.not-for-signing", signer=name)
    _check_algorithms(facts, reader)
    anchor = anchor_of(leaf, facts.above, reader.anchors, facts.moment)
    if anchor is None:
        began = leaf.not_valid_before_utc
        if anchor_of(leaf, facts.above, reader.anchors, began) is not None:
            raise CheckFailed(
                "pdf.signer-ended",
                signer=name,
                begins=began.date().isoformat(),
                ends=leaf.not_valid_after_utc.date().isoformat(),
                day=facts.moment.date().isoformat(),
            )
        top = chain_of(leaf, facts.above)[-1]
        raise CheckFailed(
            "pdf.unknown-signer",
            signer=name,
            issuer=top.issuer.rfc4514_string(),
            fingerprint=fingerprint(top),
        )
    return Message(
        "pdf.signer",
        {
            "signer": name,
            "anchor": anchor.subject.rfc4514_string(),
            "day": facts.moment.date().isoformat(),
        },
    )


def _check_algorithms(facts: SignerFacts, reader: Reader) -> None:
    key = key_name(facts.certificate)
    hashes = dict.fromkeys((facts.hash_name, facts.signature_hash))
    for name in hashes:
        if name not in HASHES:
            raise CheckFailed("pdf.unknown-hash", name=name)
    ends = {name: reader.ages.end(name) for name in hashes} | {key: reader.ages.key_end(key)}
    for name, end in ends.items():
        if facts.moment > end:
            raise CheckFailed("pdf.weak", name=name.upper(), ends=end.date().isoformat())


def check_revocation(facts: SignerFacts, reader: Reader) -> Message:
    """What lists and answers inside of the file say of the signer's chain. Raises CheckFailed."""
    chain = chain_of(facts.certificate, (*facts.above, *reader.anchors))
    values = revocation_values(facts.lists, facts.answers)
    revoked = revoked_since(chain, [values], facts.moment) if values is not None else None
    if revoked is not None:
        raise CheckFailed("pdf.revoked", moment=revoked.isoformat())
    last = spoken_of(chain, facts.lists, facts.answers)
    if last is None:
        return Message("pdf.no-revocation")
    return Message("pdf.not-revoked", {"moment": last.isoformat()})
