"""Latent Dirichlet allocation with two topics (Blei, Ng and Jordan 2003). Data: `three_docs1200`, `three_men2`, `three_men3`."""
from __future__ import annotations

import numpy as np

from .. import ppl
from ._lda import topics


@ppl.model
def ldaK2(V, M, N, w, doc):
    topics(M, V, w, doc, np.ones(2), np.ones(V))
