"""A time-stamp answer (.tsr, RFC 3161) or an evidence record (.ers, RFC 4998) with the file that it covers."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from storage.base.errors import BadInput
from storage.base.message import Message, message_of
from storage.evidence.checks import run_check
from storage.evidence.package_entries import CheckFailed
from storage.evidence.renewal.algorithms import digest
from storage.evidence.renewal.package_proof import (
    RECORD_LINE,
    Reader,
    chain_checks,
    links_of,
    proof_of,
)
from storage.evidence.renewal.token import (
    TokenFacts,
    read_token,
    signature_holds,
    token_of,
    verify_token,
)
from storage.records.outside.check import Check

SUFFIXES = (".tsr", ".tst", ".ers")
_TOKEN_LINE = Message("check-name.token")
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
        proof = proof_of(token, reader)
    except ValueError as error:
        says = Message("foreign.no-token", {"reason": str(error)})
        return (Check(_TOKEN_LINE, passed=False, says=says),)
    says = Message("foreign.token", {"moment": token.moment.isoformat()})
    covered = _read(content) if content.is_file() else None
    return (
        Check(_TOKEN_LINE, passed=True, says=says),
        run_check(Message("check-name.token-signature"), partial(_signature, token)),
        run_check(Message("check-name.authority"), partial(_authority, token, reader)),
        run_check(Message("check-name.covered"), partial(_covers, token, content, covered)),
        *chain_checks(proof, (), reader),
    )


def _token(raw: bytes) -> bytes:
    """The token of an authority's answer, or what came where it is no answer: some hand in the token alone."""
    try:
        return token_of(raw)
    except ValueError:
        return raw


def _verify_record(raw: bytes, content: Path, reader: Reader) -> tuple[Check, ...]:
    try:
        links = links_of(raw, _read(content), reader)
    except CheckFailed as failure:
        return (Check(RECORD_LINE, passed=False, says=failure.message),)
    return tuple(chain_checks(None, links, reader))


def _signature(token: TokenFacts) -> Message:
    if not signature_holds(token):
        raise CheckFailed("renewal.signature-broken")
    return Message("foreign.signature", {"signer": token.authority})


def _authority(token: TokenFacts, reader: Reader) -> Message:
    try:
        verify_token(token, reader.anchors)
    except ValueError as error:
        raise CheckFailed("renewal.untrusted", reason=str(error)) from error
    return Message("foreign.authority", {"authority": token.authority})


def _covers(token: TokenFacts, path: Path, content: bytes | None) -> Message:
    if content is None:
        raise CheckFailed("foreign.no-file", path=path)
    if digest(token.algorithm, content) != token.imprint:
        raise CheckFailed("foreign.not-covered", path=path.name)
    return Message("foreign.covered", {"path": path.name})


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > _LARGEST:
            raise BadInput("file.unreadable", path=path, reason="larger than 2 GiB")
        return path.read_bytes()
    except OSError as error:
        raise BadInput("file.unreadable", path=path, reason=message_of(error)) from error
