"""HTTP of tests that waits as long as a loaded machine needs: httpx's own five seconds were too few."""

from __future__ import annotations

from functools import partial

import httpx

SECONDS = 90.0
"""Until an answer is missed; chosen by hand: a bare machine beside other work answered after six."""
get = partial(httpx.get, timeout=SECONDS)
post = partial(httpx.post, timeout=SECONDS)
request = partial(httpx.request, timeout=SECONDS)
Client = partial(httpx.Client, timeout=SECONDS)
