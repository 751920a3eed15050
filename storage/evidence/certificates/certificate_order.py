"""Certificates of a time-stamp token in the order of DER (X.690 §11.6).

OpenSSL writes a chain as it stands in its file, which strict readers refuse; the certificates are not
signed over (RFC 5652 §5.1), so that their order may be mended for reading. The token kept stays as it came.
"""

from __future__ import annotations

_SEQUENCE, _EXPLICIT_0 = 0x30, 0xA0
_PATH = (
    (_SEQUENCE, 0),  # TimeStampResp
    (_SEQUENCE, 1),  # timeStampToken, behind the status
    (_EXPLICIT_0, 1),  # content, behind its type
    (_SEQUENCE, 0),  # SignedData
    (_EXPLICIT_0, 3),  # certificates, behind version, digest algorithms and the signed content
)
"""From the response (RFC 3161 §2.4.2) to its certificates: the tag and the place among its siblings."""


def with_ordered_certificates(raw: bytes) -> bytes:
    """The response with its certificates in DER order; as it is where it has none or cannot be read."""
    start, end = 0, len(raw)
    try:
        for tag, place in _PATH:
            member = _members(raw, start, end)[place]
            if raw[member[0]] != tag:
                return raw
            start, end = member[1], member[2]
        certificates = [raw[first:last] for first, _, last in _members(raw, start, end)]
    except IndexError:
        return raw
    return raw[:start] + b"".join(sorted(certificates)) + raw[end:]


def _members(raw: bytes, start: int, end: int) -> list[tuple[int, int, int]]:
    """Where each element between `start` and `end` begins, where its content begins, where it ends.

    Raises IndexError where they do not fill that span.
    """
    members = []
    while start < end:
        length, content = raw[start + 1], start + 2
        if length & 0x80:
            width = length & 0x7F
            length, content = int.from_bytes(raw[content : content + width], "big"), content + width
        members.append((start, content, content + length))
        start = content + length
    if start != end:
        raise IndexError
    return members
