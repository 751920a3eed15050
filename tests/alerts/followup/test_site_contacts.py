"""Hosts and registrars of a lead's site, and whether the site still stands."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

import pytest

from alerts.letters.model.letter_kind import find_kind
from alerts.letters.workflow.draft import draft
from alerts.letters.workflow.letter_check import check_notice
from storage.base.database import Database
from storage.base.errors import BadInput
from storage.base.office_time import today
from storage.base.settings import Settings
from storage.leads.site_contacts import check_site, keep_answers, lead_host, registrations_of
from tests.alerts.conftest import OpenLead
from tests.storage.net.test_rdap import DOMAIN, NETWORK

SITE_DOMAIN = {**DOMAIN, "ldhName": "shop.example"}
BOTH = json.dumps([SITE_DOMAIN, NETWORK]).encode()


@pytest.mark.both_databases
def test_the_host_comes_first_and_the_newest_answer_counts(
    database: Database, new_lead: OpenLead
) -> None:
    with database.begin() as session:
        lead = new_lead(session)
        host = lead_host(session, lead)
        assert host == "shop.example"
        keep_answers(session, BOTH, where="old.json", site=host, by="zhang")
        moved = json.dumps({**NETWORK, "name": "OTHER", "entities": []}).encode()
        keep_answers(session, moved, where="new.json", site=host, by="zhang")
        network, domain = registrations_of(session, host)
        assert (network.operator, network.source) == ("OTHER", "new.json")
        assert (domain.iana_id, domain.nameservers) == ("9999", ("ns1.dns.example",))
        assert len(domain.answer_sha256) == 64
        assert registrations_of(session, "www.shop.example")[1].id == domain.id
        assert registrations_of(session, "other.example") == []


def test_a_network_needs_the_site_that_stands_in_it(database: Database) -> None:
    with database.begin() as session, pytest.raises(BadInput, match="name the site"):
        keep_answers(session, json.dumps(NETWORK).encode(), where="a.json", by="zhang")


def test_a_closing_letter_goes_to_the_host_and_says_what_the_registries_say(
    database: Database, settings: Settings, new_lead: OpenLead
) -> None:
    with database.begin() as session:
        lead = new_lead(session)
        keep_answers(session, BOTH, where="a.json", site="shop.example", by="zhang")
        row = draft(session, settings, kind=find_kind("site-closure"), lead_ids=[lead], by="zhang")
        facts = check_notice(session, settings, row.id, today=today()).facts
        assert (facts.recipient.name, facts.recipient.email) == (
            "示例网络科技有限公司",
            "abuse@host.example",
        )
        assert facts.fields["domain"] == "shop.example"
        assert "接入网络：示例网络科技有限公司，地址段192.0.2.0-192.0.2.255" in facts.fields["host"]
        assert "域名注册商：示例域名注册有限公司（IANA编号9999）" in facts.fields["host"]
        written = draft(
            session, settings, kind=find_kind("site-closure"), lead_ids=[new_lead(session)],
            by="zhang", added={"recipient.name": "示例省通信管理局"},
        )  # fmt: skip
        facts = check_notice(session, settings, written.id, today=today()).facts
        assert facts.recipient.name == "示例省通信管理局"


@pytest.mark.both_databases
def test_a_look_at_a_site_keeps_addresses_and_page(database: Database, new_lead: OpenLead) -> None:
    def gone(_host: str, _port: int) -> Sequence[str]:
        raise OSError("no such name")

    lookups: list[Callable[[str, int], Sequence[str]]] = [lambda _host, _port: ["192.0.2.7"], gone]
    with database.begin() as session:
        lead = new_lead(session)
        checks = [check_site(session, lead, by="zhang", lookup=lookup) for lookup in lookups]
        assert [check.addresses for check in checks] == [("192.0.2.7",), ()]
        assert {(check.host, check.page) for check in checks} == {("shop.example", "present")}
