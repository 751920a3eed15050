"""Files that a pass phrase closes (口令加密), in the format age-encryption.org/v1 with its scrypt recipient.

The format is C2SP's (https://c2sp.org/age): `age --decrypt` and rage open what is written here, so that an
office can read its backup without this program. Bindings of age hold the whole file in memory, and a backup
has gigabytes; here a chunk at a time is worked on.
"""

from __future__ import annotations

import base64
import hmac
import io
import os
import re
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from storage.base.errors import BadInput

VERSION_LINE = b"age-encryption.org/v1\n"
_LABEL = b"age-encryption.org/v1/scrypt"
_WORK = 17
"""Binary logarithm of scrypt's N: 128 MiB and about half a second (OWASP Password Storage Cheat Sheet)."""
_MOST_WORK = 20
"""Above, a file could ask for more than 1 GiB of memory; age itself writes 18."""
_FILE_KEY, _SALT, _PAYLOAD_NONCE, _TAG = 16, 16, 16, 16
_CHUNK = 64 * 1024
"""Bytes of plain text that are closed together (format)."""
_HEADER_MOST = 4096
"""Bytes; a header with one pass phrase has about 150."""
_HEADER = re.compile(
    rb"age-encryption\.org/v1\n-> scrypt ([A-Za-z0-9+/]{22}) ([1-9][0-9]?)\n([A-Za-z0-9+/]{43})\n---"
)


class AgeWriter(io.RawIOBase):
    """Writes a closed file into `target`; `close` ends it and leaves `target` open."""

    def __init__(self, target: BinaryIO, phrase: str) -> None:
        """Writes the header. Deriving the key takes about half a second."""
        super().__init__()
        self._target = target
        self._buffer = bytearray()
        self._number = 0
        file_key, salt = os.urandom(_FILE_KEY), os.urandom(_SALT)
        wrapped = ChaCha20Poly1305(_derive(phrase, salt, _WORK)).encrypt(bytes(12), file_key, None)
        stanza = b"-> scrypt %b %d\n%b\n" % (_encoded(salt), _WORK, _encoded(wrapped))
        head = VERSION_LINE + stanza + b"---"
        target.write(head + b" " + _encoded(_mac(file_key, head)) + b"\n")
        nonce = os.urandom(_PAYLOAD_NONCE)
        target.write(nonce)
        self._cipher = _payload_cipher(file_key, nonce)

    def writable(self) -> bool:
        """It takes bytes."""
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        """Close what fills a chunk; the remaining bytes wait. Raises OSError of the target."""
        self._buffer += data
        while len(self._buffer) > _CHUNK:
            self._write_chunk(bytes(self._buffer[:_CHUNK]), last=False)
            del self._buffer[:_CHUNK]
        return len(data)

    def close(self) -> None:
        """Write the last chunk, without which the file counts as cut off."""
        if not self.closed:
            self._write_chunk(bytes(self._buffer), last=True)
        super().close()

    def _write_chunk(self, plain: bytes, *, last: bool) -> None:
        self._target.write(self._cipher.encrypt(_nonce(self._number, last=last), plain, None))
        self._number += 1


class AgeReader(io.RawIOBase):
    """Reads the plain text of a closed file, front to back."""

    def __init__(self, source: BinaryIO, phrase: str) -> None:
        """Reads the header. Raises BadInput for a wrong pass phrase and for what is no such file."""
        super().__init__()
        self._source = source
        file_key = _open_header(source, phrase)
        self._cipher = _payload_cipher(file_key, source.read(_PAYLOAD_NONCE))
        self._plain = memoryview(b"")
        self._next = source.read(_CHUNK + _TAG)
        self._number = 0
        self._ended = False

    def readable(self) -> bool:
        """It gives bytes."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Fill the buffer with plain bytes; 0 at the end. Raises EOFError where the file was cut off or changed."""
        if not self._plain and not self._ended:
            self._open_chunk()
        count = min(len(buffer), len(self._plain))
        buffer[:count] = self._plain[:count]
        self._plain = self._plain[count:]
        return count

    def _open_chunk(self) -> None:
        closed, self._next = self._next, self._source.read(_CHUNK + _TAG)
        last = not self._next
        try:
            plain = self._cipher.decrypt(_nonce(self._number, last=last), closed, None)
        except (InvalidTag, ValueError):
            raise EOFError(f"chunk {self._number + 1} is damaged or the end is missing") from None
        self._plain, self._ended = memoryview(plain), last
        self._number += 1


def _open_header(source: BinaryIO, phrase: str) -> bytes:
    """The file's key. Raises BadInput."""
    head, line = b"", source.readline(_HEADER_MOST)
    while line and not line.startswith(b"---") and len(head) < _HEADER_MOST:
        head += line
        line = source.readline(_HEADER_MOST)
    head += line[:3]
    match = _HEADER.fullmatch(head)
    if match is None or int(match[2]) > _MOST_WORK or not _is_canonical(match[1], match[3]):
        raise BadInput("backup.header-damaged")
    wrapping_key = _derive(phrase, _decoded(match[1]), int(match[2]))
    try:
        file_key = ChaCha20Poly1305(wrapping_key).decrypt(bytes(12), _decoded(match[3]), None)
    except InvalidTag:
        raise BadInput("backup.wrong-phrase") from None
    if not hmac.compare_digest(_encoded(_mac(file_key, head)), line[4:].strip()):
        raise BadInput("backup.header-damaged")
    return file_key


def _derive(phrase: str, salt: bytes, work: int) -> bytes:
    return Scrypt(salt=_LABEL + salt, length=32, n=1 << work, r=8, p=1).derive(phrase.encode())


def _mac(file_key: bytes, head: bytes) -> bytes:
    key = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"header").derive(file_key)
    return hmac.digest(key, head, "sha256")


def _payload_cipher(file_key: bytes, nonce: bytes) -> ChaCha20Poly1305:
    kdf = HKDF(algorithm=hashes.SHA256(), length=32, salt=nonce, info=b"payload")
    return ChaCha20Poly1305(kdf.derive(file_key))


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def _encoded(data: bytes) -> bytes:
    return base64.b64encode(data).rstrip(b"=")


def _decoded(text: bytes) -> bytes:
    return base64.b64decode(text + b"=" * (-len(text) % 4))


def _is_canonical(*texts: bytes) -> bool:
    """Whether no spare bit of the last characters is set, which the format forbids."""
    return all(_encoded(_decoded(text)) == text for text in texts)
