"""What an entry holds of a row (内容哈希): enough to prove the row's values without repeating them."""

from __future__ import annotations

import hashlib
import json


def content_hash(*values: object) -> str:
    """SHA-256 over the canonical JSON of values that JSON can hold."""
    text = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def mail_hash(sender: str, recipient: str, subject: str, message_id: str, body: bytes) -> str:
    """What an entry holds of a mail: who gets which bytes from whom."""
    body_sha256 = hashlib.sha256(body).hexdigest()
    return content_hash(sender, recipient, subject, message_id, body_sha256)
