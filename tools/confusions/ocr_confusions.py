"""How alike two characters are to a machine that reads (OCR): a model trained on photographs.

The last layer of RapidOCR's recogniser (PaddleOCR, Apache-2.0) holds one vector a character; what
it tells apart badly, in any typeface and by hand, has vectors that point the same way.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
"""float32 of shape (characters, dimensions)."""


def vectors(characters: Sequence[str]) -> Vectors:
    """One unit vector a character, the mean taken away; zeros where the machine does not know it."""
    path = _model()
    weights, places = _last_layer(path), _vocabulary(path)
    in_vocabulary = np.array([character in places for character in characters])
    rows = weights[[places.get(character, 0) for character in characters]]
    rows = rows - rows[in_vocabulary].mean(axis=0)
    rows[~in_vocabulary] = 0
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    unit: Vectors = (rows / np.maximum(lengths, 1e-9)).astype(np.float32)
    return unit


def _model() -> Path:
    folder = Path(str(files("rapidocr") / "models"))
    return next(iter(sorted(folder.glob("*rec*.onnx"))))


def _last_layer(path: Path) -> Vectors:
    import cv2

    layers = cv2.dnn.readNetFromONNX(str(path))
    blobs = (layers.getLayer(name).blobs for name in reversed(layers.getLayerNames()))
    weights: Vectors = np.asarray(next(blob[0] for blob in blobs if len(blob) == 2))
    return weights.T


def _vocabulary(path: Path) -> dict[str, int]:
    """Character → column; column 0 is the reader's blank."""
    from onnxruntime import InferenceSession

    listed = InferenceSession(str(path)).get_modelmeta().custom_metadata_map["character"]
    return {character: place for place, character in enumerate(listed.split("\n"), start=1)}
