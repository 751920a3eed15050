"""Names of files that a browser saves (RFC 6266, RFC 8187)."""

from __future__ import annotations

from urllib.parse import quote


def download_headers(name: str, *, plain: str | None = None) -> dict[str, str]:
    """The header by which an answer is saved under a name of any script; `plain`, in ASCII, is for programs
    that read no other."""
    fallback = "" if plain is None else f' filename="{plain}";'
    return {"content-disposition": f"attachment;{fallback} filename*=UTF-8''{quote(name)}"}
