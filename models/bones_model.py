"""Skeletal age of children from grades of 34 bones, some of them missing (Roche et al. 1975; BUGS examples I). Data set `bones_data`."""
from __future__ import annotations

import numpy as np
from scipy.special import log_expit

from .. import ppl
from ..ppl import Categorical, Normal


def ends(gamma, ncat):
    """The ages between which a bone is likely to have each grade; a grade that it never has begins and ends at 0."""
    grade, n = np.arange(gamma.shape[1] + 1), ncat[:, None]
    below = np.where(grade == 0, -np.inf, gamma[:, np.maximum(grade, 1) - 1])
    above = np.where(grade == n - 1, np.inf, np.append(gamma, gamma[:, -1:], axis=1))
    return np.where(grade < n, np.array([below, above]), 0.0)


@ppl.model
def bones_model(nChild, nInd, gamma, delta, ncat, grade):
    theta = ppl.sample("theta", Normal(0, 36), shape=nChild, dims="child")
    slope, (below, above) = delta[:, None], ppl.once(ends, gamma, ncat)
    age = theta[:, None, None]
    # expit(a) - expit(b) is expit(a) expit(-b) (1 - exp(b - a)), which keeps its digits in both tails
    logits = log_expit(slope * (age - below)) + log_expit(slope * (above - age)) + np.log1p(-np.exp(slope * (below - above)))
    ppl.sample("grade", Categorical(logits=logits), obs=grade - 1, where=grade != -1, dims=["child", "bone"])
