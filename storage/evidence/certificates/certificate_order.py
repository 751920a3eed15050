"""A time-stamp token in the form that OpenSSL reads (X.690 §11.6, RFC 5652 §5.1, §10.2.1).

Authorities write a chain as it stands in their file, which strict readers refuse, and put the OCSP answer on their
certificate beside it, a kind of revocation information that OpenSSL does not know. Neither is signed over, so that
both may be mended for reading. The token kept stays as it came.
"""

from __future__ import annotations

_SEQUENCE, _EXPLICIT_0, _CERTIFICATES, _REVOCATIONS = 0x30, 0xA0, 0xA0, 0xA1
_PATH = (
    (_SEQUENCE, 0),  # TimeStampResp
    (_SEQUENCE, 1),  # timeStampToken, behind the status
    (_EXPLICIT_0, 1),  # content, behind its type
    (_SEQUENCE, 0),  # SignedData
)
"""From the response (RFC 3161 §2.4.2) to its signed data: the tag and the place among its siblings."""


def with_ordered_certificates(raw: bytes) -> bytes:
    """The response with its certificates in DER order and without revocation information of other kinds than
    lists; as it is where it cannot be read."""
    try:
        return _rewritten(raw, 0, len(raw), _PATH)
    except IndexError:
        return raw


def _rewritten(raw: bytes, start: int, end: int, path: tuple[tuple[int, int], ...]) -> bytes:
    """What stands between `start` and `end`, the element at the end of the path changed. Raises IndexError."""
    members = _members(raw, start, end)
    if not path:
        return b"".join(_member(raw, *member) for member in members)
    (tag, place), *below = path
    first, content, last = members[place]
    if raw[first] != tag:
        raise IndexError
    inner = _rewritten(raw, content, last, tuple(below))
    return raw[start:first] + _element(tag, inner) + raw[last:end]


def _member(raw: bytes, first: int, content: int, last: int) -> bytes:
    """A member of signed data as it is read."""
    if raw[first] == _CERTIFICATES:
        pieces = [raw[begins:ends] for begins, _, ends in _members(raw, content, last)]
        return _element(_CERTIFICATES, b"".join(sorted(pieces)))
    if raw[first] == _REVOCATIONS:
        lists = [place for place in _members(raw, content, last) if raw[place[0]] == _SEQUENCE]
        inner = b"".join(raw[begins:ends] for begins, _, ends in lists)
        return _element(_REVOCATIONS, inner) if lists else b""
    return raw[first:last]


def _element(tag: int, content: bytes) -> bytes:
    """Tag, length in its shortest form, content (X.690 §8.1.3, §10.1)."""
    size = len(content)
    if size < 0x80:
        return bytes([tag, size]) + content
    width = (size.bit_length() + 7) // 8
    return bytes([tag, 0x80 | width]) + size.to_bytes(width, "big") + content


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
