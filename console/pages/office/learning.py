"""学习: which model judges and why, rules on sellers to accept or reject, and what the sample says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session
from starlette.responses import Response

from alerts.insight.sample_estimates import SampleEstimates, estimate
from alerts.insight.seller_policies import refresh_proposals
from classifiers.scoring.model_comparison import ChangedExample
from classifiers.scoring.model_file import ModelRecord
from classifiers.scoring.model_history import model_in_use, office_models
from console.web.page_request import PageRequest
from console.web.route import APPROVERS, OVERSEERS, Route
from storage.base.disguises import CHINESE
from storage.base.errors import BadInput
from storage.base.vocabulary import STATE_NAMES
from storage.learning.decided_listings import decided_scores
from storage.learning.sample import assessed_pairs
from storage.learning.seller_rules import accept_rule, list_rules, reject_rule, reopen_rule
from storage.records import ElementName, NextStep
from storage.records.element_words import ANSWER_NAMES, NEXT_STEP_NAMES

OUTCOME_NAMES = {
    "better": "后期意见表明新模型更好，已启用",
    "no-gain": "后期意见不能说明新模型更好，未启用",
    "too-few": "后期意见太少，不能比较，未启用",
    "wrongful": "会对更多正当经营的店铺起草文书，未启用",
    "own-sets": "在人工编写的评测集上明显变差，或漏判增加超过确有的增益，未启用",
}
"""Outcomes of a training run in the officers' words."""
_RUNS = 10
"""Training runs that the page lists; chosen by hand."""
_ANSWERS = {"accept": accept_rule, "reject": reject_rule, "reopen": reopen_rule}


@dataclass(frozen=True, kw_only=True)
class ChangedKind:
    """One kind of listing that the latest two models answered otherwise."""

    name: str
    becomes: str
    listings: int
    confirmed: int
    examples: tuple[ChangedExample, ...]
    """Verdict and steps in the officers' words."""


def show_learning(request: PageRequest) -> Response:
    """The model, the rules, the sample."""
    folder = request.settings.home / "models"
    models = office_models(folder)
    with request.database.read() as session:
        rules = list_rules(session)
        estimates = _estimates(session)
    return request.render(
        "learning.html",
        in_use=model_in_use(folder),
        runs=[(model, datetime.fromisoformat(model.trained_at)) for model in models[:_RUNS]],
        outcomes=OUTCOME_NAMES,
        changes=tuple(_changes(models[0])) if models else (),
        rules=rules,
        estimates=estimates,
        may_answer=request.has_role(APPROVERS),
    )


def _estimates(session: Session) -> SampleEstimates:
    return estimate(assessed_pairs(session), decided_scores(session))


def _changes(record: ModelRecord) -> Iterator[ChangedKind]:
    for change in record.changes:
        goods = ANSWER_NAMES.get((ElementName.GOODS, change.goods), change.goods)
        use = ANSWER_NAMES.get((ElementName.USE, change.use), change.use)
        written = _word(CHINESE, change.written)
        yield ChangedKind(
            name=f"{written}、{goods}、{use}",
            becomes="成为线索" if change.lead else "不再是线索",
            listings=change.listings,
            confirmed=change.confirmed,
            examples=tuple(
                replace(
                    example,
                    verdict=_word(STATE_NAMES, example.verdict),
                    step_before=NEXT_STEP_NAMES[NextStep(example.step_before)],
                    step_after=NEXT_STEP_NAMES[NextStep(example.step_after)],
                )
                for example in change.examples
            ),
        )


def _word(names: Mapping[Any, str], code: str) -> str:
    """The word for a code as a model file holds it; the code itself where there is none."""
    return names.get(code, code)


def find_rules(request: PageRequest) -> Response:
    """Look for rules in the verdicts as they stand now."""
    with request.database.begin() as session:
        refresh_proposals(session)
    return request.redirect("/learning#rules")


def answer_rule(request: PageRequest) -> Response:
    """Accept or reject a rule, or take the answer back."""
    answer = _ANSWERS.get(request.form_value("act"))
    if answer is None:
        raise BadInput("form.unknown-act", act=request.form_value("act"))
    with request.database.begin() as session:
        answer(session, request.path_number(), officer=request.officer_name)
    return request.redirect("/learning#rules")


ROUTES = (
    Route(path="/learning", handler=show_learning, roles=OVERSEERS),
    Route(path="/learning/rules", handler=find_rules, roles=OVERSEERS, method="POST"),
    Route(path="/learning/rules/{id:int}", handler=answer_rule, roles=APPROVERS, method="POST"),
)
