"""Asking a time-stamp authority for a token over the root of a hash tree (RFC 3161 §2.4.1)."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime

from asn1crypto import algos, tsp

from storage.base.errors import HubiaoError
from storage.base.message import message_of
from storage.evidence.renewal.algorithms import HASHES
from storage.evidence.renewal.token import TokenFacts, read_token, token_of, verify_token
from storage.evidence.timestamp_authority import CLOCK_TOLERANCE, Authority, NotStamped
from storage.net.guarded_fetch import fetch

_QUERY = "application/timestamp-query"


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
    nonce = secrets.randbits(64)
    request = tsp.TimeStampReq(
        {
            "version": 1,
            "message_imprint": {
                "hash_algorithm": algos.DigestAlgorithm({"algorithm": HASHES[algorithm]}),
                "hashed_message": root,
            },
            "nonce": nonce,
            "cert_req": True,
        }
    )
    try:
        answer = fetch(
            authority.url,
            authority.policy,
            body=request.dump(),
            headers={"Content-Type": _QUERY},
            timeout=authority.timeout,
        )
    except HubiaoError as error:
        raise NotStamped("timestamp.not-answered", reason=message_of(error)) from error
    try:
        token = read_token(token_of(answer.body))
        if (token.imprint, token.algorithm, token.nonce) != (root, algorithm, nonce):
            raise ValueError("a token over something else than was asked")
        verify_token(token, authority.anchors)
    except ValueError as error:
        raise NotStamped("timestamp.refused", url=authority.url, reason=str(error)) from error
    if not asked - CLOCK_TOLERANCE <= token.moment <= datetime.now(UTC) + CLOCK_TOLERANCE:
        raise NotStamped("timestamp.wrong-time", url=authority.url, moment=token.moment.isoformat())
    return token
