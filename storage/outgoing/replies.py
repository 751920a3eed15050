"""Replies (答复) of the other side to a mail or a webhook message, as a row holds them."""

from __future__ import annotations

from storage.base.message import Message

_LONGEST = 500
"""Characters of a reply that are stored; chosen by hand."""


def reply_message(reply: Message | str) -> Message:
    """What the other side said, cut; or the message of what kept it from saying anything."""
    return reply if isinstance(reply, Message) else Message("text", {"text": reply[:_LONGEST]})
