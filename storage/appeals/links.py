"""申诉网址: addresses for sellers, signed by a key of the office, so that nothing is kept for them.

Three kinds, each valid for its purpose alone: of a letter (printed in it: the seller still names
the shop), of the form (after the shop was named, for a day), of an appeal (its result).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Sequence
from datetime import timedelta
from itertools import accumulate
from pathlib import Path

from storage.base.errors import NotFound
from storage.files.key_file import KEY_FOLDER, own_key
from storage.tables.base import now

APPEAL_PATH = "/appeal"
"""Where the console serves the form to whoever names a letter or a lead."""
LETTER_PATH, FORM_PATH, RESULT_PATH = "/appeal/letter/", "/appeal/form/", "/appeal/result/"
"""Where it serves the signed addresses: the token follows."""
FORM_HOURS = 24
"""Hours that the form of a named shop may be sent; chosen by hand: papers are collected within a day."""
_KEY_NAME = "appeals.key"
_MAC_BYTES = 16
"""128 bits of the HMAC-SHA-256: not to be guessed, and short enough to be printed in a letter."""
_MOST_CHARACTERS = 7000
"""Of a token; web servers take addresses of 8000 (RFC 9110 §4.1)."""
_FORM = "form-2"
"""Purpose of a form's token; under `form` the same words once gave whole numbers."""
_DISTANCE = re.compile(r"[0-9a-f]{1,12}")
_NUMBER = re.compile(r"[0-9]{1,15}")


def appeal_key(home: Path) -> bytes:
    """The key of this data folder, made at first need; machines that share a database need the same
    one. Raises StoreUnavailable."""
    return own_key(home / KEY_FOLDER, _KEY_NAME)


def letter_token(key: bytes, notice_id: int) -> str:
    """The token that a letter's own address ends with."""
    return _sign(key, "letter", str(notice_id))


def read_letter_token(key: bytes, token: str) -> int:
    """The letter of a token. Raises NotFound, in the same words, on any other text."""
    return _number(_read(key, "letter", token))


def result_token(key: bytes, appeal_id: int) -> str:
    """The token under which a seller sees what became of an appeal."""
    return _sign(key, "result", str(appeal_id))


def read_result_token(key: bytes, token: str) -> int:
    """The appeal of a token. Raises NotFound."""
    return _number(_read(key, "result", token))


def form_token(key: bytes, lead_ids: Sequence[int], notice_id: int | None) -> str:
    """The token of a form on these leads, valid for FORM_HOURS."""
    until = int((now() + timedelta(hours=FORM_HOURS)).timestamp())
    numbers = _packed(lead_ids)
    return _sign(key, _FORM, f"{until}.{notice_id or 0}.{numbers}")


def read_form_token(key: bytes, token: str) -> tuple[tuple[int, ...], int | None]:
    """(leads, letter) of a form's token. Raises NotFound, also when it is over."""
    until, notice, numbers = (*_read(key, _FORM, token).split("."), "", "")[:3]
    if _number(until) < now().timestamp():
        raise NotFound("appeal.dead-link")
    return _unpacked(numbers), _number(notice) or None


def _packed(numbers: Sequence[int]) -> str:
    """Numbers in rising order, each as its distance from the one before: a letter's leads lie close together,
    so hundreds fit into an address."""
    ordered = sorted(numbers)
    return "_".join(
        format(number - before, "x") for number, before in zip(ordered, [0, *ordered], strict=False)
    )


def _unpacked(text: str) -> tuple[int, ...]:
    distances = text.split("_")
    if not all(_DISTANCE.fullmatch(distance) for distance in distances):
        raise NotFound("appeal.dead-link")
    return tuple(accumulate(int(distance, 16) for distance in distances))


def _sign(key: bytes, purpose: str, words: str) -> str:
    return f"{words}-{_mac(key, purpose, words)}"


def _read(key: bytes, purpose: str, token: str) -> str:
    words, _, mac = token.partition("-")
    fits = len(token) <= _MOST_CHARACTERS and token.isascii()
    if not fits or not hmac.compare_digest(mac, _mac(key, purpose, words)):
        raise NotFound("appeal.dead-link")
    return words


def _mac(key: bytes, purpose: str, words: str) -> str:
    digest = hmac.new(key, f"appeal:{purpose}:{words}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest[:_MAC_BYTES]).decode().rstrip("=")


def _number(text: str) -> int:
    if not _NUMBER.fullmatch(text):
        raise NotFound("appeal.dead-link")
    return int(text)
