"""The time-stamps of a package: one valid token of every authority that the manifest lists."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from cryptography import x509

from storage.base.message import Message
from storage.evidence import manifest as names
from storage.evidence.package import OpenPackage, items_of, text_of
from storage.evidence.package_checks import (
    THE_SIGNATURE,
    decoded,
    moment_of,
    signed_record,
    signer_chain,
)
from storage.evidence.package_entries import CheckFailed
from storage.evidence.timestamp_authority import CLOCK_TOLERANCE, NotStamped, Token, check_token
from storage.evidence.trust import anchor_of

NamedCheck = tuple[Message, Callable[[OpenPackage], Message]]


def time_checks(package: OpenPackage, *, required: bool) -> list[NamedCheck]:
    """One check an authority; without authorities one line that says so."""
    try:
        authorities = items_of(package.record(names.MANIFEST), "authorities", names.MANIFEST)
    except CheckFailed as failure:
        return [(Message("check-name.timestamp"), partial(_fail, failure))]
    if not authorities:
        return [(Message("check-name.timestamp"), partial(_unstamped, required))]
    return [
        (
            Message("check-name.timestamp-number", {"number": number}),
            partial(_check_authority, number, str(url)),
        )
        for number, url in enumerate(authorities, start=1)
    ]


def _fail(failure: CheckFailed, _package: OpenPackage) -> Message:
    raise failure


def _unstamped(required: bool, package: OpenPackage) -> Message:
    if any(path.startswith(names.TOKENS) for path in package.files):
        raise CheckFailed("check.unlisted-token")
    if required:
        raise CheckFailed("check.stamp-required")
    return Message("check.not-stamped")


def _check_authority(number: int, url: str, package: OpenPackage) -> Message:
    token = _checked(package, package.member(names.token_path(number)), names.MANIFEST)
    captured = moment_of(package.record(names.MANIFEST), "captured_at", names.MANIFEST)
    if token.moment < captured - CLOCK_TOLERANCE:
        raise CheckFailed("check.stamp-too-early", url=url, moment=token.moment.isoformat())
    return Message(
        "check.stamped",
        {"moment": token.moment.isoformat(), "authority": token.authority, "url": url},
    )


def check_web_archive_time(package: OpenPackage) -> Message:
    """The token over the package's signature, which the WACZ form asks of a named signer."""
    record = signed_record(package)
    authorities = items_of(package.record(names.MANIFEST), "authorities", names.MANIFEST)
    if not authorities:
        if "publicKey" not in record:
            raise CheckFailed("check.signer-without-stamp")
        return Message("check.no-authority")
    signature = text_of(record, "signature", THE_SIGNATURE).encode()
    token = _verified(package, decoded(record, "timeSignature"), signature)
    made = moment_of(record, "created", THE_SIGNATURE)
    if abs(token.moment - made) > CLOCK_TOLERANCE:
        raise CheckFailed(
            "check.stamped-apart", signed=made.isoformat(), stamped=token.moment.isoformat()
        )
    return Message("text", {"text": token.moment.isoformat()})


def _checked(package: OpenPackage, raw: bytes, path: str) -> Token:
    return _verified(package, raw, package.member(path))


def _verified(package: OpenPackage, raw: bytes, data: bytes) -> Token:
    try:
        return check_token(raw, data, _third_parties(package))
    except NotStamped as error:
        raise CheckFailed("text", text=error.message) from error


def _third_parties(package: OpenPackage) -> list[x509.Certificate]:
    """Anchors for time-stamps without the signer's own: nobody is a third party to himself."""
    leaf, *between = signer_chain(package)
    signer_anchor = anchor_of(leaf, between, package.anchors, leaf.not_valid_before_utc)
    return [anchor for anchor in package.timestamp_anchors if anchor != signer_anchor]
