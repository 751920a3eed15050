"""The JSON-LD blocks of a page, as they are or slightly mended."""

from __future__ import annotations

from itertools import islice
from typing import Any

import re2

from crawler.extract.page.page import Page
from crawler.extract.page.selector import CssSelector
from crawler.extract.structured.json_repair import read_json
from crawler.extract.structured.references import with_references

_SELECTOR = "script[type*='ld+json']"
_BLOCKS = CssSelector(_SELECTOR)
_NAMED = re2.compile(rb"(?i)ld(?:\+|&#?\w{1,8};?)json")
"""The type of a block in the markup, its plus sign as it is or as an entity."""


def jsonld_documents(page: Page) -> list[Any]:
    """Every JSON-LD block that can be read; broken ones are mended."""
    scripts = page.document.select(_BLOCKS)
    return _documents(page, [page.document.text_of(script) for script in scripts])


def json_ld_of_tree(page: Page) -> list[Any]:
    """The same from the parser's tree, where nobody walked the page's document yet. Most pages have one block, near
    their head: behind it the tree is not searched where the markup names no other."""
    is_named_once = len(list(islice(_NAMED.finditer(page.encoded), 2))) == 1
    first = page.tree.css_first(_SELECTOR) if is_named_once else None
    nodes = [first] if first is not None else page.tree.css(_SELECTOR)
    return _documents(page, [node.text() or "" for node in nodes])


def _documents(page: Page, texts: list[str]) -> list[Any]:
    documents = [value for text in texts for value in read_json(text)]
    if not documents:
        return []
    refers = sum(text.count("@id") for text in texts) > 1
    return with_references(documents, page.url) if refers else documents
