"""Rows of numbers that stand for texts."""

import numpy as np
from numpy.typing import NDArray

from corpus.errors import ModelError

Vectors = NDArray[np.float32]


def unit(rows: Vectors, encoder: str) -> Vectors:
    """Rows of an encoder, by its name, scaled to length 1; a row of zeros stays one.

    Raises:
        ModelError: a number is infinite or none at all.
    """
    norms = np.linalg.norm(rows, axis=1, keepdims=True)
    if not np.isfinite(norms).all():
        raise ModelError(
            f"编码器 {encoder} 算出的向量里有无穷大或不是数的值，权重多半已损坏。"
            "请重新拷贝模型并核对校验和，再运行 ceyin index。"
        )
    scaled: Vectors = rows / np.maximum(norms, 1e-12)
    return scaled
