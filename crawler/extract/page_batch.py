"""Many saved pages in one go: each read for itself, a page that fails does not stop the others."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crawler.extract.saved_page import explain_saved
from crawler.platform.profile import Profile
from storage.base.errors import BadInput, HubiaoError
from storage.base.message import Message, message_of
from storage.files.text_file import read_text


@dataclass(frozen=True, kw_only=True)
class BatchPage:
    """One line of a batch: a file beside the list, and what its server said of it."""

    path: Path
    url: str
    content_type: str = ""
    """As the server sent it; empty: unknown."""
    status: int = 200


@dataclass(frozen=True, kw_only=True)
class BatchAnswer:
    """What one page says, or why it could not be read."""

    url: str
    reading: Mapping[str, Any] | None = None
    error: Message | None = None

    def to_json(self) -> dict[str, object]:
        """The keys `url`, `kind`, `listing`, `links`, or `url` and `error`."""
        if self.reading is None:
            return {"url": self.url, "error": str(self.error)}
        return {"url": self.url, **self.reading}


def read_batch(file: Path) -> Iterator[BatchPage]:
    """The lines of a batch; paths are relative to the file. Raises BadInput with the line's number."""
    for number, line in enumerate(read_text(file).splitlines(), 1):
        if line.strip():
            yield _page(file, number, line)


def _page(file: Path, number: int, line: str) -> BatchPage:
    try:
        entry = json.loads(line)
        path, url = entry["path"], entry["url"]
        status = entry.get("status")
        page = BatchPage(
            path=file.parent / path,
            url=str(url),
            content_type=str(entry.get("content_type") or ""),
            status=200 if status is None else int(status),
        )
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise BadInput("batch.broken-line", file=file, line=number, reason=repr(error)) from error
    return page


def answer_page(page: BatchPage, charset: str | None, profile: Profile | None) -> BatchAnswer:
    """One page of a batch; a page that cannot be read says why instead of raising."""
    try:
        traced = explain_saved(page.path, page.url, profile, charset=charset, status=page.status)
        return BatchAnswer(url=page.url, reading=traced.reading.to_json())
    except HubiaoError as error:
        return BatchAnswer(url=page.url, error=message_of(error))
    except Exception as error:  # a page that breaks a reader stops no other page
        reason = Message("page.reader-failed", {"reason": f"{type(error).__name__}: {error}"})
        return BatchAnswer(url=page.url, error=reason)
