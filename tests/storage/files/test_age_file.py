"""Files that a pass phrase closes are age files: others open them, and damage or a wrong phrase is one line."""

from __future__ import annotations

import base64
import io

import pyrage
import pytest

from storage.base.errors import BadInput
from storage.files import age_file
from storage.files.age_file import AgeReader, AgeWriter

PHRASE = "备份口令 correct horse"
VECTOR = base64.b64decode(
    "YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IHNjcnlwdCByRjAvTndibFVISFRwZ1FnUnBlNUNRIDEwCmdVakV5bUZLTV"
    "ZYUUVLZE1NSEwyNG9ZZXhqRTNUSUMwTzB6R1NxSjJhVVkKLS0tIElPWGlRWVN0a29UMW12WlcydEZPcVpkaFJWdmo1"
    "OGVnQUJ4L3NXZlpRYmMKGzXG5ofdANo6w3msn3QsIf0YWhuePe1znRSsappQEk24Ztg="
)
"""The vector `scrypt` of https://github.com/C2SP/CCTV (0BSD), pass phrase "password"."""


@pytest.fixture(autouse=True)
def _small_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(age_file, "_WORK", 8)


def closed(plain: bytes, phrase: str = PHRASE) -> bytes:
    target = io.BytesIO()
    with AgeWriter(target, phrase) as writer:
        writer.write(plain)
    return target.getvalue()


def opened(data: bytes, phrase: str = PHRASE) -> bytes:
    return io.BufferedReader(AgeReader(io.BytesIO(data), phrase)).read()


@pytest.mark.parametrize("size", [0, 1, 65_535, 65_536, 65_537, 200_000])
def test_what_is_written_opens_here_and_with_age(size: int) -> None:
    plain = bytes(range(256)) * (size // 256) + b"x" * (size % 256)
    assert opened(closed(plain)) == plain
    assert pyrage.passphrase.decrypt(closed(plain), PHRASE) == plain


def test_a_file_of_the_makers_of_the_format_opens() -> None:
    assert opened(VECTOR, "password") == b"age"


def test_a_wrong_phrase_is_said_so() -> None:
    with pytest.raises(BadInput, match="does not open") as refusal:
        opened(closed(b"secret"), "another phrase")
    assert refusal.value.code == "backup.wrong-phrase"


@pytest.mark.parametrize("cut", [1, 17, 65_000])
def test_a_file_that_was_cut_off_does_not_read_as_whole(cut: int) -> None:
    with pytest.raises(EOFError):
        opened(closed(b"x" * 140_000)[:-cut])


def test_a_file_cut_off_between_two_chunks_does_not_read_as_whole() -> None:
    data = closed(b"x" * (2 * 65_536))
    with pytest.raises(EOFError):
        opened(data[: -(65_536 + 16)])


def test_a_changed_byte_is_noticed() -> None:
    data = bytearray(closed(b"x" * 1000))
    data[-500] ^= 1
    with pytest.raises(EOFError):
        opened(bytes(data))


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"age-encryption.org/v1\n",
        b"age-encryption.org/v2\n" + VECTOR[22:],
        VECTOR.replace(b" 10\n", b" 29\n"),
        VECTOR.replace(b"--- IO", b"--- IP"),
        b"age-encryption.org/v1\n" + b"-> x\n" * 100_000,
    ],
)
def test_a_head_that_is_none_is_refused(head: bytes) -> None:
    with pytest.raises(BadInput) as refusal:
        opened(head, "password")
    assert refusal.value.code == "backup.header-damaged"
