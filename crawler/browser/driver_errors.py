"""Errors of the browser and its driver (浏览器错误), apart from faults of our own, which are never hidden."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def driver_errors_end_it() -> Iterator[None]:
    """End what is inside at an error of Playwright: a page that went away, a press without an answer.

    Where the driver's own process ends, Playwright raises a plain Exception, which nothing here does.
    """
    # Loaded when a browser works already: importing it takes a third of a second.
    from playwright.async_api import Error

    try:
        yield
    except Error:
        return
    except Exception as error:
        if type(error) is not Exception:
            raise
