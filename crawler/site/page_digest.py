"""A digest of a page's bytes without what differs at every visit (网页摘要): tokens, clocks, comments.

Two visits of an unchanged page differ in the tokens of its forms, in random names, in the clock and in
comments on how it was made. None of that is read. What else differs (counters, recommended goods) is told
by page_marks.py.
"""

from __future__ import annotations

import re
from hashlib import blake2b

_TOKEN = re.compile(rb"""=["']?(?=[A-Za-z_-]*+\d)(?=[\d_-]*+[A-Za-z])[\w-]{16,128}(?=["'&<>\s])""")
"""A random value of an attribute or of a query: letters and digits, as long as a session's."""
_JSON_TOKEN = re.compile(rb"""":\s?"(?=[A-Za-z_-]*+\d)(?=[\d_-]*+[A-Za-z])[\w-]{16,128}(?=")""")
_CLOCK = re.compile(rb":[0-5]\d:[0-5]\d\b")
"""Minutes and seconds of a clock."""
_MOMENT = re.compile(rb"""=["']?1[5-9]\d{8}(?:\d{3})?(?![\d.])""")
_JSON_MOMENT = re.compile(rb"""":\s?"?1[5-9]\d{8}(?:\d{3})?(?![\d.])""")
"""A moment in seconds or milliseconds of Unix, 2017 to 2033."""
_COMMENT = re.compile(rb"<!--.*?-->", re.S)
_PASSING = (_COMMENT, _CLOCK, _TOKEN, _JSON_TOKEN, _MOMENT, _JSON_MOMENT)
"""Each begins with characters of its own, so that a search goes from one to the next of them."""


def page_digest(body: bytes) -> bytes:
    """16 bytes that are the same for two visits that differ only in tokens, clocks and comments.

    >>> page_digest(b'<input name="token" value="8f3a0c11d2e94b7a">') == page_digest(
    ...     b'<input name="token" value="b1946ac92492d234">'
    ... )
    True
    >>> page_digest(b"<b>59.00</b>") == page_digest(b"<b>49.00</b>")
    False
    """
    for pattern in _PASSING:
        body = pattern.sub(b"", body)
    return blake2b(body, digest_size=16).digest()
