"""Names of hosts in ASCII and back (国际化域名): one spelling for links, for what the address guard connects to,
for mails and for lists of names. It is that of browsers (UTS 46, not transitional), not of Python's codec `idna`
(IDNA 2003), which makes another host of a name with ß or ς."""

from __future__ import annotations

import re
import unicodedata

_LONGEST_LABEL, _LONGEST_NAME = 63, 253
"""Characters of a label and of a name (RFC 1035 §2.3.4)."""
_NO_UTF8 = "\ufffd"
"""What stands for bytes that are no UTF-8."""
_IGNORED = re.compile(
    "[\u00ad\u034f\u180b-\u180f\u200b\u2060\u2064\ufe00-\ufe0f\ufeff\U0001bca0-\U0001bca3\U000e0100-\U000e01ef]"
)
"""Code points that vanish from names (UTS 46, status ignored)."""
_DOTS = re.compile("[\u3002\uff0e\uff61]")
"""Full stops of other scripts, which end a label as `.` does."""
_NO_NAME = frozenset({"Cn", "Co", "Cs"})
"""Categories of code points that stand for no character: a name with one is no name (UTS 46)."""
_DEVIATIONS = frozenset("ßς")
"""Letters that stay what they are, unlike in IDNA 2003 (UTS 46 §2.3)."""
_ENCODED = "xn--"


def ascii_name(name: str) -> str:
    """A name in ASCII and small letters: compatible characters joined, labels in Punycode.

    Empty where it holds what no name holds. How long it is, is not asked: see `dns_name`.

    >>> ascii_name("你好.Example"), ascii_name("straße.example")
    ('xn--6qq79v.example', 'xn--strae-oqa.example')
    """
    if name.isascii():
        return name.lower()
    name = _IGNORED.sub("", _DOTS.sub(".", name))
    name = unicodedata.normalize("NFC", "".join(map(_mapped, name.replace("ẞ", "ß"))))
    if _NO_UTF8 in name or any(unicodedata.category(char) in _NO_NAME for char in name):
        return ""
    labels = (
        label if label.isascii() else f"{_ENCODED}{label.encode('punycode').decode('ascii')}"
        for label in _IGNORED.sub("", name).split(".")
    )
    return ".".join(labels)


def _mapped(char: str) -> str:
    """One character folded and joined by itself, as UTS 46 maps it: `str.lower` of a word makes its last sigma
    another letter."""
    if char in _DEVIATIONS:
        return char
    joined = unicodedata.normalize("NFKC", char.casefold())
    return unicodedata.normalize("NFKC", joined.casefold())


def dns_name(name: str) -> str:
    """A name as it is asked for in DNS, without a final dot; empty where it has no such form."""
    encoded = ascii_name(name).removesuffix(".")
    fits = all(0 < len(label) <= _LONGEST_LABEL for label in encoded.split("."))
    return encoded if fits and len(encoded) <= _LONGEST_NAME else ""


def name_in_characters(name: str) -> str:
    """A name as people read it, each label of it.

    >>> name_in_characters("xn--6qq79v.example")
    '你好.example'
    """
    return ".".join(map(label_in_characters, name.split(".")))


def label_in_characters(label: str) -> str:
    """A label as people read it: xn--… decoded; as it stands where it is no Punycode."""
    if not label.startswith(_ENCODED):
        return label
    try:
        return label.removeprefix(_ENCODED).encode("ascii").decode("punycode")
    except UnicodeError:
        return label
