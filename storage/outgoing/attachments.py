"""Files that strangers hand in (附件): checked by content, kept by hash, never run or shown.

A file lies under its SHA-256 without a suffix, not executable, so that nothing on this machine
opens it by itself; it is given out only as a download under a name of ours.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from storage.base.errors import BadInput, NotFound, StoreUnavailable
from storage.base.message import message_of
from storage.base.settings import Settings
from storage.files.vault import vault_of
from storage.records.attachment import Attachment

MOST_BYTES, MOST_FILES = 10 * 2**20, 5
"""Bytes of one attachment and attachments of one answer, chosen by hand: a holder sends a few
photographs or scans."""

_STARTS = {
    b"%PDF-": "application/pdf",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
}
_HASH = re.compile(r"[0-9a-f]{64}")


def keep_attachment(settings: Settings, name: str, content: bytes) -> Attachment:
    """Keep one PDF, PNG or JPEG of at most 10 MiB. Raises BadInput, StoreUnavailable."""
    if not 0 < len(content) <= MOST_BYTES:
        raise BadInput("attachment.size", name=plain_name(name), mebibytes=MOST_BYTES // 2**20)
    media_type = _media_type(content)
    if media_type is None:
        raise BadInput("attachment.type", name=plain_name(name))
    return keep_content(settings, name, media_type, content)


def keep_content(settings: Settings, name: str, media_type: str, content: bytes) -> Attachment:
    """Keep content that was checked, under its hash. Raises StoreUnavailable."""
    described = attachment_of(name, media_type, content)
    sha256 = described.sha256
    path = settings.folder(f"attachments/{sha256[:2]}") / sha256
    try:
        vault_of(settings).write(path, content)
        path.chmod(0o600)
    except OSError as error:
        raise StoreUnavailable("file.unwritable", path=path, reason=message_of(error)) from error
    return described


def attachment_of(name: str, media_type: str, content: bytes) -> Attachment:
    """What `keep_content` returns, while nothing is kept yet."""
    sha256 = hashlib.sha256(content).hexdigest()
    return Attachment(name=plain_name(name), type=media_type, size=len(content), sha256=sha256)


def attachment_type(content: bytes) -> str:
    """The media type of a kept file. Raises BadInput for a file that is none of these."""
    if (media_type := _media_type(content)) is None:
        raise BadInput("attachment.type", name="")
    return media_type


def _media_type(content: bytes) -> str | None:
    return next((kind for start, kind in _STARTS.items() if content.startswith(start)), None)


def is_kept(settings: Settings, sha256: str) -> bool:
    """Whether a file of this hash was handed in."""
    return _path(settings, sha256).is_file()


def read_attachment(settings: Settings, sha256: str) -> bytes:
    """The content of a kept file. Raises NotFound when it is absent or was changed."""
    path = _path(settings, sha256)
    if not _HASH.fullmatch(sha256) or not path.is_file():
        raise NotFound("attachment.unknown")
    content = vault_of(settings).read(path)
    if hashlib.sha256(content).hexdigest() != sha256:
        raise NotFound("attachment.altered", sha256=sha256)
    return content


def remove_attachment(settings: Settings, sha256: str) -> None:
    """Remove a kept file whose time is over, if it is there. Raises StoreUnavailable."""
    path = _path(settings, sha256)
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise StoreUnavailable("file.undeletable", path=path, reason=message_of(error)) from error


def _path(settings: Settings, sha256: str) -> Path:
    return settings.home / "attachments" / sha256[:2] / sha256


def plain_name(name: str) -> str:
    """A sender's name of a file without folders and odd signs, at most 80 characters."""
    last = re.split(r"[/\\]", name)[-1]
    return re.sub(r"[^\w.()（）\- ]", "_", last)[-80:] or "附件"
