"""Pictures in their original size: the shop needs no thumbnail package."""

from __future__ import annotations

from typing import Any

from oscar.core.thumbnails import AbstractThumbnailer


class OriginalImage(AbstractThumbnailer):
    """Every thumbnail is the stored picture itself."""

    def generate_thumbnail(self, source: Any, **opts: Any) -> Any:
        return source

    def delete_thumbnails(self, source: Any) -> None:
        """There are none apart from the originals."""
