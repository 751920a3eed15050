"""The API for programs: tokens with a scope, the filters of the pages, a document that is true."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from storage.base.database import Database
from storage.base.settings import Settings
from storage.people.api_tokens import add_token
from tests.servers import patient_http

Office = tuple[Settings, Database]


@pytest.fixture(scope="module")
def programs(office: Office, address: str) -> Iterator[dict[str, httpx.Client]]:
    """A client whose token may read, and one whose token may write."""
    with office[1].begin() as session:
        for scope in ("read", "write"):
            add_token(session, f"示例-{scope}", scope, f"secret-{scope}")
    clients = {
        scope: patient_http.Client(
            base_url=f"{address}/api/v1", headers={"Authorization": f"Bearer secret-{scope}"}
        )
        for scope in ("read", "write")
    }
    yield clients
    for client in clients.values():
        client.close()


Programs = dict[str, httpx.Client]


def test_leads_come_with_the_filters_of_the_page(programs: Programs) -> None:
    every = programs["read"].get("/leads").json()
    assert every["total"] == 12
    red = programs["read"].get("/leads", params={"level": "red", "tab": "pending"}).json()
    assert 0 < red["total"] < 12
    assert {lead["level"] for lead in red["leads"]} == {"red"}
    clear = programs["read"].get("/leads", params={"step": "letter"}).json()
    assert clear["total"] == 12
    assert {lead["next_step"] for lead in clear["leads"]} == {"letter"}
    assert programs["read"].get("/leads", params={"step": "refer"}).json()["total"] == 0
    assert programs["read"].get("/leads", params={"step": "burn"}).status_code == 400


def test_one_lead_tells_what_the_machine_said(programs: Programs) -> None:
    lead = programs["read"].get("/leads/1").json()
    assert lead["signals"][0]["text"] == "天赋河套"
    assert lead["listing"]["title"].startswith("天赋河套")
    assert programs["read"].get("/leads/999").status_code == 404


def test_listings_are_read_to_the_end_page_by_page(programs: Programs) -> None:
    numbers, after = [], 0
    while True:
        page = programs["read"].get("/listings", params={"size": 5, "after": after}).json()
        numbers += [listing["id"] for listing in page["listings"]]
        if "after" not in page:
            break
        after = page["after"]
    assert numbers == sorted(set(numbers))
    assert len(numbers) == 12
    assert programs["read"].get(f"/listings/{numbers[0]}").json()["presence"] == "present"
    assert programs["read"].get("/listings", params={"size": "many"}).status_code == 400


def test_a_token_that_may_only_read_hands_nothing_in(programs: Programs) -> None:
    tip = {"url": "https://shop.invalid/1", "words": "12315 转来"}
    assert programs["read"].post("/tips", json=tip).status_code == 403
    assert programs["write"].post("/tips", json=tip).json() == {"id": 1}
    assert programs["write"].post("/tips", json={"url": 1}).status_code == 400
    assert programs["write"].post("/tips", content=b"{").status_code == 400


@pytest.mark.parametrize("header", ["Bearer wrong", "Basic secret-read", "Bearer", ""])
def test_an_unknown_token_is_refused(address: str, programs: Programs, header: str) -> None:
    answer = patient_http.get(f"{address}/api/v1/leads", headers={"Authorization": header})
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"


def test_a_cookie_of_a_browser_opens_no_api(address: str, programs: Programs) -> None:
    assert patient_http.get(f"{address}/api/v1/leads", cookies={"hubiao": "x"}).status_code == 401


def test_the_document_describes_every_operation(programs: Programs) -> None:
    document = programs["read"].get("/openapi.json").json()
    assert document["openapi"] == "3.1.0"
    for path, item in document["paths"].items():
        for method, operation in item.items():
            filled = path.replace("{id}", "1")
            sent = {"json": {"url": "https://shop.invalid/2"}} if method == "post" else {}
            answer = programs["write"].request(method, filled, **sent)  # type: ignore[arg-type]
            of_an_officer = path.startswith("/captures")
            assert answer.status_code == (403 if of_an_officer else 200), (path, answer.text)
            assert operation["summary"]


def test_metrics_are_open_here_and_closed_to_who_comes_through_a_proxy(
    address: str, programs: Programs
) -> None:
    text = patient_http.get(f"{address}/metrics").text
    assert 'hubiao_leads_by_state{state="pending"} 12.0' in text
    assert "hubiao_page_seconds_bucket" in text or "hubiao_page_seconds" in text
    far = {"X-Forwarded-For": "203.0.113.9"}
    assert patient_http.get(f"{address}/metrics", headers=far).status_code == 401
    authorised = {**far, "Authorization": "Bearer secret-read"}
    assert patient_http.get(f"{address}/metrics", headers=authorised).status_code == 200
