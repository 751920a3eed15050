"""One request as a page sees it: who asks, what the form holds, where the data is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from console.web.console_context import ConsoleContext
from console.web.parameters import LARGEST_ID
from storage.base.database import Database
from storage.base.errors import BadInput, NotFound
from storage.base.settings import Settings
from storage.base.vocabulary import Role
from storage.people.roles import SIGNED_IN
from storage.people.sign_in import Officer
from storage.teamwork.comments import count_unread


def client_address(request: Request) -> str:
    """Address of the client, as the server or a trusted proxy names it; empty without one."""
    return request.client.host if request.client else ""


@dataclass(frozen=True, kw_only=True)
class PageRequest:
    """One request; `officer` is None on public pages."""

    http: Request
    context: ConsoleContext
    officer: Officer | None
    secret: str
    """The browser's cookie: of a session, or a fresh one for a visitor's forms."""
    token: str
    """What every form of this browser carries."""
    form: FormData = field(default_factory=FormData)

    @property
    def database(self) -> Database:
        return self.context.database

    @property
    def settings(self) -> Settings:
        return self.context.settings

    @property
    def uses_single_sign_on(self) -> bool:
        """Whether people may sign in at the office's provider (单位统一登录)."""
        return bool(self.settings.oidc_issuer and self.settings.oidc_client_id)

    @property
    def path(self) -> str:
        return self.http.url.path

    @property
    def query(self) -> Mapping[str, str]:
        return self.http.query_params

    @property
    def officer_name(self) -> str:
        """Name of the signed-in officer."""
        return self.signed_in_officer.name

    @property
    def signed_in_officer(self) -> Officer:
        """The signed-in officer."""
        if self.officer is None:
            raise RuntimeError("a public page has no officer")
        return self.officer

    @property
    def unread_mentions(self) -> int:
        """Comments that name the officer and that she has not read; 0 where only a part of the page
        is replaced, which the header is not in."""
        if self.officer is None or self.http.headers.get("hx-request"):
            return 0
        with self.database.read() as session:
            return count_unread(session, self.officer.name)

    @property
    def client_address(self) -> str:
        return client_address(self.http)

    def has_role(self, roles: frozenset[Role]) -> bool:
        """Whether an officer with one of these roles is signed in."""
        return self.officer is not None and self.officer.may(roles)

    @property
    def is_at_work(self) -> bool:
        """Whether the officer sees leads at all; administrators set apart do not."""
        return self.has_role(SIGNED_IN)

    def path_number(self, name: str = "id") -> int:
        """A number in the path; Starlette's `:int` has refused all else. Raises NotFound above
        what any row can have."""
        number = int(self.http.path_params[name])
        if number > LARGEST_ID:
            raise NotFound("page.row-unknown", number=number)
        return number

    def query_number(self, name: str, default: int) -> int:
        """A whole number in the query string; anything else counts as absent."""
        text = self.query.get(name, "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else default

    def form_value(self, name: str) -> str:
        """A form field as text, stripped; empty when absent."""
        value = self.form.get(name, "")
        return value.strip() if isinstance(value, str) else ""

    def form_number(self, name: str) -> int:
        """A whole number in the form; anything else counts as 0."""
        text = self.form_value(name)
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0

    def required_value(self, name: str, label: str) -> str:
        """A form field that must be filled. Raises BadInput with its Chinese label."""
        if value := self.form_value(name):
            return value
        raise BadInput("form.empty", field=label)

    def render(self, template: str, *, status: int = 200, **variables: Any) -> HTMLResponse:
        """Render a template of the console."""
        html = self.context.templates.get_template(template).render(request=self, **variables)
        return HTMLResponse(html, status_code=status)

    def redirect(self, where: str) -> Response:
        """Answer a form: look there now."""
        return RedirectResponse(where, status_code=303)
