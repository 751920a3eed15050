"""The parts of a mail that came back (MIME, RFC 2045–2046), read leniently.

Bounces break the standards in many ways: line ends of one kind or another, boundaries that never
close, headers before headers, a returned mail cut anywhere. Python's parser raises or recurses on
some of these, so that this reader splits text by lines, to a fixed depth, in linear time, and never
raises.
"""

from __future__ import annotations

import binascii
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

_DEPTH = 8
"""Levels of nested multiparts that are read; chosen by hand, bounces have three at most."""
_MOST_PARTS = 200
"""Parts of one mail that are read; chosen by hand, bounces have five."""
_MOST_VALUE = 8000
"""Characters of one header field that are read; chosen by hand, References are the longest."""
_CHARSETS = re.compile(
    r"(?:utf-?8|gb2312|gbk|gb18030|big5|iso-2022-(?:jp|kr)|shift_jis|euc-(?:jp|kr)"
    r"|iso-8859-\d{1,2}|windows-125\d|koi8-r|us-ascii)",
    re.I,
)
_BOUNDARY = re.compile(
    r"boundary[ \t]{0,9}=[ \t\n]{0,9}(?:\"([^\"\n]{1,200})\"|([^\s;\"]{1,200}))", re.I
)
_CHARSET = re.compile(r"charset[ \t]{0,9}=[ \t]{0,9}\"?([\w.-]{1,40})", re.I)
_FIELD = re.compile(r"^([!-9;-~]{1,80})[ \t]{0,9}:[ \t]*(.*(?:\n[ \t]+\S.*)*)$", re.M)
_SPACE = re.compile(r"[ \t\n]+")
"""Not all that Unicode calls space: the text is bytes as Latin-1, where 0x85 and 0xA0 are UTF-8."""
_ENCODED_WORD = re.compile(r"=\?([\w-]{1,40})\?([bq])\?([^?\s]{0,200})\?=", re.I)
_TAG = re.compile(r"<[^<>@]{0,2000}>")
_BREAK = re.compile(r"<(?:br|/p|/div|/tr|/li|/h\d|/pre)\b[^<>]{0,200}>", re.I)


class PartKind(Enum):
    """What a part is to the reader of a bounce."""

    TEXT = auto()
    STATUS = auto()
    """message/delivery-status (RFC 3464)."""
    COMPLAINT = auto()
    """message/feedback-report (RFC 5965)."""
    ORIGINAL = auto()
    """The returned mail, or its header alone (RFC 6522 §3)."""
    RECEIPT = auto()
    """message/disposition-notification (RFC 8098)."""


_KINDS = {
    "message/delivery-status": PartKind.STATUS,
    "message/global-delivery-status": PartKind.STATUS,
    "message/feedback-report": PartKind.COMPLAINT,
    "message/disposition-notification": PartKind.RECEIPT,
    "message/global-disposition-notification": PartKind.RECEIPT,
    "message/rfc822": PartKind.ORIGINAL,
    "message/global": PartKind.ORIGINAL,
    "message/partial": PartKind.ORIGINAL,
    "message/rfc822-headers": PartKind.ORIGINAL,
    "message/global-headers": PartKind.ORIGINAL,
    "text/rfc822-headers": PartKind.ORIGINAL,
    "text/rfc822-header": PartKind.ORIGINAL,
    "text/rfc822": PartKind.ORIGINAL,
}


@dataclass(frozen=True)
class MailPart:
    """One leaf of the mail, decoded, its lines ended by LF."""

    kind: PartKind
    text: str


@dataclass(frozen=True)
class ReturnedMail:
    """Header fields of the mail (lower-case names, unfolded, the first of a name) and its parts."""

    header: dict[str, str]
    parts: tuple[MailPart, ...]

    def texts(self, kind: PartKind) -> list[str]:
        """Texts of the parts of this kind, in order."""
        return [part.text for part in self.parts if part.kind is kind]


def read_parts(raw: bytes) -> ReturnedMail:
    """Read bytes with LF, CR or CRLF line ends, with or without an mbox line `From …`."""
    text = raw.decode("latin-1").replace("\r\n", "\n").replace("\r", "\n").lstrip("\n")
    if text.startswith(("From ", ">From ")):
        text = text.partition("\n")[2]
    return parts_of_text(text)


