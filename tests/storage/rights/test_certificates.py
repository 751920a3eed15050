"""Files beside a right: the same content is one file, and a second kind of it is refused by name."""

from __future__ import annotations

import pytest

from storage.base.database import Database
from storage.base.errors import BadInput
from storage.base.message import Language
from storage.base.settings import Settings
from storage.outgoing.attachments import keep_attachment
from storage.rights.book_import import import_rights
from storage.rights.certificates import add_right_file, files_of_right
from tests.storage.rights.test_store import BOOK


def test_the_same_content_under_a_second_kind_is_refused_and_says_so(
    database: Database, settings: Settings
) -> None:
    with database.begin() as session:
        import_rights(session, BOOK)
        paper = keep_attachment(settings, "one.pdf", b"%PDF-1.7 one")
        for _ in range(2):
            add_right_file(session, "r", "certificate", paper, actor="li")
        with pytest.raises(BadInput) as refusal:
            add_right_file(session, "r", "identity", paper, actor="li")
        assert "已有内容相同的材料（证书）" in refusal.value.text(Language.CHINESE)
        assert [row.kind for row in files_of_right(session, "r")] == ["certificate"]
