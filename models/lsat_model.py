"""Answers to five questions of the Law School Aptitude Test, one slope for all: Rasch's model (BUGS examples I). Data set `lsat_data`."""
from __future__ import annotations

import numpy as np

from .. import ppl
from ..ppl import Bernoulli, Normal, positive


def by_student(response, culm):
    """Answers of each student, of patterns and of how many students answer so or by an earlier pattern."""
    return np.repeat(response, np.diff(culm, prepend=0), axis=0)


@ppl.model
def lsat_model(N, T, culm, response):
    r = ppl.once(by_student, response, culm)
    alpha = ppl.sample("alpha", Normal(0, 100), shape=T, dims="question")
    theta = ppl.sample("theta", Normal(0, 1), shape=N, dims="student")
    beta = ppl.sample("beta", Normal(0, 100), constraint=positive)
    ppl.sample("r", Bernoulli(logits=beta * theta[:, None] - alpha), obs=r, dims=["student", "question"])
    ppl.deterministic("a", lambda: alpha - np.mean(alpha), dims="question")


# Known answer (BUGS examples I): beta 0.76, a[0] -1.26.
