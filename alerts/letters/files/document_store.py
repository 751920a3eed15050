"""The files of letters (文书文件): each under its own SHA-256 in the data folder, never overwritten."""

from __future__ import annotations

from alerts.letters.render.docx_package import digest
from storage.base.errors import Refused, StoreUnavailable
from storage.base.message import message_of
from storage.base.settings import Settings
from storage.files.vault import vault_of


def keep_document(settings: Settings, notice_id: int, content: bytes, suffix: str = ".docx") -> str:
    """Keep a document under its own SHA-256 in the data folder; nothing is ever overwritten.

    Returns the SHA-256. Raises StoreUnavailable.
    """
    folder = settings.folder("notices") / str(notice_id)
    name = digest(content)
    try:
        vault_of(settings).write(folder / f"{name}{suffix}", content)
    except OSError as error:
        raise StoreUnavailable("file.unwritable", path=folder, reason=message_of(error)) from error
    return name


def read_document(settings: Settings, notice_id: int, sha256: str, suffix: str = ".docx") -> bytes:
    """A document that was kept. Raises Refused when the file is gone or its content is another."""
    path = settings.home / "notices" / str(notice_id) / f"{sha256}{suffix}"
    try:
        content = vault_of(settings).read(path)
    except OSError:
        raise Refused("letter.document-missing", notice=notice_id, file=path.name) from None
    if digest(content) != sha256:
        raise Refused("letter.document-altered", notice=notice_id)
    return content
