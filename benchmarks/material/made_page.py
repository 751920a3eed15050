"""A product page made for measuring speed: about 60 KB, JSON-LD, 88 links, Chinese text."""

from __future__ import annotations

import json

_WORDS = "河套平原小麦面粉 优质高筋 家用装 老字号 石磨工艺 现磨现发 顺丰包邮 粮油米面 "


def made_page(number: int = 100_001, links: int = 88, size: int = 60_000) -> bytes:
    """One such page in UTF-8; the same arguments give the same bytes."""
    product = {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": f"示例面粉 {number} 号 5kg",
        "sku": f"SKU-{number}",
        "description": _WORDS * 4,
        "image": [f"/images/{number}-{n}.jpg" for n in range(4)],
        "brand": {"@type": "Brand", "name": "示例"},
        "offers": {
            "@type": "Offer",
            "price": "29.90",
            "priceCurrency": "CNY",
            "availability": "https://schema.org/InStock",
            "seller": {"@type": "Organization", "name": "示例粮油店"},
        },
    }
    anchors = "".join(
        f'<li class="item"><a href="/goods/{number + n}.html" title="{n}">{_WORDS[:20]}{n}</a></li>'
        for n in range(links)
    )
    head = (
        f"<!doctype html><html lang=zh><head><meta charset=utf-8><title>示例面粉 {number} 号 5kg</title>"
        f'<script type="application/ld+json">{json.dumps(product, ensure_ascii=False)}</script>'
        "</head><body>"
        f'<h1>示例面粉 {number} 号 5kg</h1><div class="price">¥29.90</div><ul>{anchors}</ul>'
    )
    block = f'<div class="detail"><p>{_WORDS}</p><span data-n="1">{_WORDS[:8]}</span></div>\n'
    body = head + block * max(0, (size - len(head.encode())) // len(block.encode()))
    return f"{body}</body></html>".encode()
