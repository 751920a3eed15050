"""How commands end beside 0 (done), 1 (the work failed) and 2 (wrong usage): what errors do not carry."""

from __future__ import annotations

EXIT_INTERRUPTED = 130
"""After Ctrl-C: 128 and the number of SIGINT, as shells report it (POSIX)."""
