"""The JSON-LD blocks of a page, as they are or slightly mended."""

from __future__ import annotations

from typing import Any

from crawler.extract.page.markup_hints import Hint
from crawler.extract.page.page import Page
from crawler.extract.structured.json_repair import read_json
from crawler.extract.structured.references import with_references


def jsonld_documents(page: Page) -> list[Any]:
    """Every JSON-LD block that can be read; broken ones are mended."""
    if Hint.JSON_LD not in page.hints:
        return []
    nodes = page.tree.css('script[type*="ld+json"]')
    documents = [value for node in nodes for value in read_json(node.text() or "")]
    return with_references(documents, page.url) if page.text.count("@id") > 1 else documents
