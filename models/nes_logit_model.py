"""Votes for Bush in 1992 against income (Gelman and Hill 2007, section 5.1); flat priors. Data set `nes_logit_data`."""
from __future__ import annotations

from .. import ppl
from ..ppl import BernoulliGLM, real


@ppl.model
def nes_logit_model(N, income, vote):
    alpha = ppl.param("alpha", real)
    beta = ppl.param("beta", real, shape=1)
    ppl.sample("vote", BernoulliGLM(income[:, None], alpha, beta), obs=vote)
