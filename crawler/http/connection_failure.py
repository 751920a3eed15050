"""Why no connection came about (连接失败原因), so that a person knows what to do about it."""

from __future__ import annotations

import errno
import socket
import ssl
from collections.abc import Iterator

import aiohttp

from storage.base.message import Message

_ERRNO = {
    errno.ECONNREFUSED: Message("connection.refused"),
    errno.ECONNRESET: Message("connection.lost"),
    errno.EPIPE: Message("connection.lost"),
    errno.ENETUNREACH: Message("connection.no-route"),
    errno.EHOSTUNREACH: Message("connection.no-route"),
    errno.ETIMEDOUT: Message("connection.timeout"),
}
_CERTIFICATE = {
    9: Message("certificate.not-yet-valid"),
    10: Message("certificate.expired"),
    18: Message("certificate.self-signed"),
    19: Message("certificate.self-signed"),
    20: Message("certificate.unknown-issuer"),
    21: Message("certificate.unknown-issuer"),
    62: Message("certificate.other-name"),
}
"""What OpenSSL's verification found (x509_vfy.h, X509_V_ERR_…)."""


def connection_reason(error: BaseException) -> Message:
    """What kept a connection from coming about; an unusual reason stands in its own words."""
    for cause in _causes(error):
        if isinstance(cause, socket.gaierror):
            is_unknown = cause.errno in (socket.EAI_NONAME, _NO_DATA)
            return Message("connection.name-unknown" if is_unknown else "connection.name-service")
        if isinstance(cause, OSError) and cause.errno in _ERRNO:
            return _ERRNO[cause.errno]
        if isinstance(cause, ssl.SSLError):
            return Message("connection.tls")
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return Message("connection.name-unknown")
    if isinstance(error, aiohttp.ServerDisconnectedError | aiohttp.ClientPayloadError):
        return Message("connection.lost")
    return Message("text", {"text": one_line(error)})


def certificate_reason(error: BaseException) -> Message:
    """What is wrong with a certificate."""
    for cause in _causes(error):
        code = getattr(cause, "verify_code", None)
        if code in _CERTIFICATE:
            return _CERTIFICATE[code]
    return Message("text", {"text": one_line(error)})


def one_line(error: BaseException) -> str:
    """The words of an error without line breaks, 200 characters at most."""
    return " ".join(str(error).split())[:200] or type(error).__name__


_NO_DATA = getattr(socket, "EAI_NODATA", socket.EAI_NONAME)
"""The name exists without an address; glibc names it, POSIX does not."""


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error, and what it was raised for, innermost last."""
    cause: BaseException | None = error
    for _ in range(5):
        if cause is None:
            return
        yield cause
        for name in ("os_error", "certificate_error", "__cause__", "__context__"):
            inner = getattr(cause, name, None)
            if isinstance(inner, BaseException) and inner is not cause:
                cause = inner
                break
        else:
            return
