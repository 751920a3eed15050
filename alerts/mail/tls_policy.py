"""What every connection to a mail server of the office's own obeys (邮件服务器): TLS whose certificate
is checked, clear text to this machine alone."""

from __future__ import annotations

import socket
import ssl
from ipaddress import ip_address
from pathlib import Path

from storage.base.errors import BadInput
from storage.base.message import Message, message_of
from storage.net.deadline import Deadline


def trusting(authority: Path | None, setting: str) -> ssl.SSLContext:
    """TLS that trusts the system's authorities or the one in this file. Raises BadInput."""
    try:
        return ssl.create_default_context(cafile=authority)
    except (OSError, ssl.SSLError) as error:
        raise BadInput(
            "mail-setting.authority",
            setting=setting,
            variable=variable(setting),
            path=authority,
            reason=connection_reason(error),
        ) from error


def is_loopback(host: str) -> bool:
    """Whether the host is this machine, by its name or address."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def refuse_clear_text(tls: str, host: str, setting: str) -> None:
    """Raises BadInput when the settings would send in clear over a network."""
    if tls == "none" and not is_loopback(host):
        raise BadInput("mail-setting.clear-text", setting=setting, variable=variable(setting))


def connect(
    host: str, port: int, deadline: Deadline, *, step: float, tls: ssl.SSLContext | None
) -> socket.socket:
    """A connection to a mail server of the office's own, at once in TLS where a context is named;
    each read on it may take `step` seconds. Raises OSError."""
    plain = deadline.wait_for(lambda: socket.create_connection((host, port), deadline.remaining))
    plain.settimeout(step)
    if tls is None:
        return plain
    try:
        with deadline.ends(plain):
            return tls.wrap_socket(plain, server_hostname=host)
    except OSError:
        plain.close()
        raise


def variable(setting: str) -> str:
    """The environment variable of a setting."""
    return f"HUBIAO_{setting.upper()}"


def connection_reason(error: Exception) -> Message:
    """Why a connection failed."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return Message("connection.certificate", {"reason": error.verify_message})
    return message_of(error)
