"""The line of a verification on the signature with the office's certificate of a licensed authority."""

from __future__ import annotations

from storage.base.message import Message
from storage.evidence import manifest as names
from storage.evidence.certificates.certificate_path import is_valid_at
from storage.evidence.certificates.cms_signature import read_signature, signature_covers
from storage.evidence.package import OpenPackage
from storage.evidence.package_checks import moment_of
from storage.evidence.package_entries import CheckFailed
from storage.evidence.signing import fingerprint
from storage.evidence.trust import anchor_of, chain_of


def check_licensed(package: OpenPackage) -> Message:
    """It covers the manifest, and its certificate held at the capture. Raises CheckFailed.

    An authority that the reader has no anchor of fails nothing: the office's own signature has been
    judged, and this line says what is still to be confirmed.
    """
    try:
        signature, certificates = read_signature(package.member(names.LICENSED_SIGNATURE))
        signer, *_ = certificates
        holds = signature_covers(signature, signer, package.member(names.MANIFEST))
    except ValueError as error:
        raise CheckFailed(
            "check.unreadable", name=names.LICENSED_SIGNATURE, reason=str(error)
        ) from error
    if not holds:
        raise CheckFailed("check.licensed-broken")
    captured = moment_of(package.record(names.MANIFEST), "captured_at", names.MANIFEST)
    subject = signer.subject.rfc4514_string()
    if not is_valid_at(signer, captured):
        raise CheckFailed("check.licensed-ended", signer=subject)
    anchors = (*package.timestamp_anchors, *package.anchors)
    anchor = anchor_of(signer, certificates[1:], anchors, captured)
    if anchor is None:
        top = chain_of(signer, certificates)[-1]
        return Message(
            "check.licensed-unknown",
            {
                "signer": subject,
                "issuer": top.issuer.rfc4514_string(),
                "fingerprint": fingerprint(top),
            },
        )
    return Message("check.licensed", {"signer": subject, "anchor": anchor.subject.rfc4514_string()})
