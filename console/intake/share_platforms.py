"""The platforms whose share texts are understood (分享平台), as `share_platforms.yml` names them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from storage.files.yaml_file import load_own_yaml

_FILE = Path(__file__).with_name("share_platforms.yml")


@dataclass(frozen=True, kw_only=True)
class SharePlatform:
    """One platform and how its share texts name it."""

    title: str
    platform: str
    labels: tuple[str, ...]
    hosts: tuple[str, ...]
    words: tuple[str, ...]
    signs: tuple[str, ...] = ()


@cache
def share_platforms() -> tuple[SharePlatform, ...]:
    """All platforms, in the order in which they are tried."""
    return tuple(
        SharePlatform(
            title=entry["title"],
            platform=entry["platform"],
            labels=tuple(entry["labels"]),
            hosts=tuple(entry["hosts"]),
            words=tuple(entry["words"]),
            signs=tuple(entry.get("signs", ())),
        )
        for entry in load_own_yaml(_FILE.read_text(encoding="utf-8"), _FILE.name)
    )


def host_matches(host: str, platform: SharePlatform) -> bool:
    """Whether a host is one of the platform's or below it."""
    return any(host == name or host.endswith(f".{name}") for name in platform.hosts)


def platform_of(label: str | None, url: str | None, text: str) -> SharePlatform | None:
    """By the label in front, else its signs, the address, the words."""
    platforms = share_platforms()
    if label:
        for platform in platforms:
            if label in platform.labels:
                return platform
    for platform in platforms:
        if any(sign in text for sign in platform.signs):
            return platform
    host = (urlsplit(url).hostname or "") if url else ""
    for platform in platforms:
        if host and host_matches(host, platform):
            return platform
    return next((p for p in platforms if any(word in text for word in p.words)), None)


def label_names() -> tuple[str, ...]:
    """Every label, the longest first."""
    names = {label for platform in share_platforms() for label in platform.labels}
    return tuple(sorted(names, key=len, reverse=True))
