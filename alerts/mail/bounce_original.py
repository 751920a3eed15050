"""Which mail came back: the Message-ID of the original, and where the server's own words end."""

from __future__ import annotations

import re

from alerts.mail.bounce_outcome import is_of_a_server
from alerts.mail.bounce_parts import PartKind, ReturnedMail

_LINE = re.compile(
    r"^[>|# \t*\"]{0,20}(?:x-)?(?:original-)?message[ -]?id[ \t]{0,9}(?:[:=][ \t]*)"
    r"(?:\n[>| \t]{1,20})?[\"']?(?:<([^<>\s]{3,190})>|([^<>\s\"']{1,120}@[^<>\s\"',;]{1,120}))",
    re.I | re.M,
)
_IN_PROSE = re.compile(r"message-id of <?([^<>\s]{1,120}@[^<>\s]{1,120})>?", re.I)
_BRACKETS = re.compile(r"<([^<>\s]{3,190})>")
_COPY = re.compile(
    r"^[>|# \t*=_-]{0,80}(?:below this line is a copy of the message"
    r"|this is a copy of (?:the|your) message|(?:your )?original message(?: headers| follows)?\b"
    r"|bounced e-?mail|returned message|message header|unsent message|included is a copy"
    r"|begin(?:ning)? of (?:the )?(?:message|original)).{0,80}$"
    r"|^[>|# \t]{0,20}(?:received: (?:from|by|\(qmail)|return-path: ?<)",
    re.I | re.M,
)
_MOST_WORDS = 2**16
"""Characters of a server's own words that are read; chosen by hand, bounces have some thousand."""


def server_words(mail: ReturnedMail) -> str:
    """Text before the copy of the original, which may itself speak of codes and failures."""
    words = []
    for text in mail.texts(PartKind.TEXT):
        end = min(len(text), _MOST_WORDS)
        for pattern in (_COPY, _LINE):
            if (match := pattern.search(text, 0, end)) and text[: match.start()].strip():
                end = text.rfind("\n\n", 0, match.start()) if pattern is _LINE else match.start()
                end = end if end > 0 else match.start()
        words.append(text[:end])
    return "\n".join(words)[:_MOST_WORDS]


def original_id(mail: ReturnedMail) -> str | None:
    """Message-ID in angle brackets: of the returned part, of a field, of the text, of the header.

    The header names what a mail answers; a person's does so too, so that it counts in a server's mail
    only.
    """
    for kind in (PartKind.ORIGINAL, PartKind.STATUS, PartKind.COMPLAINT, PartKind.TEXT):
        for text in mail.texts(kind):
            if match := _LINE.search(text):
                return f"<{match[1] or match[2]}>"
    for text in mail.texts(PartKind.TEXT):
        if match := _IN_PROSE.search(text):
            return f"<{match[1]}>"
    if not is_of_a_server(mail):
        return None
    for name in ("in-reply-to", "references"):
        if ids := _BRACKETS.findall(mail.header.get(name, "")):
            return f"<{ids[-1]}>"
    return None
