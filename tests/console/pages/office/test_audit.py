"""The audit page names the entry where the chain is broken."""

from __future__ import annotations

import re
from pathlib import Path

import sqlalchemy as sa

from storage.audit.chain import first_break
from storage.evidence.audited.kept_checks import verify_audit
from storage.tables import AuditRow
from tests.console.console_server import served
from tests.console.visitor import Visitor


def test_a_broken_audit_chain_is_found_and_named(tmp_path: Path) -> None:
    from tests.console.sample_office import an_office

    settings, database = an_office(tmp_path, leads=2)
    with database.read() as session:
        assert first_break(session) is None
    with database.begin() as session:
        session.execute(sa.update(AuditRow).where(AuditRow.id == 3).values(actor="别人"))
    with served(settings, database) as url:
        visitor = Visitor(url, "法")
        assert "第 3 条处中断" in visitor.post("/audit").text
        verify_audit(database, settings, recent=True)
        first = visitor.get("/audit").text
        assert "最新</a>" not in first
        behind = visitor.get("/audit?before=3").text
        assert "最新</a>" in behind
        assert re.findall(r'<td class="num">(\d+)</td>', behind) == ["2", "1"]
        assert "校验未通过：第 3 条记录被改动过。请保留现场" in visitor.get("/audit").text
        visitor.close()
    database.close()
