"""What the regressions on wells in Bangladesh share: predictors in, the site of who switched out (Gelman and Hill 2007, chapter 5); flat priors."""
from __future__ import annotations

import numpy as np

from .. import ppl
from ..ppl import BernoulliGLM, real


def centred(x):
    return x - np.mean(x)


def switching(switched, *columns):
    """A logistic regression on the columns; its sites are `alpha`, `beta` and `switched`."""
    alpha = ppl.param("alpha", real)
    beta = ppl.param("beta", real, shape=len(columns))
    ppl.sample("switched", BernoulliGLM(np.column_stack(columns), alpha, beta), obs=switched)
