"""Kinds of pages on the public web-content-extraction-benchmark (WCXB): goods, shelves, others taken for goods.

    python -m benchmarks.public.page_kinds FOLDER --split dev|test [--errors]

FOLDER is a checkout of github.com/Murrough-Foley/web-content-extraction-benchmark (CC BY 4.0): pages of
seven types in two splits. `product` pages should come out as `listing`, `collection` pages as `list`,
and none of the other five types as `listing`. Only the dev split is looked at while developing.
"""

from __future__ import annotations

import argparse
import json
import logging
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.extraction import read_gz
from crawler.extract.page.page import Page
from crawler.extract.read_page import explain_page

_EXPECTED = {"product": "listing", "collection": "list"}
_UNNAMED = "https://saved.example/"
"""Where a page is taken to stand that does not tell its address."""


def readings(folder: Path, split: str) -> Iterator[tuple[str, str, str, str]]:
    """(type, kind, rule, address) of each page that has a type."""
    files = json.loads((folder / "metadata.json").read_text("utf-8"))["files"]
    for name, about in sorted(files.items()):
        truth = folder / split / "ground-truth" / f"{name}.json"
        if about["split"] != split or not truth.exists():
            continue
        url = json.loads(truth.read_text("utf-8")).get("url", _UNNAMED)
        body = read_gz(folder / split / "html" / f"{name}.html.gz")
        traced = explain_page(Page.from_bytes(url, body))
        yield about["page_type"], traced.reading.kind, traced.trace.decision.rule, url


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path, help="a checkout of the benchmark")
    parser.add_argument(
        "--split", choices=("dev", "test"), default="dev", help="which half is read"
    )
    parser.add_argument("--errors", action="store_true", help="print each page that is wrong")
    chosen = parser.parse_args(arguments)
    logging.disable(logging.ERROR)
    if not (chosen.folder / "metadata.json").is_file():
        print(f"no checkout of the benchmark (metadata.json) at {chosen.folder}", file=sys.stderr)
        return 2
    rows = list(readings(chosen.folder, chosen.split))
    for page_type, kind in _EXPECTED.items():
        kinds = [k for t, k, *_ in rows if t == page_type]
        print(f"{page_type} as {kind}: {kinds.count(kind) / len(kinds):.3f} of {len(kinds)}")
    no_shops = [kind for page_type, kind, *_ in rows if page_type not in _EXPECTED]
    taken = no_shops.count("listing")
    print(f"of other types as listing: {taken / len(no_shops):.2%} of {len(no_shops)}")
    for page_type, kind, rule, url in rows if chosen.errors else ():
        expected = _EXPECTED.get(page_type)
        is_wrong = kind != expected if expected else kind == "listing"
        if is_wrong:
            print(f"  {page_type} {kind} {url[:100]}: {rule}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
