"""What every connection to a mail server of the office's own obeys (邮件服务器): TLS whose certificate
is checked, clear text to this machine alone."""

from __future__ import annotations

import ssl
from ipaddress import ip_address
from pathlib import Path

from storage.base.errors import BadInput


def trusting(authority: Path | None, setting: str) -> ssl.SSLContext:
    """TLS that trusts the system's authorities or the one in this file. Raises BadInput."""
    try:
        return ssl.create_default_context(cafile=authority)
    except (OSError, ssl.SSLError) as error:
        raise BadInput(
            f"setting '{setting}' (HUBIAO_{setting.upper()}): cannot read {authority}:"
            f" {words(error)}"
        ) from error


def is_loopback(host: str) -> bool:
    """Whether the host is this machine, by its name or address."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def words(error: Exception) -> str:
    """What a failed connection says, on one line."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"certificate not trusted: {error.verify_message}"
    said = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return " ".join(said.split()) or type(error).__name__
