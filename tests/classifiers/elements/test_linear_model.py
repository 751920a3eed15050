"""Fitted regressions as plain numbers."""

from __future__ import annotations

import json

import numpy as np
import pytest

from classifiers.elements.linear_model import LinearModel, from_regression


@pytest.mark.parametrize("classes", [2, 4])
def test_plain_numbers_judge_as_scikit_learn_does_also_from_a_file(classes: int) -> None:
    # Every worker imports every test file; scikit-learn costs two seconds and only this test needs it.
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    rng = np.random.default_rng(7)
    table = rng.normal(3, 5, (300, 6))
    labels = np.array([f"c{n}" for n in (table[:, :classes].argmax(axis=1))])
    pipeline = make_pipeline(StandardScaler(), LogisticRegression()).fit(table, labels)
    scaler, regression = pipeline[0], pipeline[1]
    model = from_regression(regression, scaler.mean_, scaler.scale_)
    stored = LinearModel.from_json(json.loads(json.dumps(model.to_json())))
    assert stored.classes == tuple(pipeline.classes_)
    np.testing.assert_allclose(
        stored.probabilities(table), pipeline.predict_proba(table), atol=1e-5
    )


def test_far_values_overflow_nothing() -> None:
    model = LinearModel(
        classes=("no", "yes"), weights=np.array([[1e6]]), intercepts=np.array([0.0])
    )
    chances = model.probabilities(np.array([[1e6], [-1e6]]))
    np.testing.assert_allclose(chances, [[0, 1], [1, 0]], atol=1e-9)
