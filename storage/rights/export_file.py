"""Rights as a rights file holds them: what `import_file` reads back as the same records."""

from __future__ import annotations

from pydantic import JsonValue

from storage.records import Right, RightsBook


def rights_document(book: RightsBook) -> dict[str, list[dict[str, JsonValue]]]:
    """Holders and rights as a document; keys that are unset are left out."""
    return {
        "holders": [holder.to_json() for holder in book.holders],
        "rights": [right_entry(right) for right in book],
    }


def right_entry(right: Right) -> dict[str, JsonValue]:
    """One right with its licences as an entry of a rights file."""
    entry = right.to_json()
    if right.authorised_sellers:
        entry["authorised_sellers"] = [seller.to_json() for seller in right.authorised_sellers]
    return entry
