"""Sound samples of every foreign format; what the tests already hold, or what the program itself writes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from storage.evidence.entries import authorities, enter
from storage.evidence.renewal.token import token_of
from storage.evidence.signing import office_key
from storage.evidence.visit import Occasion
from storage.rights.export_sheets import rights_workbook
from storage.transfers.receipt import receipt_file
from tests.alerts.mail import bounce_samples
from tests.databases import migrated_database
from tests.faults.histories.office import BOOK
from tests.servers.timestamp_authority import running_authority
from tests.storage.evidence.conftest import stamped_by
from tests.storage.evidence.packages import read_files
from tests.storage.evidence.signed_pdfs import identity, plain_pdf, signed_pdf
from tests.storage.evidence.visits import picture, visit
from tests.storage.identity_reports.test_identity_reports import TRUE_CODE, workbook
from tests.storage.net.test_rdap import DOMAIN
from tests.storage.transfers.test_description_file import record
from tests.storage.transfers.test_receipt import RECEIPT

_ROOT = Path(__file__).parents[3]
_PAGE_BYTES = 100_000
"""Larger samples of pages are left out: a case should cost milliseconds; chosen by hand."""
_PRODUCT = json.dumps(
    {
        "@context": "https://schema.org", "@type": "Product", "name": "示例面粉", "sku": "1", "brand": {"name": "示例"},
        "offers": [{"@type": "Offer", "price": "29.90", "priceCurrency": "CNY", "availability": "InStock"}],
    }
).encode()  # fmt: skip
_RIGHTS = b"""holders:
  - {id: lvye, name: A, email: a@b.example, tier: 1}
rights:
  - &first
    id: hetao
    text: AB
    aliases: [CD]
    kind: collective
    registration_no: "1"
    classes: [29, 30]
    goods: [flour]
    holder: lvye
    authorised_sellers: [A, {shop: B, platform: c.example, valid_until: 2027-12-31}]
    reference_prices: [{goods: flour, unit: kg, low: 5, high: 12}]
  - {<<: *first, id: other, text: EF}
"""


def samples(folder: Path) -> Mapping[str, Sequence[bytes]]:
    """Samples by the name of their target; the folder is scratch."""
    package, tokens = _stamped(folder)
    members = read_files(package)
    pages = sorted((_ROOT / "tests/pages").glob("*/*/page.html"))
    pdf = plain_pdf()
    key = office_key(folder / "other", office=RECEIPT.office)
    identity_rows = (
        ("店铺名称", "经营者名称", "统一社会信用代码", "住所"),
        ("甲", "示例公司", TRUE_CODE, "示例市"),
    )
    return {
        "page": [raw for page in pages if len(raw := page.read_bytes()) < _PAGE_BYTES],
        "structured": [_PRODUCT, b'{a:1,b:[2,"c"],price:"9.9",f(){return 1}}', b"[" + _PRODUCT + b"]"],
        "price": [
            text.encode()
            for text in ("￥29.90-59", "1.299,00 €", "1.2万元/吨起", "到手价：¥1,299", "Rs. 1,00,000", "面议")
        ],
        "robots": [
            b"User-agent: *\nDisallow: /a*\nAllow: /b$\nCrawl-delay: 2\nSitemap: https://shop.example/sitemap.xml\n"
        ],
        "sitemap": [
            b'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url>'
            b"<loc>https://shop.example/1.html</loc><lastmod>2026-01-01</lastmod></url></urlset>",
            b"<rss><channel><item><title>a</title><link>https://shop.example/1</link></item></channel></rss>",
            b"id\ttitle\tlink\n1\ta\thttps://shop.example/1\n",
            b"https://shop.example/1\nhttps://shop.example/2\n",
        ],
        "bounce": [
            text.format(reason="550 5.1.1 user unknown", action="failed", status="5.1.1").encode()
            for text in vars(bounce_samples).values()
            if isinstance(text, str) and "\n" in text
        ] + [bounce_samples.status_report("failed", "5.1.1").encode()],
        "package": [package.read_bytes()],
        "warc": [members["archive/data.warc.gz"]],
        "token": tokens,
        "letter": [
            path.read_bytes() for path in sorted((_ROOT / "alerts/letters/templates").glob("*.docx"))
        ],
        "workbook": [rights_workbook(BOOK), workbook(*identity_rows)],
        "rights": [
            _RIGHTS, "id,text,goods\nhetao,天赋河套,面粉;羊肉\n".encode(), b'{"rights": [{"id": "a", "text": "b"}]}',
        ],
        "identity": ["\n".join(",".join(row) for row in identity_rows).encode()],
        "registration": [json.dumps(DOMAIN).encode()],
        "transfer": [json.dumps(record()).encode()],
        "receipt": [receipt_file(RECEIPT, key).encode()],
        "signed-pdf": [signed_pdf(pdf, identity("Signer"))],
        "sealed-pdf": [pdf],
        "sealed-picture": [picture(40)],
    }  # fmt: skip


def _stamped(folder: Path) -> tuple[Path, list[bytes]]:
    """A package with a time-stamp, and its tokens; the authority is gone at the end, and its thread."""
    with running_authority(folder) as authority:
        settings = stamped_by(authority, folder / "home")
        database = migrated_database(settings)
        entry = enter(
            database, settings, visit(), Occasion(officer="li"), stampers=authorities(settings)
        )
        database.close()
    assert entry.package is not None
    tokens = [
        token_of(content)
        for name, content in read_files(entry.package).items()
        if name.endswith(".tsr")
    ]
    return entry.package, tokens
