"""Parsers of foreign bytes, each as a function of the bytes alone."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from alerts.letters.editing.edited_draft import document_text, finish_edit
from alerts.letters.editing.plain_document import form_problems
from alerts.letters.files.sealed_pages import pdf_page, picture_page
from alerts.letters.render.docx_package import read_whole
from alerts.mail.bounces import read_bounce
from crawler.extract.page.page import Page
from crawler.extract.read_page import read_page
from crawler.extract.visible.amounts import read_amount, read_machine_price
from crawler.http.fetcher import Fetched
from crawler.http.robots_rules import parse_robots
from crawler.http.sitemaps import is_sitemap, read_sitemap
from storage.evidence.foreign.pdf_signatures import read_pdf
from storage.evidence.renewal.algorithms import AGES
from storage.evidence.renewal.package_proof import Reader
from storage.evidence.renewal.token import read_token
from storage.evidence.verification import verify_file
from storage.evidence.warc import BrokenArchive, read_warc
from storage.identity_reports.reading import read_identity_report
from storage.intake_gate.workbook import sheets_of
from storage.net.rdap_answer import read_answers
from storage.records import RightsBook
from storage.rights.import_file import read_rights_import
from storage.transfers.description_file import read_description
from storage.transfers.receipt import read_receipt

_NOW = datetime(2026, 11, 30, tzinfo=UTC)
_SITEMAP_BYTES = 32 * 2**20


def _page(content: bytes) -> None:
    reading = read_page(Page.from_bytes("https://shop.example/goods/1.html", content))
    json.dumps(reading.to_json(), ensure_ascii=False).encode("utf-8")


def _structured(content: bytes) -> None:
    body = (
        b"<script type='application/ld+json'>%b</script><h1>a</h1><script>var state = %b</script>"
    )
    _page(body % (content, content))


def _price(content: bytes) -> None:
    text = content.decode("utf-8", "replace")
    read_amount(text)
    read_machine_price(text, "VND")


def _robots(content: bytes) -> None:
    rules = parse_robots(content)
    for path in ("/", "/goods/1.html?a=1", "/%E9%9D%A2", "/" + "a" * 500):
        rules.can_fetch("https://shop.example" + path, "hubiao")
    rules.crawl_delay("hubiao")


def _sitemap(content: bytes) -> None:
    fetched = Fetched(url="https://shop.example/sitemap.xml", status=200, headers={}, body=content)
    is_sitemap(fetched)
    list(read_sitemap(fetched, _SITEMAP_BYTES))


def _rights(content: bytes) -> None:
    read_rights_import(content, "rights", RightsBook())


def _letter(content: bytes) -> None:
    """What passes the gate is read by the program's own process: nothing of it may raise."""
    read_whole(content, "letter")
    document_text(content)
    list(form_problems(content, content, "letter"))
    finish_edit(content, title="t", number="n", dated=_NOW.date())


def _package(content: bytes) -> None:
    reader = Reader(at=_NOW, anchors=(), ages=AGES)
    verify_file(BytesIO(content), Path("package.wacz"), None, signers=(), reader=reader)


TARGETS: Mapping[str, Callable[[bytes], object]] = {
    "page": _page,
    "structured": _structured,
    "price": _price,
    "robots": _robots,
    "sitemap": _sitemap,
    "bounce": read_bounce,
    "package": _package,
    "warc": read_warc,
    "token": read_token,
    "letter": _letter,
    "workbook": lambda content: sheets_of(content, "sheet"),
    "rights": _rights,
    "identity": lambda content: read_identity_report(content, "report"),
    "registration": lambda content: read_answers(content, "answers"),
    "transfer": lambda content: read_description(content, "transfer.json"),
    "receipt": lambda content: read_receipt(content, "receipt"),
    "signed-pdf": lambda content: read_pdf(content, "signed.pdf"),
    "sealed-pdf": lambda content: pdf_page(content, "sealed.pdf"),
    "sealed-picture": lambda content: picture_page(content, "sealed.png"),
}

WORDED: Mapping[str, tuple[type[Exception], ...]] = {
    "token": (ValueError,),
    "warc": (BrokenArchive,),
    "signed-pdf": (Exception,),
    "sealed-pdf": (Exception,),
    "sealed-picture": (Exception,),
}
"""What a reader may raise besides errors of the catalogue: its caller words it. Those of PDF and pictures run confined,
where any exception becomes one line (storage/intake_gate/gate.py); here they may only not crash, last or grow."""
