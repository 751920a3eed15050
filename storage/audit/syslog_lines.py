"""The audit as syslog messages (RFC 5424), for an office's log server (日志审计)."""

from __future__ import annotations

import json
import re
import socket
from datetime import UTC

from storage.tables import AuditRow

_PRIORITY = 13 * 8 + 5
"""RFC 5424 §6.2.1: facility 13 (log audit), severity 5 (notice)."""
_ELEMENT = "hubiao@32473"
"""§6.3.2 wants an enterprise number; 32473 is the one of RFC 5612 for whoever has none of her own."""
_NAME = re.compile(r"[^\x21-\x7e]")


def syslog_line(row: AuditRow, host: str | None = None) -> bytes:
    """One entry as one message: its keys as structured data, its details as JSON in UTF-8."""
    at = row.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    name = _NAME.sub("", host or socket.gethostname())[:255] or "-"
    act = _NAME.sub("", row.act)[:32] or "-"
    data = "".join(
        f' {key}="{_escaped(str(value))}"'
        for key, value in (
            ("id", row.id),
            ("actor", row.actor),
            ("subject", row.subject),
            ("hash", row.hash),
            ("previous", row.previous),
        )
    )
    detail = json.dumps(row.detail, ensure_ascii=False, sort_keys=True)
    head = f"<{_PRIORITY}>1 {at} {name} hubiao - {act} [{_ELEMENT}{data}] "
    text = f"{row.act} {row.subject} {detail}"
    # A lone surrogate of a page has no UTF-8; the entry's hash still proves it.
    return head.encode("utf-8", "replace") + b"\xef\xbb\xbf" + text.encode("utf-8", "replace")


def _escaped(value: str) -> str:
    """§6.3.3: a quotation mark, a backslash and a closing bracket are escaped; controls have no place."""
    text = re.sub(r"[\x00-\x1f\x7f]", " ", value)
    return re.sub(r'(["\\\]])', r"\\\1", text)
