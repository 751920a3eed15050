"""Names of sites in a file that the office provides (域名清单): new domains, an export of a certificate log, a zone.

Whatever the format: lines, CSV, JSON of crt.sh or certstream, zone files. What looks like a host is one.
"""

from __future__ import annotations

import re

from storage.base.errors import BadInput
from storage.files.text_file import decode
from storage.intake_gate.file_limits import FILE_LIMITS, FileKind, check_size
from storage.net.domain_names import dns_name

_HOST = re.compile(
    r"(?<![\w@.-])(?:\*\.)?((?:[\w](?:[\w-]{0,61}[\w])?[.。])+(?:[A-Za-z]{2,24}|xn--[A-Za-z0-9-]{2,59}|[\u4e00-\u9fff]{1,10}))\.?(?![\w@-])"
)
"""A name of at least two labels; not the host of a mail address, nor an IP address."""
_PACKED = (b"PK\x03\x04", b"\x1f\x8b", b"BZh", b"7z\xbc\xaf", b"\xfd7zXZ")


def names_in(content: bytes, where: str) -> set[str]:
    """Every host in a file, in lower case and ASCII, each once. Raises BadInput for one that is packed, too large,
    no text, or holds none."""
    check_size(FileKind.DOMAINS, len(content), where)
    if content.startswith(_PACKED):
        raise BadInput("lookalike.packed", where=where)
    text = decode(content, where).replace("\\n", "\n")
    hosts: set[str] = set()
    for match in _HOST.finditer(text):
        if host := listed_name(match[1]):
            hosts.add(host)
            if len(hosts) > FILE_LIMITS[FileKind.DOMAINS].items:
                raise BadInput("file.items", where=where, most=FILE_LIMITS[FileKind.DOMAINS].items)
    if not hosts:
        raise BadInput("lookalike.no-names", where=where)
    return hosts


def listed_name(text: str) -> str:
    """A name from a list as DNS writes it; empty where it has no such form, or is that of a service (`_dmarc`)."""
    name = dns_name(text.strip(".。"))
    return "" if "_" in name else name
