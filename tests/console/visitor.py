"""A browser without a screen: keeps the cookie, reads the form token, follows nothing by itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from typing import Any

import httpx

from tests.officers import PASSWORD
from tests.servers import patient_http

_TOKEN = re.compile(r'name="token" value="([0-9a-f]+)"')


class Visitor:
    """One person at the console."""

    def __init__(self, address: str, name: str | None = None) -> None:
        self.client = patient_http.Client(base_url=address, follow_redirects=False)
        self.token = self._token("/sign-in")
        if name is not None:
            entered = self.post("/sign-in", name=name, password=PASSWORD)
            assert entered.status_code == 303, entered.text
            self.token = self._token("/own")

    def get(self, path: str) -> httpx.Response:
        return self.client.get(path)

    def post(self, path: str, **fields: Any) -> httpx.Response:
        """Send a form as the page would; `files` are uploads."""
        files = fields.pop("files", None)
        return self.client.post(path, data={"token": self.token, **fields}, files=files)

    def close(self) -> None:
        self.client.close()

    def _token(self, path: str) -> str:
        page = self.get(path)
        match = _TOKEN.search(page.text)
        assert match is not None, page.text[:500]
        return match[1]


Enter = Callable[[str | None], Visitor]
"""A browser in which the officer of this name is signed in; without one, a stranger's."""


@contextmanager
def visits(address: str) -> Iterator[Enter]:
    """Each call is a new browser; all are closed at the end."""
    with ExitStack() as browsers:
        yield lambda name: browsers.enter_context(closing(Visitor(address, name)))


def cookie_of(client: httpx.Client) -> tuple[str, str]:
    """Name and value of the one cookie of a console."""
    [(name, value)] = client.cookies.items()
    assert name.startswith("hubiao-")
    return name, value
