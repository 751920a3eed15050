"""The OpenAPI document is held against the API: whatever is asked, the answer is one it names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from console.api.document import openapi_document
from console.api.operations import OPERATIONS
from console.web.queue_filters import PARAMETERS
from storage.base.database import Database
from storage.base.settings import Settings
from storage.base.vocabulary import Verdict
from storage.people.api_tokens import add_token
from storage.tables import NoticeRow, RunRow
from tests.console.sample_office import add_leads
from tests.servers import patient_http

Office = tuple[Settings, Database]
DOCUMENT = openapi_document(OPERATIONS)
OPERATIONS_SHOWN = [
    (path, method, operation)
    for path, item in DOCUMENT["paths"].items()
    for method, operation in item.items()
]


@pytest.fixture(scope="module")
def program(office: Office, address: str) -> Iterator[httpx.Client]:
    """A program that may do everything, at an office where there is something of each kind."""
    from alerts.followup.verdicts import give_verdict

    _, database = office
    add_leads(database, ["天赋河套 接口"], shop=None, price=None, attributes={"产地": "示例地"})
    with database.begin() as session:
        add_token(session, "示例系统", "write", "secret")
        give_verdict(session, 1, Verdict.CONFIRMED, officer="甲", reason="no_licence",
                     settings=office[0])  # fmt: skip
        session.add(RunRow(fingerprint="x", urls=["https://shop.invalid/"], state="finished",
                           counts={"pages": 3, "listings_new": 1}))  # fmt: skip
        session.add(NoticeRow(kind="infringement-notice", track="A", drafted_by="甲"))
    with patient_http.Client(
        base_url=f"{address}/api/v1", headers={"Authorization": "Bearer secret"}
    ) as client:
        yield client


def check(answer: httpx.Response, operation: dict[str, Any]) -> None:
    """The status is one that the document names, the body what it says of that status."""
    assert str(answer.status_code) in operation["responses"], (answer.status_code, answer.text)
    content = operation["responses"][str(answer.status_code)]["content"]
    schema = {**content["application/json"]["schema"], "components": DOCUMENT["components"]}
    wrong = list(Draft202012Validator(schema).iter_errors(answer.json()))
    assert wrong == [], (answer.request.url, wrong[0])


def test_the_document_hangs_together() -> None:
    names = [operation["operationId"] for _, _, operation in OPERATIONS_SHOWN]
    assert len(names) == len(set(names)) == len(OPERATIONS)
    for schema in DOCUMENT["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)
    refs = re.findall(r"'\$ref': '#/components/schemas/(\w+)'", str(DOCUMENT))
    assert set(refs) <= set(DOCUMENT["components"]["schemas"])
    for path, _, operation in OPERATIONS_SHOWN:
        declared = {p["name"] for p in operation["parameters"] if p["in"] == "path"}
        assert declared == set(re.findall(r"{(\w+)}", path))
        for parameter in operation["parameters"]:
            Draft202012Validator.check_schema(parameter["schema"])


@pytest.mark.parametrize(("path", "method", "operation"), OPERATIONS_SHOWN)
def test_what_comes_back_is_what_the_document_says(
    program: httpx.Client, path: str, method: str, operation: dict[str, Any]
) -> None:
    sent: dict[str, Any] = {"json": {"url": "https://shop.invalid/2"}} if method == "post" else {}
    answer = program.request(method, path.replace("{id}", "1"), **sent)
    assert answer.status_code == 200
    check(answer, operation)
    listed = next((v for v in answer.json().values() if isinstance(v, list)), [1])
    assert listed, "nothing to check: the office must have something of each kind"


def test_every_filter_of_the_queue_page_is_one_of_the_api() -> None:
    names = {p["name"] for p in DOCUMENT["paths"]["/leads"]["get"]["parameters"]}
    assert names == {*PARAMETERS, "page", "size"}


def of_schema(schema: dict[str, Any]) -> st.SearchStrategy[str]:
    """Values that a parameter's schema allows, and junk that it does not."""
    junk = st.sampled_from(["", "-1", "0", "9" * 40, "½", "null", "'; --", "2026-02-30", "\x00"])
    if "enum" in schema:
        return st.one_of(st.sampled_from([str(value) for value in schema["enum"]]), junk)
    if schema["type"] == "integer":
        return st.one_of(st.integers(0, 10**6).map(str), junk)
    return st.one_of(st.text(max_size=20), st.dates().map(str), junk)


@pytest.mark.parametrize(
    ("path", "method", "operation"), [o for o in OPERATIONS_SHOWN if o[1] == "get"]
)
def test_no_question_is_answered_in_a_way_the_document_does_not_name(
    program: httpx.Client, path: str, method: str, operation: dict[str, Any]
) -> None:
    values = {p["name"]: of_schema(p["schema"]) for p in operation["parameters"]}

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.fixed_dictionaries({}, optional={k: v for k, v in values.items() if k != "id"}),
           st.one_of(st.integers(0, 40), st.just(10**30)))  # fmt: skip
    def ask(query: dict[str, str], number: int) -> None:
        check(program.request(method, path.replace("{id}", str(number)), params=query), operation)

    ask()


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    body=st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=30),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["url", "words", "x"]), inner)
        ),
    )
)
def test_no_tip_breaks_the_api(program: httpx.Client, body: Any) -> None:
    check(program.post("/tips", json=body), DOCUMENT["paths"]["/tips"]["post"])


@pytest.mark.parametrize("scope", ["leads", "listings", "rights", "notices", "runs", "tips"])
def test_a_scope_reaches_its_own_operations_and_no_other(
    office: Office, address: str, scope: str
) -> None:
    with office[1].begin() as session:
        add_token(session, scope, scope, f"only-{scope}")
    headers = {"Authorization": f"Bearer only-{scope}"}
    for operation in OPERATIONS:
        path = f"{address}/api/v1{operation.path.replace('{id:int}', '1')}"
        sent: dict[str, Any] = {"json": {"url": 1}} if operation.method == "POST" else {}
        answer = patient_http.request(operation.method, path, headers=headers, **sent)
        assert (answer.status_code == 403) == (operation.scope != scope), (operation, answer.text)
