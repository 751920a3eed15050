"""What public test suites expect, read from their source: robots.txt verdicts in C++, Java and text protos.

Only literals, constants and calls of one method are read, in order; what needs more is left out and counted.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_CONSTANTS = {"CRLF": "\r\n", "LF": "\n", "CR": "\r"}
_LITERAL = r'"(?:[^"\\]|\\.)*"'
_COMMENT = re.compile(rf"({_LITERAL})|//[^\n]*|/\*.*?\*/", re.S)
_TERM = re.compile(rf"\s*\+?\s*(?:(?P<text>{_LITERAL})|(?P<name>\w+))")
_HEX = re.compile(r"\\x([0-9A-Fa-f]{2})")
_CPP_STEP = re.compile(
    rf"(?:string(?:_view)?|\bchar)\s+(?P<variable>\w+)(?:\[\])?\s*=\s*(?P<value>[^;]*?);"
    rf"|EXPECT_(?P<verdict>TRUE|FALSE)\s*\(\s*IsUserAgentAllowed\((?P<arguments>(?:{_LITERAL}|\([^()]*\)|[^\"()])*)\)\s*\)",
    re.S,
)
_JAVA_STEP = re.compile(
    rf"(?P<file>\w+)\s*=\s*readFile\(\"(?P<path>[^\"]+)\"\)"
    rf"|String\s+(?P<variable>\w+)\s*=\s*(?P<value>(?:{_LITERAL}|[^\";])*);"
    rf"|(?P<rules>\w+)\s*=\s*createRobotRules\((?P<arguments>(?:{_LITERAL}|\([^()]*\)|[^\"()])*)\);"
    rf"|assert(?P<verdict>True|False|Equals\(isAllowed, )\(?(?P<asked>\w+)\.isAllowed\((?P<url>{_LITERAL}|\w+)\)",
    re.S,
)
_JAVA_METHOD = re.compile(
    r"(?:@CsvSource\(\{(?P<rows>.*?)\}\)\s*)?void\s+(?P<name>\w+)\((?P<parameters>[^)]*)\)[^{]*\{(?P<body>.*?)\n    \}",
    re.S,
)
_SITEMAP_METHOD = re.compile(r"void\s+(?P<name>test\w+)\([^{]*\{(?P<body>.*?)\n    \}", re.S)
_SITEMAP_STEP = re.compile(
    rf"getResourceAsBytes\(\"(?P<path>[^\"]+)\"|(?P<new>new\sStringBuilder)|append\((?P<append>{_LITERAL})\)"
    rf"|URI\(\"(?P<url>http[^\"]+)\"|assertEquals\((?P<count>\d+),\s\w+\.get(?:SiteMapUrls|Sitemaps)\(\)\.size"
)
_FILE = re.compile(r'readFile\("(?P<path>[^"]+)"\)')
_PROTO = re.compile(
    rf"(?:robotstxt:\s*(?P<file>{_LITERAL}(?:\s*{_LITERAL})*))|testurl:\s*(?P<url>{_LITERAL})"
    rf"|useragent:\s*(?P<agent>{_LITERAL})|expected_outcome:\s*(?P<outcome>ALLOWED|DISALLOWED)"
)


@dataclass(frozen=True)
class Expectation:
    """One verdict that a suite expects."""

    test: str
    body: bytes
    """The robots.txt."""
    agent: str
    url: str
    allowed: bool


@dataclass(frozen=True)
class Addresses:
    """How many addresses a suite expects in a sitemap or feed."""

    test: str
    body: bytes
    url: str
    count: int


def cpp_expectations(source: Path) -> Iterator[Expectation | None]:
    """Those of Google's `robots_test.cc`; None for one that cannot be read so."""
    for part in source.read_text("utf-8").split("\nTEST(")[1:]:
        name = part.partition(")")[0].rpartition(",")[2].strip()
        values: dict[str, str] = {}
        for step in _CPP_STEP.finditer(_without_comments(part)):
            if step["variable"]:
                _assign(values, step["variable"], step["value"])
                continue
            texts = [_text(argument, values) for argument in _arguments(step["arguments"])]
            if len(texts) != 3 or None in texts or "StrAppend" in part:
                yield None
                continue
            file, agent, url = (text or "" for text in texts)
            yield Expectation(name, _encoded(file), agent, url, step["verdict"] == "TRUE")


def java_expectations(folder: Path) -> Iterator[Expectation | None]:
    """Those of crawler-commons' `SimpleRobotRulesParserTest`; None for one that cannot be read so."""
    source = folder / "src/test/java/crawlercommons/robots/SimpleRobotRulesParserTest.java"
    for method in _JAVA_METHOD.finditer(_without_comments(source.read_text("utf-8"))):
        names = [name.split()[-1] for name in method["parameters"].split(",") if name.strip()]
        rows = [
            [column.strip() for column in literal.split(",")]
            for literal in map(ast.literal_eval, re.findall(_LITERAL, method["rows"] or '""'))
        ]
        for row in rows:
            values = dict(zip(names, row, strict=False))
            yield from _java_method(method["name"], method["body"], values, folder)


