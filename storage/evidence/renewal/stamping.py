"""Asking a time-stamp authority for a token over the root of a hash tree (RFC 3161 §2.4.1)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from storage.evidence.renewal.token import TokenFacts, read_token, token_of, verify_token
from storage.evidence.timestamp_authority import Authority, NotStamped, timestamp_request


def stamp_root(authorities: Sequence[Authority], algorithm: str, root: bytes) -> TokenFacts:
    """A verified token of the first authority that gives one.

    Raises NotStamped with the reason of the last one.
    """
    failure = NotStamped("timestamp.no-anchor")
    for authority in authorities:
        try:
            return _stamp(authority, algorithm, root)
        except NotStamped as error:
            failure = error
    raise failure


def _stamp(authority: Authority, algorithm: str, root: bytes) -> TokenFacts:
    asked = datetime.now(UTC)
    request, nonce = timestamp_request(algorithm, root)
    answer = authority.answer(request)
    try:
        token = read_token(token_of(answer))
        if (token.imprint, token.algorithm, token.nonce) != (root, algorithm, nonce):
            raise ValueError("a token over something else than was asked")
        verify_token(token, authority.anchors)
    except ValueError as error:
        raise NotStamped("timestamp.refused", url=authority.url, reason=str(error)) from error
    authority.check_moment(token.moment, asked)
    return token
