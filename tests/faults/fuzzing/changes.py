"""One sample changed as its case's name decides: bytes, pieces, words of its format, members of an archive."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Sequence

_MOST_BYTES = 2_000_000
"""Of a changed sample; chosen by hand: more is refused by size before anybody parses it."""
_WORDS = (
    b"\0", b"\xff\xfe", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\r", b"\n\n", b"<", b">", b"</", b"<!--", b"<![CDATA[",
    b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"&b;", b"&#55296;", b"&#x110000;", b'"', b"'", b"\\", b"\\ud800", b"{", b"}",
    b"[", b"]", b"(", b")", b",", b":", b"- ", b"&a ", b"*a ", b"<<: ", b"!!python/object:os.system ", b"%", b"%00",
    b"999999999999999999999", b"-1", b"1e999", b"NaN", b"Infinity", b"0x", "￥".encode(), "天赋河套".encode(), b"--=_b",
    b"Content-Type: multipart/mixed; boundary=\"=_b\"\n\n", b"User-agent: *\n", b"Disallow: /*$*$", b"Sitemap: http://[",
    b"http://[", b"javascript:", b"../../", b"=1+1", b"\x1f\x8b\x08", b"PK\x03\x04", b"\x30\x80",
    b"\x30\x84\xff\xff\xff\xff",
    b"<w:p>", b"<c r='XFD1048576'/>", b"obj", b"stream", b"endstream", b"/Prev 0",
)  # fmt: skip
"""What parsers of text, XML, JSON, YAML, mail, ZIP and DER stumble over."""


def changed(samples: Sequence[bytes], case: str) -> bytes:
    """One of the samples with a few changes; the same case always gives the same bytes."""
    dice = random.Random(case)
    content = dice.choice(samples)
    if content.startswith(b"PK") and dice.random() < 0.8:
        return _with_changed_member(content, samples, dice)
    return _broken(content, samples, dice)


def _broken(content: bytes, samples: Sequence[bytes], dice: random.Random) -> bytes:
    for _ in range(dice.choice((1, 1, 2, 3, 6, 12))):
        content = dice.choice(_CHANGES)(content, samples, dice)[:_MOST_BYTES]
    return content


def _flip(content: bytes, _samples: Sequence[bytes], dice: random.Random) -> bytes:
    if not content:
        return content
    place = dice.randrange(len(content))
    return content[:place] + bytes([dice.randrange(256)]) + content[place + 1 :]


def _insert_word(content: bytes, _samples: Sequence[bytes], dice: random.Random) -> bytes:
    place = dice.randint(0, len(content))
    word = dice.choice(_WORDS) * dice.choice((1, 1, 1, 2, 50, 3_000))
    return content[:place] + word + content[place:]


def _cut(content: bytes, _samples: Sequence[bytes], dice: random.Random) -> bytes:
    start, end = _piece(content, dice)
    return content[:start] + content[end:]


def _repeat(content: bytes, _samples: Sequence[bytes], dice: random.Random) -> bytes:
    start, end = _piece(content, dice)
    return content[:start] + content[start:end] * dice.choice((2, 3, 30, 1_000)) + content[end:]


def _splice(content: bytes, samples: Sequence[bytes], dice: random.Random) -> bytes:
    donor = dice.choice(samples)
    start, end = _piece(donor, dice)
    place = dice.randint(0, len(content))
    return content[:place] + donor[start:end] + content[place:]


def _piece(content: bytes, dice: random.Random) -> tuple[int, int]:
    start = dice.randint(0, len(content))
    return start, min(len(content), start + dice.choice((1, 4, 20, 200, 5_000)))


_CHANGES = (_flip, _flip, _insert_word, _insert_word, _cut, _repeat, _splice)


def _with_changed_member(content: bytes, samples: Sequence[bytes], dice: random.Random) -> bytes:
    """The archive with some members broken inside, so that its own checksums still hold."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = [(name, archive.read(name)) for name in archive.namelist()]
    broken = set(dice.sample(range(len(members)), k=min(len(members), dice.choice((1, 1, 2, 4)))))
    packed = io.BytesIO()
    with zipfile.ZipFile(
        packed, "w", dice.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))
    ) as archive:
        for number, (name, data) in enumerate(members):
            archive.writestr(
                name, _broken(data, (data, *samples), dice) if number in broken else data
            )
    return packed.getvalue()
