"""The measures on public suites read what the suites expect from their source, and say what is missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.material.suite_source import cpp_expectations, textproto_expectations
from benchmarks.public import page_kinds, road_rules

CPP = r"""
TEST(RobotsUnittest, ID_Example) {
  const absl::string_view robotstxt =  // a comment; with a semicolon
      "user-agent: FooBot\n"
      "disallow: /x\n";
  EXPECT_TRUE(IsUserAgentAllowed(robotstxt, "FooBot", "http://foo.bar/y"));
  EXPECT_FALSE(IsUserAgentAllowed(robotstxt, "FooBot", "http://foo.bar/x"));
  EXPECT_FALSE(IsUserAgentAllowed(Built(robotstxt), "FooBot", "http://foo.bar/x"));
}
"""
PROTO = r"""
robotstxt: "user-agent: *\n" "disallow: /x"
testurl: "http://foo.bar/x"
useragent: "foobot"
expected_outcome: DISALLOWED
"""


def test_verdicts_are_read_from_the_source_of_a_test_and_what_is_built_counts_as_not_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "robots_test.cc").write_text(CPP, encoding="utf-8")
    expected = list(cpp_expectations(tmp_path / "robots_test.cc"))
    assert [e.allowed if e else None for e in expected] == [True, False, None]
    assert expected[0] is not None
    assert expected[0].body == b"user-agent: FooBot\ndisallow: /x\n"
    assert road_rules.main(["--google", str(tmp_path)]) == 0
    assert "2 of 2 verdicts, 1 not read" in capsys.readouterr().out


def test_verdicts_are_read_from_text_protos(tmp_path: Path) -> None:
    folder = tmp_path / "src/main/resources/CTC"
    folder.mkdir(parents=True)
    (folder / "a.textproto").write_text(PROTO, encoding="utf-8")
    [expectation] = textproto_expectations(tmp_path)
    assert (expectation.body, expectation.allowed) == (b"user-agent: *\ndisallow: /x", False)


def test_without_a_checkout_each_command_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert page_kinds.main([str(tmp_path)]) == 2
    assert "no checkout" in capsys.readouterr().err
    for arguments in ([], ["--google", str(tmp_path / "none")]):
        with pytest.raises(SystemExit):
            road_rules.main(arguments)
        assert "a folder that is there" in capsys.readouterr().err
