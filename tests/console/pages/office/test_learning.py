"""学习: a proposed rule is accepted and taken back by an approver; training runs and estimates are shown."""

from __future__ import annotations

from pathlib import Path

from classifiers.scoring.model_comparison import AnswerChange, ChangedExample, ModelComparison
from classifiers.scoring.model_file import ModelRecord, save_model
from storage.learning.seller_rules import RuleProposal, keep_proposals, list_rules
from tests.console.console_server import served
from tests.console.sample_office import an_office
from tests.console.visitor import Visitor

MARKETS = RuleProposal(
    word="超市", shops=12, dismissed=23, confirmed=0, others_dismissed=4, others_confirmed=40,
    lowest_share=0.75, p_value=0.00002,
)  # fmt: skip
RECORD = ModelRecord(
    name="marks", version="20261129.1", features=(), decisions=400, figures={}, outcome="better",
    trained_at="2026-11-29T08:00:00+00:00", verdict_columns=("judged",),
    comparison=ModelComparison(
        verdicts=120, sellers=60, old=0.01, new=1.0, gain=0.99, interval=(0.97, 1.0),
        coverage=0.95, old_agreement=0.04, new_agreement=1.0, enough=True,
    ),
    changes=(
        AnswerChange(
            written="shape", goods="same", use="mark", lead=False, listings=115, confirmed=0,
            examples=(
                ChangedExample(
                    title="琮筠楹绿茶 500g", shop="新街溪沐专营店", right="r3", verdict="dismissed",
                    before=0.83, after=0.01, step_before="letter", step_after="none",
                ),
            ),
        ),
    ),
)  # fmt: skip


def test_an_approver_accepts_a_rule_and_takes_it_back_and_sees_what_training_did(
    tmp_path: Path,
) -> None:
    settings, database = an_office(tmp_path, leads=2)
    save_model({}, settings.home / "models" / "marks-20261129.1.json", RECORD)
    with database.begin() as session:
        keep_proposals(session, [MARKETS])
        (rule,) = list_rules(session)
    with served(settings, database) as url:
        visitor = Visitor(url, "审")
        page = visitor.get("/learning").text
        assert "店名含“超市”的12家店铺的23条线索全部被排除" in page
        assert "+0.99（95% 区间 +0.97 至 +1.00）" in page
        assert "形近字、同一种商品、商标性使用" in page
        assert "随程序提供的模型" in page
        assert "尚无抽样意见" in page
        path = f"/learning/rules/{rule.id}"
        assert visitor.post(path, act="accept").status_code == 303
        assert "已采纳" in visitor.get("/learning").text
        assert visitor.post(path, act="reject").status_code == 409
        assert visitor.post(path, act="dance").status_code == 400
        assert visitor.post(f"/learning/rules/{2**64}", act="accept").status_code == 404
        assert visitor.post(path, act="reopen").status_code == 303
        assert visitor.post("/learning/rules").status_code == 303
        assert "核查意见中还没有成规律的店铺类型" in visitor.get("/learning").text
        visitor.close()
    database.close()