def _java_method(
    name: str, body: str, values: dict[str, str], folder: Path
) -> Iterator[Expectation | None]:
    rules: dict[str, tuple[bytes, str] | None] = {}
    files: dict[str, bytes] = {}
    for step in _JAVA_STEP.finditer(body):
        if step["file"]:
            files[step["file"]] = _resource(folder, step["path"])
        elif step["variable"]:
            _assign(values, step["variable"], step["value"])
        elif step["rules"]:
            rules[step["rules"]] = _java_rules(step["arguments"], values, files, folder)
        else:
            rules_asked = rules.get(step["asked"])
            url = _text(step["url"], values)
            if rules_asked is None or url is None:
                yield None
                continue
            allowed = step["verdict"] == "True"
            if step["verdict"].startswith("Equals"):
                allowed = values.get("isAllowed") == "True"
            yield Expectation(name, rules_asked[0], rules_asked[1], url, allowed)


def _java_rules(
    arguments: str, values: dict[str, str], files: dict[str, bytes], folder: Path
) -> tuple[bytes, str] | None:
    agent, *following = _arguments(arguments)
    name = _text(agent, values)
    if name is None or not following or "," in name:
        return None  # several names at once: one crawler has one
    if file := _FILE.search(following[0]):
        return _resource(folder, file["path"]), name
    if following[0] in files:
        return files[following[0]], name
    latin = "ISO_8859_1" in following[0]
    text = _text(following[0].partition(".getBytes")[0], values)
    return None if text is None else (text.encode("latin-1" if latin else "utf-8"), name)


def _resource(folder: Path, path: str) -> bytes:
    return (folder / f"src/test/resources{path}").read_bytes()


def sitemap_expectations(folder: Path) -> Iterator[Addresses]:
    """The counts of addresses that crawler-commons' `SiteMapParserTest` expects of its files and texts."""
    source = folder / "src/test/java/crawlercommons/sitemaps/SiteMapParserTest.java"
    for method in _SITEMAP_METHOD.finditer(source.read_text("utf-8")):
        body, url = b"", ""
        for step in _SITEMAP_STEP.finditer(method["body"]):
            if step["path"]:
                body = (folder / step["path"]).read_bytes()
            elif step["new"]:
                body = b""
            elif step["append"]:
                body += _octets(step["append"])
            elif step["url"]:
                url = step["url"]
            elif body:
                yield Addresses(method["name"], body, url, int(step["count"]))


def textproto_expectations(folder: Path) -> Iterator[Expectation]:
    """Those of Google's specification tests, correctness and stress."""
    for file in sorted((folder / "src/main/resources/CTC").rglob("*.textproto")):
        body, url, agent = b"", "", ""
        for match in _PROTO.finditer(file.read_text("utf-8")):
            if match["file"] is not None:
                literals = re.findall(_LITERAL, match["file"])
                body = b"".join(_octets(literal) for literal in literals)
            elif match["url"] is not None:
                url = _octets(match["url"]).decode("utf-8", "surrogateescape")
            elif match["agent"] is not None:
                agent = _octets(match["agent"]).decode()
            else:
                yield Expectation(file.stem, body, agent, url, match["outcome"] == "ALLOWED")


def _without_comments(source: str) -> str:
    return _COMMENT.sub(lambda match: match[1] or " ", source)


def _arguments(text: str) -> list[str]:
    parts: list[str] = [""]
    for piece in re.findall(rf"{_LITERAL}|\([^()]*\)|,|[^\",()]+", text):
        if piece == ",":
            parts.append("")
        else:
            parts[-1] += piece
    return [part.strip() for part in parts]


def _assign(values: dict[str, str], name: str, expression: str) -> None:
    text = _text(expression, values)
    if text is None:
        values.pop(name, None)
    else:
        values[name] = text


def _text(expression: str, values: dict[str, str]) -> str | None:
    """A concatenation of literals, constants and variables; None for anything else."""
    parts: list[str] = []
    at, expression = 0, expression.strip()
    while at < len(expression):
        term = _TERM.match(expression, at)
        if term is None:
            return None
        if term["text"] is not None:
            parts.append(_literal(term["text"]))
        elif term["name"] in values or term["name"] in _CONSTANTS:
            parts.append(values.get(term["name"], _CONSTANTS.get(term["name"], "")))
        else:
            return None
        at = term.end()
    return "".join(parts) if expression else None


def _literal(text: str) -> str:
    """A literal's text; bytes written as `\\xEF` are kept as lone surrogates."""
    value = _HEX.sub(_octet, text)
    return str(ast.literal_eval(value))


def _octet(match: re.Match[str]) -> str:
    return f"\\udc{match[1].lower()}" if int(match[1], 16) > 0x7F else match[0]


def _octets(text: str) -> bytes:
    return _encoded(_literal(text))


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")
