"""What item response models with covariates of persons share: covariates on one scale, values that sum to zero (Furr, Stan case studies)."""
from __future__ import annotations

import numpy as np


def on_one_scale(W):
    """All columns of W but the first, which is the intercept's, are centred and divided by two standard deviations (run by `ppl.once`)."""
    scaled = np.array(W, float)
    scaled[:, 1:] = (W[:, 1:] - W[:, 1:].mean(axis=0)) / (2 * W[:, 1:].std(axis=0, ddof=1))
    return scaled


def summing_to_zero(free):
    """The values and, behind them, what makes their sum 0."""
    return np.append(free, -np.sum(free))