def parts_of_text(text: str) -> ReturnedMail:
    """Read a mail whose bytes stand as Latin-1 characters with LF line ends."""
    head, body = _split(text)
    header = header_fields(head)
    leaves = []
    for part in _leaves(header, body, _DEPTH):
        leaves.append(part)
        if len(leaves) == _MOST_PARTS:
            break
    return ReturnedMail(header, tuple(leaves))


def header_fields(head: str) -> dict[str, str]:
    """Lower-case names and unfolded values; the first of a name wins."""
    fields: dict[str, str] = {}
    for match in _FIELD.finditer(head):
        value = match[2][:_MOST_VALUE]
        fields.setdefault(match[1].lower(), _SPACE.sub(" ", value).strip(" "))
    return fields


def header_text(value: str) -> str:
    """A field's value as people read it: encoded words (RFC 2047) and bare UTF-8 decoded."""
    plain = _text_of(value.encode("latin-1", "replace"), "utf-8")
    return _ENCODED_WORD.sub(_word, plain)


def _word(match: re.Match[str]) -> str:
    letters = match[3].encode("ascii", "replace")
    is_base64 = match[2] in "bB"
    raw = _base64(letters) if is_base64 else binascii.a2b_qp(letters, header=True)
    return _text_of(raw, match[1])


def _split(text: str) -> tuple[str, str]:
    """Header and body; a part that starts with a blank line has no header."""
    if text.startswith("\n"):
        return "", text[1:]
    head, _, body = text.partition("\n\n")
    return head, body


def _leaves(header: dict[str, str], body: str, depth: int) -> Iterator[MailPart]:
    content_type = header.get("content-type", "text/plain")
    kind = content_type.partition(";")[0].strip().lower()
    boundary = _BOUNDARY.search(content_type)
    if kind.startswith("multipart/") and boundary and depth:
        sections = _sections(body, (boundary[1] or boundary[2]).rstrip())
        for section in sections:
            head, content = _split(section)
            fields = header_fields(head)
            if "message-id" in fields:  # a mail that stands there without a header of its part
                yield MailPart(PartKind.ORIGINAL, section)
            else:
                yield from _leaves(fields, content, depth - 1)
        if sections:
            return
    if kind in _KINDS:
        yield MailPart(_KINDS[kind], _decoded(header, body))
    elif kind.startswith(("text/", "multipart/")) or "/" not in kind:
        text = _decoded(header, body)
        yield MailPart(PartKind.TEXT, _plain(text) if kind == "text/html" else text)


def _sections(body: str, boundary: str) -> list[str]:
    """What stands between the delimiter lines; the last may lack its end."""
    delimiter = re.compile(rf"^--{re.escape(boundary)}(--)?[ \t]*(?:\n|\Z)", re.M)
    sections: list[str] = []
    start: int | None = None
    for match in delimiter.finditer(body):
        if start is not None:
            sections.append(body[start : match.start()])
        start = None if match[1] else match.end()
        if len(sections) == _MOST_PARTS:
            return sections
    if start is not None:
        sections.append(body[start:])
    return sections


def _decoded(header: dict[str, str], body: str) -> str:
    coding = header.get("content-transfer-encoding", "").partition(";")[0].strip().lower()
    raw = body.encode("latin-1", "replace")
    if coding == "base64":
        raw = _base64(raw)
    elif coding == "quoted-printable":
        raw = binascii.a2b_qp(raw)
    charset = _CHARSET.search(header.get("content-type", ""))
    return _text_of(raw, charset[1] if charset else "utf-8")


def _text_of(raw: bytes, charset: str) -> str:
    name = charset if _CHARSETS.fullmatch(charset) else "utf-8"
    try:
        text = raw.decode(name, "replace")
    except (LookupError, ValueError):
        text = raw.decode("utf-8", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _base64(raw: bytes) -> bytes:
    """Decode what is there; a cut tail is dropped, and plain text under a false label stays."""
    letters = re.sub(rb"[^A-Za-z0-9+/]", b"", raw)
    if b":" in raw or b"@" in raw:
        return raw
    return binascii.a2b_base64(letters[: len(letters) // 4 * 4] + b"====") if letters else b""


def _plain(text: str) -> str:
    return html.unescape(_TAG.sub("", _BREAK.sub("\n", text)))
