"""What a bounce says of the mail: failed, delayed, delivered, or a complaint (投诉) of its reader.

In this order: a feedback report (RFC 5965), the fields of a status report (RFC 3464), a reply or
status code in the text (RFC 5321 §4.2.1, RFC 3463 §2), the standard phrases. Only the first two
speak for themselves; text counts in a mail that a mail server wrote, and never in an auto-reply
(RFC 3834) or a receipt (RFC 8098).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from alerts.mail.bounce_parts import PartKind, ReturnedMail, header_text
from alerts.mail.bounce_phrases import (
    ANSWER_SUBJECT,
    AUTO_REPLY_SUBJECT,
    BOUNCE_SUBJECT,
    DELAYED,
    DELIVERED,
    FAILED,
    FEEDBACK_SUBJECT,
    GIVEN_UP,
)

COMPLAINT = "complaint"
_ACTION = re.compile(r"^[ \t]{0,9}Action[ \t]{0,9}:[ \t]*([A-Za-z-]{1,20})", re.I | re.M)
_STATUS = re.compile(r"^[ \t]{0,9}Status[ \t]{0,9}:[ \t]*(([245])\.\d{1,3}\.\d{1,3})", re.I | re.M)
_DIAGNOSTIC = re.compile(
    r"^[ \t]{0,9}Diagnostic-Code[ \t]{0,9}:[ \t]*(.{0,600}(?:\n[ \t]+\S.{0,600}){0,9})", re.I | re.M
)
_FEEDBACK_TYPE = re.compile(r"^[ \t]{0,9}Feedback-Type[ \t]{0,9}:[ \t]*([\w-]{1,40})", re.I | re.M)
_ENHANCED = re.compile(r"(?<![\w.-])([45])\.[0-7]\.\d{1,3}(?![\w-]|\.\d)")
_REPLY = re.compile(
    r"(?:^|said|says?|error|code|response|reply|status|SMTP|RCPT TO|DATA|<<<|[:;,(>\[\]=])"
    r"[ \t:]{0,9}[\"'(#<]?([45])[0-5]\d(?=[ \-)\]:,;.>\"']|$)",
    re.I | re.M,
)
_DAEMON = re.compile("mailer-?daemon", re.I)
_MACHINE = re.compile(
    r"mailer-?daemon|poo?st[_-]?master|mail[ .]?deliver\w*[ .]?(?:system|subsystem|service)|"
    r"^\s*<>|mail administrator|system administrator|\bmmsc\b|^\s*\"?mail system",
    re.I,
)
_WORDS = {
    "fail": "failed", "failure": "failed", "error": "failed", "expired": "failed",
    "undeliverable": "failed", "bounced": "failed", "delay": "delayed", "deferred": "delayed",
    "deliverable": "delivered", "success": "delivered",
}  # fmt: skip
"""Actions that servers write for those of RFC 3464 §2.3.3."""
_ACTIONS = frozenset({"failed", "delayed", "delivered", "relayed", "expanded"})
_BY_CLASS = {"2": "delivered", "4": "delayed", "5": "failed"}


@dataclass(frozen=True)
class BounceOutcome:
    """failed, delayed, delivered, relayed, expanded or complaint; and the server's words."""

    action: str
    why: str


def read_outcome(mail: ReturnedMail, words: str) -> BounceOutcome | None:
    """What the mail says; `words` is its text before the returned mail. None for any other mail."""
    for text in mail.texts(PartKind.COMPLAINT):
        kind = _FEEDBACK_TYPE.search(text)
        return BounceOutcome(COMPLAINT, kind[1] if kind else "abuse")
    for text in mail.texts(PartKind.STATUS):
        if outcome := _of_fields(text):
            return outcome
    if mail.texts(PartKind.RECEIPT) or _is_auto_reply(mail):
        return None
    subject = header_text(mail.header.get("subject", ""))
    if FEEDBACK_SUBJECT.search(subject) and mail.texts(PartKind.ORIGINAL):
        return BounceOutcome(COMPLAINT, subject)
    if not _reads_as_a_servers(mail):
        return None
    return _of_fields(words) or _of_words(subject + "\n" + words)


def _of_fields(text: str) -> BounceOutcome | None:
    """The first recipient's block with an action: our mails have one recipient."""
    blocks = re.split(r"\n[ \t]*\n", text)
    block = next((b for b in blocks if _ACTION.search(b)), None)
    if block is None:
        block = next((b for b in blocks if _STATUS.search(b)), None)
    if block is None:
        return None
    action, status = _ACTION.search(block), _STATUS.search(block) or _STATUS.search(text)
    diagnostic = _DIAGNOSTIC.search(block) or _DIAGNOSTIC.search(text)
    why = f"{status[1] if status else ''} {diagnostic[1] if diagnostic else ''}".strip()
    word = action[1].lower() if action else ""
    word = _WORDS.get(word, word)
    if word in _ACTIONS:
        return BounceOutcome(word, why)
    return BounceOutcome(_BY_CLASS[status[2]], why) if status else None


def _of_words(text: str) -> BounceOutcome | None:
    # By lines: a pattern with blanks before the line's end begins anew at each of a million blanks.
    joined = " ".join(line.strip(" \t") for line in text.split("\n"))
    for pattern, action in ((DELAYED, "delayed"), (GIVEN_UP, "failed")):
        if match := pattern.search(joined):
            return BounceOutcome(action, _around(joined, match))
    codes = [match for pattern in (_ENHANCED, _REPLY) for match in pattern.finditer(text)]
    if codes:
        code = max(codes, key=lambda match: match[1])
        return BounceOutcome(_BY_CLASS[code[1]], _around(text, code))
    for pattern, action in ((FAILED, "failed"), (DELIVERED, "delivered")):
        if match := pattern.search(joined):
            return BounceOutcome(action, _around(joined, match))
    return None


def _around(text: str, match: re.Match[str]) -> str:
    return text[max(0, match.start() - 60) : match.end() + 200]


def _is_auto_reply(mail: ReturnedMail) -> bool:
    header = mail.header
    return (
        AUTO_REPLY_SUBJECT.search(header_text(header.get("subject", ""))) is not None
        or bool({"x-autoreply", "x-autorespond", "x-apple-action"} & header.keys())
        or header.get("precedence", "").lower() == "auto_reply"
        or "vacation" in header.get("auto-submitted", "").lower()
    )


def is_of_a_server(mail: ReturnedMail) -> bool:
    """By its sender, or by the report in it."""
    return (
        "x-failed-recipients" in mail.header
        or bool(mail.texts(PartKind.STATUS))
        or _MACHINE.search(mail.header.get("from", "")) is not None
    )


def _reads_as_a_servers(mail: ReturnedMail) -> bool:
    """By its sender or subject, or because it returns a mail on a null return path.

    A null return path alone is also that of an auto-reply, and a person's may return our mail too.
    """
    subject = header_text(mail.header.get("subject", ""))
    if ANSWER_SUBJECT.search(subject) and "x-failed-recipients" not in mail.header:
        return _DAEMON.search(mail.header.get("from", "")) is not None
    null_path = mail.header.get("return-path", "").replace(" ", "") == "<>"
    is_reply = "auto-replied" in mail.header.get("auto-submitted", "").lower()
    return (
        is_of_a_server(mail)
        or (null_path and not is_reply and bool(mail.texts(PartKind.ORIGINAL)))
        or BOUNCE_SUBJECT.search(subject) is not None
    )
