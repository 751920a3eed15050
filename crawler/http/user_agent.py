"""Who asks (身份标识): a public office names itself to every server, and how to reach it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from contextlib import suppress
from functools import cache

from storage.base.errors import StoreUnavailable
from storage.base.request_policy import PRODUCT
from storage.base.settings import Settings
from storage.files.kept_json import keep_json, kept_json

_REACHABLE = re.compile(
    r"https?://[^\s()<>，。；、]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\+?\d[\d -]{5,}\d", re.ASCII
)
"""An address, an e-mail address or a telephone number in what the office wrote as its contact."""
_UNSAFE = re.compile(r"[^ -'*-\[\]-~]")
"""What may not stand in a comment of a header field (RFC 9110 §5.6.5): brackets, backslash, no ASCII."""
_STORED = "cache/office-name.json"
"""The office's name as it was read last, in the data folder: reading it costs .3 s of every start."""
MOST_NAME = 120
"""Characters of the office's name, chosen by hand: a header of some servers ends at 256."""


def user_agent(settings: Settings) -> str:
    """The User-Agent of this office: hubiao/0.1.0 (+https://… ; name; 0478-8200000).

    Header fields are ASCII (RFC 9110 §5.5): a Chinese name stands in pinyin (汉语拼音).
    """
    name = _UNSAFE.sub("", _stored_name(settings))[:MOST_NAME].strip()
    parts = [part for part in (settings.console_url, name, *_contacts(settings)) if part]
    who = "; ".join(dict.fromkeys(_UNSAFE.sub("", part) for part in parts)) or "public office"
    return f"{PRODUCT} (+{who})"


def _contacts(settings: Settings) -> tuple[str, ...]:
    """How to reach the office: a contact in ASCII as it stands; of another, its addresses and numbers,
    but no person's name. Without any, the address that mails come from."""
    contact = settings.office_contact.strip()
    if contact.isascii() and contact:
        return (contact,)
    reachable = tuple(match.strip() for match in _REACHABLE.findall(contact))
    sender = settings.mail_from
    return reachable or ((sender,) if not sender.endswith("@localhost") else ())


def _stored_name(settings: Settings) -> str:
    """The office's name in Latin letters, read anew where the office was called otherwise before."""
    name = settings.office_name
    if name.isascii():
        return name
    with suppress(OSError, ValueError):
        stored = kept_json(settings, _STORED)
        if isinstance(stored, list) and stored[:1] == [name] and len(stored) == 2:
            return str(stored[1])
    latin = latin_name(name)
    if latin and settings.home.is_dir():
        with suppress(StoreUnavailable):  # the crawl itself names a folder that takes nothing
            settings.folder("cache")
            keep_json(settings, _STORED, [name, latin])
    return latin


@cache
def latin_name(name: str) -> str:
    """The office's name in Latin letters: 示例局 is Shi Li Ju; what is no Chinese stays.

    pypinyin reads the name as a process of its own: its dictionaries of phrases take 55 MB, which
    a crawl would keep until its end for this one line.
    """
    if name.isascii():
        return name
    command = [
        sys.executable,
        "-m",
        "pypinyin",
        "-f",
        "slug",
        "-s",
        "NORMAL",
        "-p",
        " ",
        "--",
        name,
    ]
    reading = subprocess.run(
        command, capture_output=True, encoding="utf-8", env=os.environ | {"PYTHONUTF8": "1"}
    )
    return " ".join(syllable[:1].upper() + syllable[1:] for syllable in reading.stdout.split())
