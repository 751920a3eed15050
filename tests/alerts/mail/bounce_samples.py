"""Bounces in the structures that mail servers use, written for these tests."""

from __future__ import annotations

ID = "<a-1@office.example>"
HEADER = (
    f"From: office@office.example\nTo: brand@holder.example\nMessage-ID: {ID}\nSubject: alert\n"
)


def plain(
    text: str, *, sender: str = "MAILER-DAEMON@mx.example", subject: str = "", more: str = ""
) -> str:
    """A mail of one text part."""
    return (
        f"Return-Path: <>\nFrom: {sender}\nTo: office@office.example\nMessage-ID: <b-2@mx.example>\n"
        f"{more}Subject: {subject}\n\n{text}"
    )


def parted(
    *parts: str, kind: str = "mixed", subject: str = "", sender: str = "MAILER-DAEMON@mx.example"
) -> str:
    """A mail of several parts; each starts with its own header."""
    body = "".join(f"--=_b\n{part}\n" for part in parts)
    more = f'MIME-Version: 1.0\nContent-Type: multipart/{kind};\n boundary="=_b"\n'
    return plain(f"preamble\n{body}--=_b--\n", sender=sender, subject=subject, more=more)


RETURNED = f"Content-Type: message/rfc822\n\n{HEADER}\nbody 550 5.1.1\n"
STATUS = (
    "Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n"
    "Final-Recipient: rfc822; brand@holder.example\nAction: {action}\nStatus: {status}\n"
)


def status_report(action: str, status: str) -> str:
    return parted(STATUS.format(action=action, status=status), RETURNED, kind="report")


EXIM = plain(
    "This message was created automatically by mail delivery software.\n\n"
    "A message that you sent could not be delivered to all of its recipients.\n\n"
    "  brand@holder.example\n    {reason}\n\n"
    "------ This is a copy of the message, including all the headers. ------\n\n"
    f"Received: from x by y\n{HEADER}\nhello\n",
    subject="Mail delivery failed: returning message to sender",
    more="X-Failed-Recipients: brand@holder.example\nAuto-Submitted: auto-replied\n",
)
QMAIL = plain(
    "Hi. This is the qmail-send program at mx.example.\nI'm afraid I wasn't able to deliver your"
    " message.\n\n<brand@holder.example>:\n{reason}\n\n"
    f"--- Below this line is a copy of the message.\n\nReturn-Path: <office@office.example>\n{HEADER}\nx",
    subject="failure notice",
)
SENDMAIL = parted(
    "\n   ----- The following addresses had {reason} errors -----\n<brand@holder.example>\n",
    f"Content-Type: text/rfc822-headers\n\n{HEADER}",
    subject="Returned mail: see transcript",
)
EXCHANGE = plain(
    "Your message did not reach some or all of the intended recipients.\n\n"
    "The following recipient(s) could not be reached:\n\n  brand\n      {reason}\n\n"
    f"Original message headers:\n\nReceived: from x\n{HEADER}",
    subject="Undeliverable: alert",
    sender="System Administrator <postmaster@holder.example>",
)
NOTES = parted(
    "Content-Type: text/plain\n\n------- Failure Reasons  --------\n\n{reason}\nbrand@holder.example\n",
    f"Content-Type: message/rfc822\n\n{HEADER}",
    subject="Delivery failure",
)
HEADERLESS = parted(
    "Content-Type: text/plain\n\n{reason}\n", f"{HEADER}\nhello", subject="Returned Mail"
)
QUOTED = plain(
    f"{{reason}}\n\n> Received: from x\n> Message-ID:\n>   {ID}\n> hello",
    subject="Undelivered Mail Returned to Sender",
)
REFERENCES = plain(
    "{reason}\n",
    subject="Delivery Status Notification (Failure)",
    more=f"References: <c@x>\n {ID}\n",
)
