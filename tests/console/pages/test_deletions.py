"""Nothing is deleted in the console without a question: every route that reaches a deletion asks first."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

from console.pages import all_routes
from console.web.route import Route
from tests.console.visitor import Visitor

Enter = Callable[[str | None], Visitor]

ROOMS = ("console", "storage", "alerts", "classifiers", "crawler")
DEEP = 5
"""Calls from the handler on that are followed."""
VERBS = ("remove_", "drop_", "forget_", "delete_")
"""Beginnings of the names of functions that delete, whatever they delete it from."""
NO_LOSS = {
    "storage.base.atomic_file.create_file": "a scratch file of its own",
    "storage.base.atomic_file.write_file": "a scratch file of its own",
    "storage.files.uploads.keep_upload": "a scratch file of its own",
    "storage.files.uploads.discard_upload": "a scratch file of its own",
    "storage.people.sign_in.open_session": "sessions that have ended",
    "storage.people.sign_in.close_session": "the session of who signs out",
    "storage.people.open_sessions.end_session": "a session that a sign-in opens anew",
    "storage.people.open_sessions.end_others": "sessions that a sign-in opens anew",
    "storage.people.open_sessions.release_wait": "attempts that count no more",
    "storage.people.sign_in_brake._count": "attempts that count no more",
    "storage.people.accounts.put_password": "a binding that its owner makes anew, by a reset that is asked for",
    "storage.people.accounts.end_accesses": "accesses of an officer who may not go on with them",
    "storage.people.proposed_changes.propose_change": "a proposal that the new one replaces",
    "storage.people.proposed_changes.refuse_change": "a proposal, which changed nothing",
    "storage.people.second_factor.takes_code": "a recovery code that was used",
    "storage.people.second_factor._new_recovery_codes": "codes that new ones replace",
    "storage.evidence.signing._keep": "a scratch folder of its own",
    "storage.evidence.signing._renew": "keys of a signer that a new one replaces",
    "storage.rights.store._put_right": "parts of a right that its new version replaces",
    "storage.leads.licensed_prices.file_prices": "prices that new ones replace",
    "storage.learning.seller_rules.keep_proposals": "proposals that are computed anew",
}
"""Functions that delete nothing a person would miss, and what they delete."""
ASKED_OTHERWISE = {
    "/leads/views/{id:int}/delete": "by an undo that stands for thirty days",
    "/own/factor/end": "by the password and a code",
    "/changes/{id:int}": "by the question before the proposal, and by a second person",
    "/settings": "by a tick beside the secret, before the form is saved",
}


REVOKED = {
    "/holder-links/{id:int}": "a link that somebody may be using",
    "/appeal/result/{token}": "an appeal that the office examines",
}
"""Routes that ask although they delete no row, and what they end for good."""


@cache
def functions(module_name: str) -> dict[str, ast.FunctionDef]:
    path = Path(import_module(module_name).__file__ or "")
    tree = ast.parse(path.read_text("utf-8"))
    return {node.name: node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


@cache
def calls_of(module_name: str, name: str) -> tuple[str, ...]:
    """What a function of a module calls, as it is written; many routes reach the same functions."""
    node = functions(module_name)[name]
    return tuple(ast.unparse(part.func) for part in ast.walk(node) if isinstance(part, ast.Call))


def deletions(module: ModuleType, name: str, depth: int = DEEP) -> Iterator[str]:
    """Where a function of a module deletes a row or a file, or calls what does."""
    node = functions(module.__name__).get(name)
    if node is None:
        return
    place = f"{module.__name__}.{name}"
    if place in NO_LOSS:
        return
    if any(isinstance(part, ast.Constant) and part.value == "--forget" for part in ast.walk(node)):
        yield f"{place}: a command that forgets"
    for words in calls_of(module.__name__, name):
        if words.endswith((".delete", ".unlink", "rmtree")):
            yield f"{place}: {words}"
        target = getattr(module, words.partition(".")[0], None)
        if isinstance(target, ModuleType) and "." in words:
            target = getattr(target, words.partition(".")[2], None)
        if words.rpartition(".")[2].startswith(VERBS) and inspect.isfunction(target):
            yield f"{place}: {words}"
        if inspect.isfunction(target) and target.__module__.split(".")[0] in ROOMS and depth:
            yield from deletions(import_module(target.__module__), target.__name__, depth - 1)


def reached(route: Route) -> list[str]:
    return reached_by(route.handler.__module__, route.handler.__name__)


@cache
def reached_by(module: str, name: str) -> list[str]:
    itself = {f"{module}.{name}"} if name.startswith(VERBS) else set()
    return sorted(itself | set(deletions(import_module(module), name)))


def test_every_route_that_deletes_asks_first() -> None:
    routes = [route for route in all_routes() if route.method == "POST"]
    silent = {
        f"{route.path}": reached(route)
        for route in routes
        if not route.deletes and route.path not in ASKED_OTHERWISE and reached(route)
    }
    assert silent == {}


def test_every_question_belongs_to_a_route_that_deletes() -> None:
    asking = {route.path: reached(route) for route in all_routes() if route.deletes}
    assert {path for path, places in asking.items() if not places} == set(REVOKED)


def test_a_task_is_deleted_only_after_the_question(visit: Enter) -> None:
    admin = visit("管")
    admin.post(
        "/tasks",
        name="示例",
        urls="https://shop.invalid/",
        follow="site",
        render="auto",
        how="none",
    )
    question = admin.post("/tasks/act", name="示例", act="remove")
    assert (question.status_code, "删除任务“示例”？" in question.text) == (200, True)
    assert "已采集的商品、线索和批次记录保留" in question.text
    assert "示例" in admin.get("/tasks").text
    assert admin.post("/tasks/act", name="示例", act="remove", sure="1").status_code == 303
    assert "示例" not in admin.get("/tasks").text.partition("<main")[2].partition('id="edit"')[0]


@pytest.mark.parametrize("name", ["remove_task", "end_licence", "drop_token"])
def test_what_deletes_is_seen(name: str) -> None:
    modules = {
        "remove_task": "storage.crawls.tasks",
        "end_licence": "storage.rights.licences",
        "drop_token": "storage.people.api_tokens",
    }
    assert list(deletions(import_module(modules[name]), name))
