"""The office's contact key (联系方式密钥): the key of the hashes of contacts.

Without it nobody can try all telephone numbers against the stored hashes. Machines that share one
database need the same key, or their shops are not linked.
"""

from __future__ import annotations

from pathlib import Path

from storage.files.key_file import KEY_FOLDER, own_key

_NAME = "contacts.key"


def contact_key(home: Path) -> bytes:
    """The key of this data folder, made at first need. Raises StoreUnavailable."""
    return own_key(home / KEY_FOLDER, _NAME)
