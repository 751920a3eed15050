"""The time-stamps of a package: one valid token of every authority that the manifest lists."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from cryptography import x509

from storage.evidence import manifest as names
from storage.evidence.package import CheckFailed, OpenPackage, items_of, text_of
from storage.evidence.package_checks import decoded, moment_of, signed_record, signer_chain
from storage.evidence.timestamps import CLOCK_TOLERANCE, NotStamped, Token, check_token
from storage.evidence.trust import anchor_of

NamedCheck = tuple[str, Callable[[OpenPackage], str]]


def time_checks(package: OpenPackage, *, required: bool) -> list[NamedCheck]:
    """One check an authority; without authorities one line that says so."""
    try:
        authorities = items_of(package.record(names.MANIFEST), "authorities", names.MANIFEST)
    except CheckFailed as failure:
        return [("time-stamp", partial(_fail, str(failure)))]
    if not authorities:
        return [("time-stamp", partial(_unstamped, required))]
    return [
        (f"time-stamp {number}", partial(_check_authority, number, str(url)))
        for number, url in enumerate(authorities, start=1)
    ]


def _fail(reason: str, _package: OpenPackage) -> str:
    raise CheckFailed(reason)


def _unstamped(required: bool, package: OpenPackage) -> str:
    if any(path.startswith("timestamps/") for path in package.files):
        raise CheckFailed("it holds a token of an authority that the manifest does not list")
    if required:
        raise CheckFailed("captured, not stamped, and a time-stamp is required")
    return "captured, not stamped"


def _check_authority(number: int, url: str, package: OpenPackage) -> str:
    token = _checked(package, package.member(names.token_path(number)), names.MANIFEST)
    captured = moment_of(package.record(names.MANIFEST), "captured_at", names.MANIFEST)
    if token.moment < captured - CLOCK_TOLERANCE:
        raise CheckFailed(f"{url}: its time {token.moment.isoformat()} lies before the capture")
    return f"{token.moment.isoformat()} by {token.authority} ({url})"


def check_web_archive_time(package: OpenPackage) -> str:
    """The token over the package's signature, which the WACZ form asks of a named signer."""
    record = signed_record(package)
    authorities = items_of(package.record(names.MANIFEST), "authorities", names.MANIFEST)
    if not authorities:
        if "publicKey" not in record:
            raise CheckFailed("a named signer without a time-stamp")
        return "none, since no authority was configured"
    signature = text_of(record, "signature", "the signature").encode()
    token = _verified(package, decoded(record, "timeSignature"), signature)
    made = moment_of(record, "created", "the signature")
    if abs(token.moment - made) > CLOCK_TOLERANCE:
        raise CheckFailed(f"signed at {made.isoformat()}, stamped at {token.moment.isoformat()}")
    return token.moment.isoformat()


def _checked(package: OpenPackage, raw: bytes, path: str) -> Token:
    return _verified(package, raw, package.member(path))


def _verified(package: OpenPackage, raw: bytes, data: bytes) -> Token:
    try:
        return check_token(raw, data, _third_parties(package))
    except NotStamped as error:
        raise CheckFailed(str(error)) from error


def _third_parties(package: OpenPackage) -> list[x509.Certificate]:
    """Anchors for time-stamps without the signer's own: nobody is a third party to himself."""
    leaf, *between = signer_chain(package)
    signer_anchor = anchor_of(leaf, between, package.anchors, leaf.not_valid_before_utc)
    return [anchor for anchor in package.timestamp_anchors if anchor != signer_anchor]
