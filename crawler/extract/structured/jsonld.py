"""The JSON-LD blocks of a page, as they are or slightly mended."""

from __future__ import annotations

from typing import Any

from crawler.extract.page.page import Page
from crawler.extract.page.selector import CssSelector
from crawler.extract.structured.json_repair import read_json
from crawler.extract.structured.references import with_references

_BLOCKS = CssSelector("script[type*='ld+json']")


def jsonld_documents(page: Page) -> list[Any]:
    """Every JSON-LD block that can be read; broken ones are mended."""
    scripts = page.document.select(_BLOCKS)
    return _documents(page, [page.document.text_of(script) for script in scripts])


def json_ld_of_tree(page: Page) -> list[Any]:
    """The same from the parser's tree, where nobody walked the page's document yet."""
    nodes = page.tree.css("script[type*='ld+json']")
    return _documents(page, [node.text() or "" for node in nodes])


def _documents(page: Page, texts: list[str]) -> list[Any]:
    documents = [value for text in texts for value in read_json(text)]
    if not documents:
        return []
    refers = sum(text.count("@id") for text in texts) > 1
    return with_references(documents, page.url) if refers else documents
