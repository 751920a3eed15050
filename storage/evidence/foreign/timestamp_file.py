"""A time-stamp answer (.tsr, RFC 3161) or an evidence record (.ers, RFC 4998) with the file that it covers."""

from __future__ import annotations

from pathlib import Path

from storage.base.errors import BadInput
from storage.base.message import Message, message_of
from storage.evidence.checks import Check, failed, passed
from storage.evidence.package_entries import CheckFailed
from storage.evidence.renewal.algorithms import digest
from storage.evidence.renewal.package_proof import Held, Reader, check_day, check_link, links_of
from storage.evidence.renewal.record import read_record
from storage.evidence.renewal.token import (
    TokenFacts,
    read_token,
    signature_holds,
    token_end,
    token_of,
    verify_token,
)

SUFFIXES = (".tsr", ".tst", ".ers")
_LARGEST = 2 * 2**30
"""Bytes of the file that is covered; read into memory."""


def covered_file(path: Path) -> Path:
    """The file beside a time-stamp that it is taken to cover: the same name without the suffix."""
    return path.with_suffix("")


def verify_timestamp(path: Path, data: Path | None, reader: Reader) -> tuple[Check, ...]:
    """A line a check: token, signature, authority, file, the day. Raises BadInput."""
    raw = _read(path)
    content = data or covered_file(path)
    if path.suffix.lower() == ".ers":
        return _verify_record(raw, content, reader)
    try:
        token = read_token(_token(raw))
    except (ValueError, TypeError) as error:
        return (failed("check-name.token", "foreign.no-token", reason=str(error)),)
    return (
        passed("check-name.token", "foreign.token", moment=token.moment.isoformat()),
        _signature(token),
        _authority(token, reader),
        _covers(token, content),
        _day(token, reader),
    )


def _token(raw: bytes) -> bytes:
    """The token of an authority's answer, or what came where it is no answer: some hand in the token alone."""
    try:
        return token_of(raw)
    except (ValueError, TypeError):
        return raw


def _verify_record(raw: bytes, content: Path, reader: Reader) -> tuple[Check, ...]:
    day = Message("check-name.proof", {"day": reader.at.date().isoformat()})
    try:
        links = links_of(read_record(raw), _read(content), reader)
    except (ValueError, TypeError) as error:
        return (failed("check-name.renewal-record", "renewal.unreadable", reason=str(error)),)
    except CheckFailed as error:
        return (Check(Message("check-name.renewal-record"), passed=False, says=error.message),)
    checks = []
    for link in links:
        name = Message("check-name.renewal", {"chain": link.chain, "place": link.place})
        try:
            checks.append(Check(name, passed=True, says=check_link(link)))
        except CheckFailed as error:
            checks.append(Check(name, passed=False, says=error.message))
    try:
        checks.append(Check(day, passed=True, says=check_day(None, links, reader)))
    except CheckFailed as error:
        checks.append(Check(day, passed=False, says=error.message))
    return tuple(checks)


def _signature(token: TokenFacts) -> Check:
    if signature_holds(token):
        return passed("check-name.token-signature", "foreign.signature", signer=token.authority)
    return failed("check-name.token-signature", "renewal.signature-broken")


def _authority(token: TokenFacts, reader: Reader) -> Check:
    try:
        verify_token(token, reader.anchors)
    except ValueError as error:
        return failed("check-name.authority", "renewal.untrusted", reason=str(error))
    return passed("check-name.authority", "foreign.authority", authority=token.authority)


def _covers(token: TokenFacts, content: Path) -> Check:
    if not content.is_file():
        return failed("check-name.covered", "foreign.no-file", path=content)
    if digest(token.algorithm, _read(content)) != token.imprint:
        return failed("check-name.covered", "foreign.not-covered", path=content.name)
    return passed("check-name.covered", "foreign.covered", path=content.name)


def _day(token: TokenFacts, reader: Reader) -> Check:
    name = Message("check-name.proof", {"day": reader.at.date().isoformat()})
    ends, ends_by = token_end(token, reader.anchors, reader.ages)
    try:
        held = Held(moment=token.moment, ends=ends, ends_by=ends_by)
        return Check(name, passed=True, says=check_day(held, (), reader))
    except CheckFailed as error:
        return Check(name, passed=False, says=error.message)


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > _LARGEST:
            raise BadInput("file.unreadable", path=path, reason="larger than 2 GiB")
        return path.read_bytes()
    except OSError as error:
        raise BadInput("file.unreadable", path=path, reason=message_of(error)) from error
