"""Passwords that are guessed first (易猜密码): the commonest ones, and those made of the office's own words.

Common ones are the 30,000 of the list that zxcvbn carries (D. Wheeler, "zxcvbn: Low-Budget Password Strength
Estimation", USENIX Security 2016, from leaked passwords), 11,611 of which have eight characters and more.
"""

from __future__ import annotations

import re
from functools import cache

CONTEXT_WORDS = (
    "hubiao", "护标", "admin", "administrator", "password", "market", "shichang", "jianguan", "scjg", "市场监管",
)  # fmt: skip
"""What a guesser tries here besides: the program, its roles and the kind of office that runs it."""
_LEAST_REMAINING = 4
"""Letters that must be left of a password without such words, digits and signs; chosen by hand."""


def is_guessable(name: str, password: str) -> bool:
    """Whether it is among the commonest, or made of the user's name and words of the place alone."""
    lowered = password.lower()
    if lowered in _common():
        return True
    remaining = lowered
    words = (*CONTEXT_WORDS, name.lower()) if len(name) > 1 else CONTEXT_WORDS
    for word in sorted(words, key=len, reverse=True):
        remaining = remaining.replace(word, "")
    has_word = remaining != lowered
    return has_word and len(re.sub(r"[\W\d_]", "", remaining)) < _LEAST_REMAINING


@cache
def _common() -> frozenset[str]:
    from zxcvbn.frequency_lists import FREQUENCY_LISTS

    return frozenset(FREQUENCY_LISTS["passwords"])
