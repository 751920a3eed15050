"""The suite on another day: `HUBIAO_TEST_DAYS=95 python -m pytest -p tests.shifted_clock tests/alerts`.

Finds tests that hold until a date alone: a term that ends, a number of the year, a law that changes.
Child processes, OpenSSL and the times of files keep the real clock, so that tests of time-stamps,
TLS and leftovers fail under it for that reason.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta

import time_machine

_DAYS = int(os.environ.get("HUBIAO_TEST_DAYS", "0"))

time_machine.travel(datetime.now(UTC) + timedelta(days=_DAYS), tick=True).start()
