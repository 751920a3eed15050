"""Checks of the machine and of the servers that the office named: each tries the thing for real."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path

from console.health.finding import HealthReport, advice, failed, passed, verbatim
from storage.base.errors import HubiaoError
from storage.base.message import Message
from storage.base.settings import Settings
from storage.net.address_policy import AddressPolicy
from storage.net.guarded_fetch import fetch
from storage.sandbox.confinement import confinement

_CLOCK_SECONDS = 60.0
"""Seconds between our clock and a server's that is no network delay; chosen by hand, far below the five
minutes from which a time-stamp is refused."""
_ANSWER_SECONDS = 10.0
"""Seconds that a server may take to answer; chosen by hand."""
_UNSYNCHRONISED = 0x40
"""STA_UNSYNC of adjtimex(2)."""


def check_browser(_settings: Settings) -> HealthReport:
    """Launch the browser that takes evidence."""
    from crawler.browser.launch import find_browser

    return passed(verbatim(find_browser("full").path))


def check_fonts(_settings: Settings) -> HealthReport:
    """Look for a Chinese font."""
    if shutil.which("fc-list") is None:
        return failed(Message("doctor.no-fontconfig"))
    families = subprocess.run(
        ["fc-list", ":lang=zh", "family"], capture_output=True, text=True, check=False, timeout=30
    ).stdout.split("\n")
    if not any(families):
        return failed(Message("doctor.no-fonts"))
    return passed(verbatim(min(filter(None, families))))


def check_front_end(_settings: Settings) -> HealthReport:
    """Look for the libraries that the pages load."""
    vendor = Path(__file__).parents[1] / "static" / "vendor"
    names = sorted(path.name for path in vendor.glob("*.js"))
    if not names:
        return failed(Message("doctor.no-front-end"))
    return passed(verbatim(", ".join(names)))


def check_office_suite(_settings: Settings) -> HealthReport:
    """Look for the program that sets letters as PDF."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    return passed(verbatim(program) if program else Message("doctor.weasyprint"))


def check_confinement(_settings: Settings) -> HealthReport:
    """Try whether a process that reads foreign files can be kept off the network and the disk."""
    means = confinement()
    if means.network and means.files:
        return passed(Message("doctor.confined"))
    return advice(Message("doctor.not-confined"))


def check_relay(settings: Settings) -> HealthReport:
    """Sign in at the mail relay, without a mail."""
    from alerts.mail.envelope import is_local
    from alerts.mail.smtp_relay import Relay

    if settings.smtp_host is None:
        return advice(Message("doctor.mail-local"))
    if is_local(settings.mail_from):
        return failed(Message("doctor.mail-sender", {"address": settings.mail_from}))
    relay = Relay(settings)
    try:
        relay.greet()
    finally:
        relay.close()
    return passed(verbatim(f"{settings.smtp_host}:{settings.smtp_port}"))


def check_authorities(settings: Settings) -> HealthReport:
    """Reach the time-stamp authorities, without asking for a stamp, which may cost money."""
    if not settings.timestamp_urls:
        return advice(Message("doctor.no-authority"))
    if not settings.timestamp_anchors:
        return failed(Message("doctor.no-anchors"))
    for url in settings.timestamp_urls:
        _server_time(url, settings)
    return passed(verbatim("、".join(settings.timestamp_urls)))


def check_clock(settings: Settings) -> HealthReport:
    """Compare our clock with the authorities' servers; without one ask the kernel."""
    for url in settings.timestamp_urls:
        try:
            theirs = _server_time(url, settings)
        except HubiaoError:
            continue  # that it is not reached is another check's matter
        if theirs is not None:
            return _clock_report(datetime.now(UTC) - theirs)
    if _kernel_status() & _UNSYNCHRONISED:
        return advice(Message("doctor.clock-unsynchronised"))
    return passed(Message("doctor.clock-synchronised"))


def _clock_report(offset: timedelta) -> HealthReport:
    seconds = offset.total_seconds()
    if abs(seconds) > _CLOCK_SECONDS:
        return failed(
            Message(
                "doctor.clock-fast" if seconds > 0 else "doctor.clock-slow",
                {"seconds": f"{abs(seconds):.0f}"},
            )
        )
    return passed(Message("doctor.clock-agrees"))


def _server_time(url: str, settings: Settings) -> datetime | None:
    """The Date of a server's answer, whatever its status (RFC 9110, section 6.6.1). Raises HubiaoError."""
    policy = AddressPolicy(settings.allow_addresses)
    answer = fetch(url, policy, timeout=_ANSWER_SECONDS)
    try:
        moment = parsedate_to_datetime(answer.headers.get("date", ""))
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _kernel_status() -> int:
    """Status bits of the kernel's clock; 0 where the system does not tell."""
    buffer = (
        ctypes.c_int * 128
    )()  # struct timex: modes, then the status as the sixth word of 4 bytes
    try:
        if ctypes.CDLL(None).adjtimex(ctypes.byref(buffer)) < 0:
            return 0
    except (OSError, AttributeError):
        return 0
    return int(buffer[_STATUS_WORD])


_STATUS_WORD = 10 if ctypes.sizeof(ctypes.c_long) == 8 else 5
"""Where `status` stands in struct timex: behind modes and four longs (offset, freq, maxerror, esterror)."""
