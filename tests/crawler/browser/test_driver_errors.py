"""A page that goes away ends what is done with it; a fault of our own is never hidden."""

from __future__ import annotations

import pytest
from playwright.async_api import Error
from playwright.async_api import TimeoutError as LateError

from crawler.browser.driver_errors import driver_errors_end_it


@pytest.mark.parametrize(
    "error", [Error("Target closed"), LateError("1000 ms"), Exception("Connection closed")]
)
def test_an_error_of_the_browser_or_its_driver_ends_what_is_inside(error: Exception) -> None:
    with driver_errors_end_it():
        raise error


@pytest.mark.parametrize("error", [TypeError("None"), KeyError("text"), RuntimeError("fault")])
def test_a_fault_of_our_own_comes_to_light(error: Exception) -> None:
    with pytest.raises(type(error)), driver_errors_end_it():
        raise error
