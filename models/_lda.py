"""What the models of topics share: shares of topics in documents and of words in topics (Blei, Ng and Jordan 2003)."""
from __future__ import annotations

import numpy as np

from .. import ppl
from ..ppl import Dirichlet


def topics(M, V, w, doc, alpha, beta):
    """Words w of the documents doc, each of one topic, which is summed out; alpha and beta are the concentrations of both priors."""
    theta = ppl.sample("theta", Dirichlet(alpha), shape=(M, len(alpha)))
    phi = ppl.sample("phi", Dirichlet(beta), shape=(len(alpha), V))
    probability = theta @ phi                                           # of each word in each document
    ppl.factor("w", np.log(probability[ppl.index(doc, M, base=1), ppl.index(w, V, base=1)]), likelihood=True)
