"""The shipped model (随附模型), made anew from the corpus and the decided matters that are not held out."""

from __future__ import annotations

from classifiers.elements.element_models import ElementModels
from classifiers.scoring.model import TrainedModel
from classifiers.scoring.model_file import SHIPPED, save_model
from classifiers.training.corpus.build import build_corpus
from classifiers.training.fit import TrainingRow, corpus_rows, fit, matter_training_rows
from classifiers.training.matters import MatterPart, rows_of
from classifiers.training.metrics import Figures
from classifiers.training.one_thread import one_thread
from classifiers.training.trial import NAME, record_of, try_model


def rebuild_shipped(version: str) -> Figures:
    """Make the model that comes with the program anew, from the corpus and the matters to fit on."""
    rows = made_rows()
    with one_thread():
        fitted = fit(rows)
    trial = try_model(TrainedModel(f"{NAME}@{version}", ElementModels(fitted)))
    save_model(fitted, SHIPPED, record_of(version, trial, 0))
    return trial.sets


def made_rows() -> list[TrainingRow]:
    """What the shipped model is fitted on: the corpus, and the decided matters that are not kept apart."""
    return [*corpus_rows(build_corpus()), *matter_training_rows(rows_of(MatterPart.FIT))]
