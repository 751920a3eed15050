"""YAML of strangers costs no more than it may."""

from __future__ import annotations

import time

import pytest

from storage.base.errors import BadInput
from storage.files.yaml_file import load_marked_yaml, load_yaml
from storage.intake_gate.file_limits import FILE_LIMITS, FileKind

LIMITS = FILE_LIMITS[FileKind.YAML]


def merges(levels: int) -> str:
    """Mappings that merge one another twice."""
    lines = ["a0: &a0 {k: v}"]
    lines += [f"a{n}: &a{n} {{<<: [*a{n - 1}, *a{n - 1}]}}" for n in range(1, levels)]
    return "\n".join(lines)


def laughs(levels: int) -> str:
    """Lists that name one another nine times."""
    lines = ["a0: &a0 [x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, levels)]
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (merges(30), "file.items"),
        (laughs(10), "file.items"),
        ("[" * 20_000, "file.depth"),
        ("{a: " * 20_000, "file.depth"),
        ("a: &a [*a]", "file.contains-itself"),
        ("- x\n" * (LIMITS.items + 1), "file.items"),
        ("a" * (LIMITS.size + 1), "file.too-large"),
        (f"a: 0x{'f' * 6000}", "yaml.broken-at"),
        (f"a: {'1:' * 3000}1", "yaml.broken-at"),
        ("a: !!int ''", "yaml.broken"),
        ("a: !!timestamp x", "yaml.broken"),
        ("a: \ud800", "yaml.broken"),
        ("a: \0", "yaml.broken"),
        ("!!map [a]", "yaml.broken"),
    ],
    ids=lambda value: value[:12],
)
def test_a_document_that_costs_too_much_is_refused_at_once(text: str, code: str) -> None:
    started = time.process_time()
    for load in (load_yaml, load_marked_yaml):
        with pytest.raises(BadInput) as refusal:
            load(text, "rights.yml")
        assert refusal.value.code == code
    assert time.process_time() - started < 2


def test_a_document_with_a_few_aliases_is_read() -> None:
    text = "a: &a [x, y]\nb: *a\nc: {<<: &m {k: v}, d: 1}\n"
    assert load_yaml(text, "x") == {"a": ["x", "y"], "b": ["x", "y"], "c": {"k": "v", "d": 1}}


def test_marks_are_those_of_the_file() -> None:
    document = load_marked_yaml("rights:\n- id: a\n  text: 示例\n", "x")
    assert document.key_lines == {"rights": 1}
    assert document["rights"][0].line == 2
    assert document["rights"][0].key_lines == {"id": 2, "text": 3}


def test_a_fault_of_a_short_document_is_worded_by_the_slow_reader() -> None:
    with pytest.raises(BadInput, match="expected ',' or ']'"):
        load_yaml("a: [1", "x")
